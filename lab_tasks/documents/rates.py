"""Rates in a sentence of a plan: how large, and whether it is a bound or one of two compared."""

import re
from typing import Literal

import msgspec

Bound = Literal["at least", "at most"]

_RATE = re.compile(
    r"(?<![\w.,/-])(?:(?P<k>\d{1,4}) ?(?:/|of|out of) ?(?P<n>\d{1,4})"
    r"|(?P<percent>\d{1,3}(?:\.\d+)?) ?(?:%|percent\b|per cent\b)"
    r"|(?P<share>[01]?\.\d+|1\.0+))(?![\w/-]|\.\d)"
)
_AT_LEAST = re.compile(
    r"(?:≥|>=|>|\bat least|\bno less than|\bmore than|\babove|\bover|\bexceed(?:s|ing)?"
    r"|\breach(?:es|ing)?|\bor (?:more|better|higher|above))",
    re.IGNORECASE,
)
_AT_MOST = re.compile(
    r"(?:≤|<=|<|\bat most|\bno more than|\bless than|\bfewer than|\bbelow|\bunder"
    r"|\bor (?:less|fewer|lower|below))",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:vs\.?|versus|against|compared (?:to|with)|than the|instead of|from|up from|while"
    r"|whereas|but)(?!\w)",
    re.IGNORECASE,
)
_ABOUT_SUCCESS = re.compile(
    r"succe|solv|complet|\brates?\b|\btrials?\b|\bepisodes?\b|\bgrasp|\bwins?\b|zero-shot",
    re.IGNORECASE,
)
_OTHER_MEASURE = re.compile(
    r"\bcosine|\bloss(?:es)?\b|\breturns?\b|\bms\b|\blearning rate|\bframe rate|\bdropout",
    re.IGNORECASE,
)
_EXPECTED = re.compile(r"\bexpect(?:ed|s|ing)?\b(?P<after>[^.;\n]{0,60}\S{0,8})", re.IGNORECASE)
_NEAR = 24
"""Characters before or after a number within which a word bounds it."""


class Rate(msgspec.Struct, frozen=True):
    """A success rate as a plan names it, 0 to 1."""

    value: float
    bound: Bound | None
    """None: no word bounds it."""
    is_reference: bool = False
    """Whether it is what another rate of its sentence is compared with."""


def rates(sentence: str) -> tuple[Rate, ...]:
    """Return the success rates of a sentence; none where it is about something else."""
    if not _ABOUT_SUCCESS.search(sentence) or _OTHER_MEASURE.search(sentence):
        return ()
    matches = [m for m in _RATE.finditer(sentence) if not _is_confidence(sentence, m)]
    found: list[Rate] = []
    for at, match in enumerate(matches):
        value = _value(match)
        if value is None:
            continue
        before = sentence[matches[at - 1].end() if at else 0 : match.start()]
        is_span = before.strip() == "to" and "from" in sentence[: match.start()].casefold()
        compared = bool(found) and (is_span or bool(_COMPARES.search(before)))
        found.append(Rate(value, _bound(before, sentence[match.end() :]), compared))
    return tuple(found)


def expected_rate(text: str) -> float | None:
    """Return the rate that the author says to expect; None: nothing is said."""
    for said in _EXPECTED.finditer(text):
        match = _RATE.search(said["after"])
        value = _value(match) if match else None
        if value is not None:
            return value
    return None


def compares(sentence: str) -> bool:
    """Whether a sentence sets something against a bound or against something else."""
    words = re.compile(
        r"\bthan\b|\btwice\b|\btimes\b|\bwithin\b|\bas (?:well|often|many|much|good) as\b", re.I
    )
    patterns = (_AT_LEAST, _AT_MOST, _COMPARES, words)
    return any(pattern.search(sentence) for pattern in patterns)


def _value(match: re.Match[str]) -> float | None:
    if match["k"]:
        k, n = int(match["k"]), int(match["n"])
        return k / n if 0 <= k <= n and n > 1 else None
    value = float(match["percent"]) / 100 if match["percent"] else float(match["share"])
    return value if 0 <= value <= 1 else None


def _bound(before: str, after: str) -> Bound | None:
    """Return the bound whose word stands nearest before the number, or right after it."""
    near, next_words = before[-_NEAR:], after[:_NEAR].lstrip()
    found: list[tuple[int, Bound]] = []
    for bound, pattern in (("at least", _AT_LEAST), ("at most", _AT_MOST)):
        ends = [match.end() for match in pattern.finditer(near)]
        if ends:
            found.append((max(ends), bound))  # type: ignore[arg-type]  # of the two literals
    if found:
        return max(found)[1]
    if (match := _AT_LEAST.match(next_words)) and match[0].startswith("or"):
        return "at least"
    return "at most" if (m := _AT_MOST.match(next_words)) and m[0].startswith("or") else None


def _is_confidence(sentence: str, match: re.Match[str]) -> bool:
    return bool(
        re.match(r"[ -]*(?:%|percent)?[ -]*(?:confidence|interval|CI\b)", sentence[match.end() :])
    )
