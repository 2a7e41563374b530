"""Numbers of a sentence that look like results: k/n, rates, a mean with its spread, losses."""

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

from lab_tasks.documents.sentences import Sentence
from lab_tasks.documents.tables import cells
from lab_tasks.honesty import innocent, spelt

_RESULT_WORDS = (
    r"succe|solv|\brates?\b|\bfail|accura|\bscore[ds]?\b|coverage|reward|\bbeat|achiev|\bresults?\b"
    r"|\breach|\bwon\b|\bwins?\b|perform|lead|ahead|\bgot\b|±"
    r"|percentage points? (?:above|below|ahead|behind|better|worse|higher|lower)\b"
)
_RESULT = re.compile(_RESULT_WORDS, re.IGNORECASE)
_COUNTED = re.compile(
    rf"{_RESULT_WORDS}|trials?\b|episodes?\b|roll-?outs?\b|attempts?\b|evaluat|times\b"
    r"|\bwe had \d+ ?/ ?\d+(?! (?:right|correct|points))",
    re.IGNORECASE,
)
_LOSS = re.compile(r"\bloss(?:es)?\b", re.IGNORECASE)
_SHARE = r"(?:[01]?\.\d+|[01]\.\d+)"
_COUNT = re.compile(
    r"(?<![\w./-])(?P<k>\d{1,4}) ?(?:/|out of|of(?: the| my| our)?) ?(?P<n>\d{1,4})(?![\w/-]|\.\d)"
    r"(?P<after>\s+[a-z]+)?"
)
_SPREAD = re.compile(
    r"(?<![\w./-])(?P<mean>\d{0,3}\.?\d+) ?(?:±|\+/-|\+-) ?(?P<spread>\d{0,3}\.?\d+)(?P<unit> ?%)?"
)
_PERCENT = re.compile(
    r"(?<![\w./-])(?P<value>\d{1,3}(?:\.\d+)?)(?: ?%|[ -]?(?:percent|per[- ]cent|pct)\b)"
)
_POINTS = re.compile(r"(?<![\w./-])(?P<value>\d{1,3}(?:\.\d+)?) (?:percentage )?points?\b")
_RATE = re.compile(rf"(?<![\w./,-])(?P<value>{_SHARE})(?![\w/%]|\.\d|,\d)")
_ANY = re.compile(r"(?<![\w./-])(?P<value>\d{1,4}(?:\.\d+)?(?:e-?\d+)?)(?![\w/%]|\.\d)")
_OTHER_COLUMNS = ("section", "page", "paper", "day", "chapter", "question", "step", "week")
_TRIALS = ("episodes", "trials", "rollouts", "attempts", "times", "evaluations", "runs", "starts")
"""What a count of successes is of; k of n other things, as `5 of 9 failures`, is none."""
_SHORT = 6
"""Words of a sentence that gives a policy's number and says no more: `ACT: 0.85`."""
_FEWEST_EPISODES = 2


Figure = Literal["failure", "bound", "difference", "spread", "reward"]
_AROUND: dict[Figure, re.Pattern[str]] = {
    "failure": re.compile(r"fail|miss|lost|unsolved|not (?:solve|succeed)|wrong|drop", re.I),
    "bound": re.compile(r"interval|between|\bCI\b|wilson|\blow end|\bhigh end", re.I),
    "difference": re.compile(r"points?\b|differ|ahead|lead|gap|more|less|behind|than", re.I),
    "spread": re.compile(r"spread|deviation|±|\bstd\b|\bsd\b|vari", re.I),
    "reward": re.compile(r"reward|coverage|score|overlap", re.I),
}
_BEFORE_A_BOUND = re.compile(r"\d ?%? ?(?:–|-|to) ?$")
_AFTER_A_BOUND = re.compile(r" ?%? ?(?:–|-|to) ?[.\d]")


class Said(msgspec.Struct, frozen=True):
    """A number as a text says it. `unit` is the worth of its last digit, on the same scale."""

    words: str
    value: float
    unit: float
    spread: float | None = None
    """What stands after ±; None: nothing."""
    count: tuple[int, int] | None = None
    """k and n of a count; None: it is none."""
    is_loss: bool = False
    is_gap: bool = False
    """Whether it can only be the difference of two rates, as `65 points`."""
    also: frozenset[Figure] = frozenset()
    """What else than a rate it may be, by the words around it."""


def said_numbers(sentence: Sentence, *, names_policy: bool) -> tuple[Said, ...]:
    """Return the numbers of a sentence or of a table's row that look like results."""
    if innocent.is_planned_under(sentence.heading):
        return ()
    if sentence.columns:
        return () if innocent.has_source(sentence.text) else tuple(_in_row(sentence))
    unsourced = innocent.without_sourced(sentence.text)
    told = spelt.in_digits(spelt.in_print(unsourced))
    text = innocent.without_settings(innocent.without_plans(told))
    is_whole = unsourced == sentence.text
    is_short = names_policy and is_whole and len(unsourced.split()) <= _SHORT
    return tuple(_in_text(text, f"{text} rate" if is_short else text))


def _in_row(sentence: Sentence) -> Iterator[Said]:
    for column, cell in zip(sentence.columns, cells(sentence.text), strict=False):
        head = innocent.without_settings(f"{column} 1")[: len(column)]
        if innocent.is_planned_under(column):
            continue
        text = innocent.without_settings(spelt.in_digits(spelt.in_print(cell)))
        context = f"{head} {text}"
        if _COUNT.search(text) and not any(word in head.casefold() for word in _OTHER_COLUMNS):
            context += " trials"
        if "%" in column and _RESULT.search(head) and "%" not in text:
            text = re.sub(r"(\d+(?:\.\d+)?)", r"\1%", text)
        yield from _in_text(text, context)


def _in_text(text: str, context: str) -> Iterator[Said]:
    """Yield the numbers of a text, each once, the most telling shape first."""
    left = text
    for found in _shapes(text, context):
        start, end, said = found
        if left[start:end].strip() == text[start:end].strip():
            left = left[:start] + " " * (end - start) + left[end:]
            yield msgspec.structs.replace(said, also=_also(text, context, start, end))


def _also(text: str, context: str, start: int, end: int) -> frozenset[Figure]:
    is_bound = _BEFORE_A_BOUND.search(text[:start]) or _AFTER_A_BOUND.match(text[end:])
    found = {figure for figure, words in _AROUND.items() if words.search(context)}
    return frozenset(found | ({"bound"} if is_bound else set()))


def _shapes(text: str, context: str) -> Iterator[tuple[int, int, Said]]:
    losses = [match.start() for match in _LOSS.finditer(context)]
    for match in _COUNT.finditer(text):
        k, n = int(match["k"]), int(match["n"])
        after = (match["after"] or "").strip()
        is_thing = after.endswith("s") and after not in (*_TRIALS, "is", "was", "this")
        if n >= _FEWEST_EPISODES and k <= n and not is_thing and _COUNTED.search(context):
            end = match.end("n")
            said = Said(text[match.start() : end], k / n, 1e-9, count=(k, n))
            yield match.start(), end, said
    for match in _SPREAD.finditer(text):
        mean, spread = match["mean"], match["spread"]
        is_percent = bool(match["unit"]) or float(mean) > 1
        if _RESULT.search(context) and not losses:
            scale = 100 if is_percent else 1
            values = float(mean) / scale, _unit(mean) / scale, float(spread) / scale
            yield match.start(), match.end(), Said(match[0].strip(), *values)
    if losses:
        yield from _losses(text, context)
    if not _RESULT.search(context) or (losses and not re.search(r"succe|solv", context, re.I)):
        return
    for pattern, scale in ((_PERCENT, 100), (_POINTS, 100), (_RATE, 1)):
        for match in pattern.finditer(text):
            value = match["value"]
            if 0 <= float(value) <= scale:
                worth = float(value) / scale, _unit(value) / scale
                said = Said(match[0].strip(), *worth, is_gap=pattern is _POINTS)
                yield match.start(), match.end(), said


def _losses(text: str, context: str) -> Iterator[tuple[int, int, Said]]:
    """Yield the numbers near the word `loss`; in a table's cell, all of them."""
    near = [(m.start() - 12, m.end() + 60) for m in _LOSS.finditer(text)]
    for match in _ANY.finditer(text):
        value = match["value"]
        is_near = not near or any(start <= match.start() <= end for start, end in near)
        if is_near and ("." in value or "e" in value):
            yield (
                match.start(),
                match.end(),
                Said(match[0], float(value), _unit(value), is_loss=True),
            )


def _unit(number: str) -> float:
    """Return the worth of a number's last digit: 0.01 for 0.85, 1 for 85."""
    mantissa, _, exponent = number.partition("e")
    digits = len(mantissa.partition(".")[2])
    return float(10.0 ** (int(exponent or 0) - digits))
