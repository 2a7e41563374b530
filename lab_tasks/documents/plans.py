"""Plans: what a design document wants to show, and with how many trials."""

import re

import msgspec

from lab_tasks.documents.rates import Rate, expected_rate, rates
from lab_tasks.documents.sentences import sentences
from lab_tasks.documents.spoken_numbers import in_digits

_NOUN = r"(?:trials?|evaluations?|evals?|roll-?outs?|attempts?|(?:test |evaluation )?episodes?)"
_PLANNED = (
    re.compile(rf"(?P<n>\d[\d,]*) +(?:[a-z-]+ ){{0,2}}?{_NOUN}\b", re.IGNORECASE),
    re.compile(r"\bn ?= ?(?P<n>\d[\d,]*)"),
    re.compile(rf"\b{_NOUN}\b[^|\n\d]{{0,30}}[|:=][ ]*(?P<n>\d[\d,]*)", re.IGNORECASE),
)
_SEEDS = re.compile(r"(?:[×x*]|\bof|\bfor|\bon|\bwith) ?(?P<n>\d{1,2}) (?:[a-z]+ )?seeds", re.I)
_SEEDS_FIRST = re.compile(r"(?P<n>\d{1,2}) (?:[a-z]+ )?seeds ?[×x*]", re.I)
_DEMONSTRATIONS = re.compile(r"demo|teleop|training (?:data|set)|fine-?tun", re.IGNORECASE)


class Hypothesis(msgspec.Struct, frozen=True):
    """What a document claims about success rates."""

    bounds: tuple[Rate, ...]
    """Rates that are claimed by themselves: at least 0.7."""
    gaps: tuple[tuple[float, float], ...]
    """Rates that are claimed to differ: 0.7 against 0.2."""
    expected: float | None
    """The rate that the author expects; None: not said."""
    words: int
    """How many words the section has; 0: nobody has written it yet."""


class Trials(msgspec.Struct, frozen=True):
    """How many trials of each policy are planned, and the words that say so."""

    count: int
    words: str


def hypothesis(text: str) -> Hypothesis:
    """Return what a section claims; nothing where it names no success rate."""
    bounds: list[Rate] = []
    gaps: list[tuple[float, float]] = []
    for sentence in sentences(text):
        if re.search(r"\bexpect", sentence.text, re.IGNORECASE):
            continue
        found = rates(in_digits(sentence.text))
        claimed = [rate for rate in found if not rate.is_reference]
        gaps += [(claimed[0].value, r.value) for r in found if r.is_reference and claimed]
        bounds += [rate for rate in claimed if rate.bound or len(found) == 1]
    expected = expected_rate(in_digits(text))
    return Hypothesis(tuple(bounds), tuple(gaps), expected, len(text.split()))


def planned_trials(text: str) -> Trials | None:
    """Return the fewest trials of one policy that a section plans; None: it names none."""
    found = []
    for sentence in sentences(text):
        said = in_digits(sentence.text)
        for pattern in _PLANNED:
            for match in pattern.finditer(said):
                if not _DEMONSTRATIONS.search(said[match.start() : match.end() + 12]):
                    n = int(match["n"].replace(",", "")) * _seeds(said)
                    found.append(Trials(n, said.strip()[:80]))
    return min((each for each in found if each.count), key=lambda each: each.count, default=None)


def _seeds(sentence: str) -> int:
    match = _SEEDS.search(sentence) or _SEEDS_FIRST.search(sentence)
    return int(match["n"]) if match else 1
