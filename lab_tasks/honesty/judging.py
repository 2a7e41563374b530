"""Judging: what the records say of each number and claim of a text, in words for its author."""

import re
from collections.abc import Iterator, Sequence
from math import inf

import msgspec

from lab_tasks.documents.sentences import Sentence, sentences
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.honesty.claims import Claim, Unnamed, claims
from lab_tasks.honesty.finding import Finding
from lab_tasks.honesty.names import named
from lab_tasks.honesty.recorded_numbers import Recorded, of_others, of_rehearsals, of_rows
from lab_tasks.honesty.rehearsed import told_as_results
from lab_tasks.honesty.said_numbers import Said, said_numbers
from lab_tasks.pairs import Pair
from lab_tasks.results import Result, Results

_COUNTS = re.compile(r"\d{1,4} ?(?:/|of|out of) ?\d{1,4}")
_WIDEST = 2.0
"""A factor is told by the records when its interval spans less than this ratio."""


def findings(text: str, evidence: Evidence, results: Results) -> tuple[Finding, ...]:
    """Return everything in a text that the records do not back, in the text's order."""
    rows, others = of_rows(results.rows), of_others(evidence, results.rows)
    is_rehearsed = any(row.is_rehearsed for row in results.rows)
    rehearsed = of_rehearsals(evidence) if is_rehearsed else others
    everything = _Everything(results, rows, others, rehearsed)
    return tuple(
        found
        for sentence in sentences(text)
        for found in dict.fromkeys(_of_sentence(sentence, everything))
    )


class _Everything(msgspec.Struct, frozen=True):
    results: Results
    rows: Recorded
    others: Recorded
    rehearsed: Recorded
    """What a number may be that is said of rehearsed policies alone."""


def _of_sentence(sentence: Sentence, known: _Everything) -> Iterator[Finding]:
    about = named(sentence.text, known.results.rows).rows
    for said in dict.fromkeys(said_numbers(sentence, names_policy=bool(about))):
        told = _number(said, about, known)
        if told:
            remedy = "Write what is recorded, run what is missing, or name the source (a link)"
            yield _finding(sentence, *told, remedy)
    for claim in claims(sentence, known.results.rows):
        if isinstance(claim, Unnamed):
            what = f"“{claim.words}” names no two policies whose records could show it"
            remedy = "Say which policy is so many times as successful as which"
            yield _finding(sentence, what, _all(known.results.rows), remedy)
            continue
        for what, records in _claim(claim, sentence, known.results):
            remedy = "Say what the records can carry, with k/n; cannot tell is a result too"
            yield _finding(sentence, what, records, remedy)
    for words in told_as_results(sentence, known.results.rows):
        what = f"“{words}” tells of a rehearsal as of a result"
        remedy = "Say what the rehearsal showed, that the path works, or name the source (a link)"
        yield _finding(sentence, what, _all(about or known.results.rows), remedy)


def _finding(sentence: Sentence, what: str, records: str, remedy: str) -> Finding:
    return Finding(sentence.first_line, sentence.last_line, sentence.text, what, records, remedy)


def _number(said: Said, about: Sequence[Result], known: _Everything) -> tuple[str, str] | None:
    """Return what is wrong with a number and what is recorded; None when a Run backs it."""
    own = of_rows(about) if about else known.rows
    is_rehearsed = bool(about) and all(row.is_rehearsed for row in about) and not said.is_loss
    others = known.rehearsed if is_rehearsed else known.others
    if own.backs(said) or others.backs(said):
        return None
    if about and known.rows.backs(said):
        whose = [row for row in known.results.rows if of_rows([row]).backs(said)]
        if whose:
            return f"“{said.words}” is {whose[0].policy}'s, not {_names(about)}'s", _all(about)
    single = [row for row in about if row.evaluations and row.spread is None]
    if said.spread is not None and single:
        what = f"“{said.words}”: one seed of {single[0].policy} has no spread"
        return what, _all(about)
    recorded = _losses(about or known.results.rows) if said.is_loss else ""
    return f"no recorded Run backs “{said.words}”", recorded or _all(about or known.results.rows)


def _claim(claim: Claim, sentence: Sentence, results: Results) -> Iterator[tuple[str, str]]:
    if claim.kind in ("equal", "different"):
        yield from _told_apart(claim, results)
        return
    for first in claim.a:
        others = claim.b or _all_but(first, results)
        for second in others:
            sides = (second, first) if claim.kind == "worst" else (first, second)
            told = _better(*sides, claim, sentence, results)
            if told:
                yield told
                if not claim.b:
                    return  # of a best one, the first rival that it does not beat is enough


def _all_but(first: tuple[Result, ...], results: Results) -> list[tuple[Result, ...]]:
    """Return the rivals of a policy that is called best: those on the same task."""
    own = {row.policy for row in first}
    tasks = {row.task for row in first}
    return [(row,) for row in results.rows if row.policy not in own and row.task in tasks]


def _better(
    first: tuple[Result, ...],
    second: tuple[Result, ...],
    claim: Claim,
    sentence: Sentence,
    results: Results,
) -> tuple[str, str] | None:
    """Judge one pair. Of a name that means several rows, the reading that fits best counts."""
    told = []
    for a in first:
        for b in second:
            if a.policy != b.policy:
                said = _better_rows(a, b, claim, sentence, results)
                if said is None:
                    return None
                told.append(said)
    comparable = [said for said in told if "not evaluated on one task" not in said[0]]
    return next(iter(comparable or told), None)


def _better_rows(
    a: Result, b: Result, claim: Claim, sentence: Sentence, results: Results
) -> tuple[str, str] | None:
    for row in (a, b):
        if row.is_rehearsed and claim.is_negated:
            return None
        if row.is_rehearsed:
            return f"what is recorded of {row.policy} is no result", row.note
        if not row.evaluations:
            return f"no evaluation of {row.policy} is recorded", row.note
    pair = results.pair(a, b)
    if pair is None and a.task == b.task:
        what = f"{a.policy} and {b.policy} are no pair that this table compares"
        return what, _all((a, b))
    if pair is None:
        what = f"{a.policy} and {b.policy} were not evaluated on one task"
        return what, f"{a.policy}: {a.task}; {b.policy}: {b.task}"
    is_ahead = a.successes * b.episodes > b.successes * a.episodes
    if claim.is_negated:
        wrong = pair.separates and is_ahead and claim.factor is None
        return (
            (f"the records do show {a.policy} ahead of {b.policy}", _words(pair)) if wrong else None
        )
    if not is_ahead:
        same = a.successes * b.episodes == b.successes * a.episodes
        what = (
            "the records say they solved equally many" if same else "the records say the opposite"
        )
        return what, _words(pair)
    if not pair.separates:
        return f"at n = {pair.n} the records cannot tell {a.policy} from {b.policy}", _words(pair)
    return _factor(a, b, claim.factor, sentence) if claim.factor else None


def _factor(a: Result, b: Result, factor: float, sentence: Sentence) -> tuple[str, str] | None:
    """Judge “so many times”: contradicted, too finely said for its n, or borne out.

    The interval of the ratio is the widest that the two Wilson intervals allow.
    """
    (low_a, high_a), (low_b, high_b) = a.interval, b.interval
    low = low_a / high_b
    high = high_a / low_b if low_b else inf
    measured = (a.successes / a.episodes) / (b.successes / b.episodes) if b.successes else inf
    records = (
        f"{a.policy} {a.rate_words}, {b.policy} {b.rate_words}: measured {measured:.1f} times; "
        f"the 95 % intervals allow {low:.1f} to "
        f"{'any number of' if high == inf else f'{high:.1f}'} times"
    )
    if not low <= factor <= high:
        return f"the records contradict a factor of {factor:g}", records
    describes = abs(measured / factor - 1) <= 0.15 and len(_COUNTS.findall(sentence.text)) > 1
    if high / low > _WIDEST and not describes:
        n = min(a.episodes, b.episodes)
        return f"at n = {n} the records cannot support a factor of {factor:g}", records
    return None


def _told_apart(claim: Claim, results: Results) -> Iterator[tuple[str, str]]:
    """Yield policies said to be equal that the records tell apart, and the other way round."""
    says_apart = (claim.kind == "different") is not claim.is_negated
    for first in claim.a:
        for second in claim.b:
            pairs = [p for a in first for b in second if (p := results.pair(a, b))]
            if not pairs or any(pair.separates is says_apart for pair in pairs):
                continue
            names = f"{pairs[0].a.policy} and {pairs[0].b.policy}"
            if says_apart:
                yield f"at n = {pairs[0].n} the records cannot tell {names} apart", _words(pairs[0])
            else:
                yield f"the records tell {names} apart", _words(pairs[0])


def _words(pair: Pair) -> str:
    value = pair.test.holm_p
    p = f"p = {value:.2f}" if value >= 0.01 else f"p = {value:.1g}"
    counts = f"{pair.a.policy} {pair.a.rate_words}, {pair.b.policy} {pair.b.rate_words}"
    return f"{counts}, {p} ({pair.test.name}, Holm)"


def _all(rows: Sequence[Result]) -> str:
    """Return what is recorded of some policies, count, interval and spread."""
    return "; ".join(map(_one, rows)) or "nothing is recorded"


def _one(row: Result) -> str:
    if not row.evaluations:
        return f"{row.policy}: {row.note if row.is_rehearsed else 'nothing recorded'}"
    low, high = row.interval
    spread = "" if row.spread is None else f", {row.mean:.2f} ± {row.spread:.2f} over seeds"
    return f"{row.policy} {row.rate_words}, 95 % {low:.2f}–{high:.2f}{spread}"


def _losses(rows: Sequence[Result]) -> str:
    """Return the last recorded losses of some policies' trainings."""
    told = []
    for row in rows:
        finals = [e.training[1].final.get("loss") for e in row.evaluations if e.training]
        told += [f"{row.policy}: final loss {v:.4g}" for v in finals if isinstance(v, float)]
    return "; ".join(told)


def _names(rows: Sequence[Result]) -> str:
    return " or ".join(row.policy for row in rows)
