"""Claims of a sentence about policies: better, worse, best, so many times as good, equal."""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from lab_tasks.documents.sentences import Sentence
from lab_tasks.honesty import claim_words, innocent, spelt
from lab_tasks.honesty.names import MARK, Named, named
from lab_tasks.results import Result

Kind = Literal["better", "best", "worst", "equal", "different"]


class Claim(msgspec.Struct, frozen=True):
    """`a` is said to be better than each of `b`; with a factor, so many times as successful."""

    kind: Kind
    a: tuple[tuple[Result, ...], ...]
    """Each policy named, as the rows that it may mean."""
    b: tuple[tuple[Result, ...], ...]
    """Empty: all others."""
    factor: float | None = None
    is_negated: bool = False


class Unnamed(msgspec.Struct, frozen=True):
    """A factor of success between policies that the sentence does not name."""

    words: str


def claims(sentence: Sentence, rows: tuple[Result, ...]) -> tuple[Claim | Unnamed, ...]:
    """Return what a sentence claims; nothing where it hedges, asks, plans or names its source."""
    text = sentence.text
    if sentence.columns or innocent.has_source(text):
        return ()
    if innocent.is_planned_under(sentence.heading) or claim_words.is_hedged(text):
        return ()
    text = re.sub(r"`[^`]*`", " ", innocent.without_plans(spelt.in_print(text)))
    found = named(text, rows)
    found = msgspec.structs.replace(found, text=_parted(found.text))
    told: tuple[Claim | Unnamed, ...] = tuple(_claims(found))
    return told or (*_of_two(found), *_unnamed(found))


def _parted(text: str) -> str:
    """Return a sentence with `;` where the next policy has a verb of its own."""

    def part(match: re.Match[str]) -> str:
        return "; " if claim_words.VERB.search(text[: match.start()]) else match[0]

    return claim_words.NEXT_CLAUSE.sub(part, text)


def _claims(found: Named) -> Iterator[Claim]:
    for kind, is_turned, pattern in claim_words.TWO_SIDED:
        for match in _overlapping(pattern, found.text):
            a, b = _mentions(found, match["a"]), _mentions(found, match["b"])
            if _is_about_something_else(match) or (is_turned and not b):
                continue
            factor = _factor(match[0] + found.text[match.end() :].partition("⟦")[0])
            is_equal = kind == "equal" or (kind == "factor" and factor is None)
            negated = bool(claim_words.NEGATED.search(f"{match['fill']} {match['verb']}"))
            yield Claim(
                "equal" if is_equal else "better",
                *((b, a) if is_turned else (a, b)),
                None if is_equal else factor,
                negated,
            )
    yield from _together(found, "different", claim_words.SEPARATE)
    yield from _together(found, "equal", claim_words.ALIKE)
    for match in claim_words.BEST.finditer(found.text):
        end = (match["end"] or match["end2"] or "best").casefold()
        kind_of: Kind = "worst" if end in ("worst", "last", "weakest") else "best"
        negated = bool(claim_words.NEGATED.search(match[0]))
        first = _mentions(found, match["a"] or match["a2"] or match["a3"])
        yield Claim(kind_of, first, (), None, negated)


def _together(found: Named, kind: Kind, pattern: re.Pattern[str]) -> Iterator[Claim]:
    """Yield what is said of two policies that stand side by side: ACT and BC separate."""
    for match in pattern.finditer(found.text):
        who = _mentions(found, match["a"])
        other = _mentions(found, match.groupdict().get("b") or "")
        sides = (who, other) if other else (who[:1], who[1:])
        if sides[1]:
            yield Claim(kind, *sides, None, bool(claim_words.NEGATED.search(match["fill"])))


def _overlapping(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield matches of which one may begin with what the last ended with: ACT > BC > DP."""
    match = pattern.search(text)
    while match:
        yield match
        match = pattern.search(text, max(match.start("b"), match.end("a")))


def _of_two(found: Named) -> Iterator[Claim]:
    """Yield a factor between the two policies of a sentence, the better of them first."""
    match = _about_success(found)
    if match and len(found.rows) == 2:
        ahead, behind = sorted(found.rows, key=_solved, reverse=True)
        yield Claim("better", ((ahead,),), ((behind,),), _factor(match[0]))


def _solved(row: Result) -> float:
    return row.successes / row.episodes if row.episodes else 0.0


def _about_success(found: Named) -> re.Match[str] | None:
    """Return the factor of a sentence that is about success and nothing else."""
    match = claim_words.FACTOR.search(found.text)
    is_other = claim_words.OTHER_MEASURE.search(found.text) or claim_words.NEGATED.search(
        found.text
    )
    return match if match and not is_other and claim_words.SUCCESS.search(found.text) else None


def _unnamed(found: Named) -> Iterator[Unnamed]:
    """Yield a factor that is said of success, where no two policies are named."""
    match = _about_success(found)
    if match and len(found.rows) < 2:
        yield Unnamed(match[0])


def _is_about_something_else(match: re.Match[str]) -> bool:
    tail = match.string[match.end() : match.end() + 40].partition(".")[0]
    said = MARK.sub("", f"{match['verb']} {match['much']} {tail}")
    return bool(claim_words.OTHER_MEASURE.search(said))


def _mentions(found: Named, text: str) -> tuple[tuple[Result, ...], ...]:
    return tuple(found.mentions[int(at)] for at in MARK.findall(text))


def _factor(text: str) -> float | None:
    match = claim_words.FACTOR.search(re.split(r"[;!?]|\.\s", text)[0])
    if not match:
        return None
    if number := match["number"] or match["of"]:
        return float(number)
    word = (match["word_of"] or match["word"] or match["twice"]).casefold()
    return claim_words.WORD_FACTORS.get(word, 2.0)
