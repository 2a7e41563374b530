"""Spelt: a sentence as its reader takes it, numbers in digits, without tags and emphasis."""

import re

from lab_tasks.documents import spoken_numbers

_TAG = re.compile(
    r"</?(?:b|i|u|s|em|strong|span|font|mark|small|big|sub|sup|code|kbd|br|p|div)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"(?<!\d)\*{1,3}(?=\S)|(?<=\S)\*{1,3}(?!\d)|(?<!\w)_{1,2}|_{1,2}(?!\w)")
_RESULT_IN_CODE = re.compile(r"`\s*(\d{1,4} ?/ ?\d{1,4}|\d{1,3}(?:[.,]\d+)? ?%)\s*`")
"""A count or a percentage that is set as code; a bare number there may be any setting."""

_WORDS = r"(?:none|(?:a |one )?hundred|[a-z]{3,9}(?:-[a-z]{3,5})?)"
_COUNT = re.compile(
    rf"\b(?P<k>{_WORDS}) (?:out )?of (?:the |its |my |our )?(?P<n>{_WORDS})\b", re.IGNORECASE
)
_SPELT_PER_CENT = re.compile(rf"\b{_WORDS}(?=[ -]?(?:percent|per[- ]cent|pct)\b)", re.IGNORECASE)
_TRIALS = r"(?:episodes|trials|roll-?outs|attempts|starts)"
_ALL = re.compile(
    rf"\b(?P<verb>solve[sd]?|won|passed) (?:all|every one)(?: of)?(?: the| its)? "
    rf"(?P<n>\d{{1,4}}) (?={_TRIALS}\b(?! (?:of|in|for) (?:the|its|our|my) (?:data|demo)))",
    re.IGNORECASE,
)
_ONCE = re.compile(
    r"\b(?P<verb>(?:fail|miss|solv|succeed)\w*)(?P<only> only| just)? (?P<times>once|twice) "
    r"(?:in|out of|of) (?P<n>\d{1,4})\b",
    re.IGNORECASE,
)
_OUT_OF = re.compile(rf"\b(?P<k>\d{{1,4}})(?: {_TRIALS})? out of a total of (?=\d)", re.IGNORECASE)
_EPISODES_OUT_OF = re.compile(rf"\b(?P<k>\d{{1,4}}) {_TRIALS} out of (?=\d)", re.IGNORECASE)
_COMMA = re.compile(r"(?<![\d.,])(?:0,\d{2,3}(?![\d,]|\.\d)|\d{1,2},\d(?= ?(?:%|per|pct)))")


def in_print(text: str) -> str:
    """Return a text without tags and emphasis; a count or percentage set as code is one."""
    return _EMPHASIS.sub("", _RESULT_IN_CODE.sub(r"\1", _TAG.sub("", text)))


def in_digits(text: str) -> str:
    """Return a text with its spelt counts and rates in digits: nineteen of twenty, 0,99."""
    text = _COUNT.sub(_count, text)
    text = _SPELT_PER_CENT.sub(lambda m: spoken_numbers.in_digits(m[0], smallest=0), text)
    text = _ALL.sub(lambda m: f"{m['verb']} {m['n']} of {m['n']} ", text)
    text = _ONCE.sub(_times, text)
    text = _EPISODES_OUT_OF.sub(r"\g<k> of ", _OUT_OF.sub(r"\g<k> of ", text))
    return _COMMA.sub(lambda found: found[0].replace(",", "."), text)


def _count(found: re.Match[str]) -> str:
    k, n = (spoken_numbers.in_digits(found[side], smallest=0) for side in "kn")
    k = "0" if k.casefold() == "none" else k
    return f"{k} of {n}" if k.isdecimal() and n.isdecimal() else found[0]


def _times(found: re.Match[str]) -> str:
    k = 1 if found["times"].casefold() == "once" else 2
    return f"{found['verb']}{found['only'] or ''} {k} of {found['n']}"
