"""Spelt: a sentence as its reader takes it, numbers in digits, without tags and emphasis."""

import re

_TAG = re.compile(
    r"</?(?:b|i|u|s|em|strong|span|font|mark|small|big|sub|sup|code|kbd|br|p|div)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"(?<!\d)\*{1,3}(?=\S)|(?<=\S)\*{1,3}(?!\d)|(?<!\w)_{1,2}|_{1,2}(?!\w)")
_RESULT_IN_CODE = re.compile(r"`\s*(\d{1,4} ?/ ?\d{1,4}|\d{1,3}(?:[.,]\d+)? ?%)\s*`")
"""A count or a percentage that is set as code; a bare number there may be any setting."""

_SMALL = (
    "none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen|twenty"
)
_VALUES = {word: value for value, word in enumerate(_SMALL.split("|"))} | {"zero": 0}
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_TEN_VALUES = {word: 20 + 10 * at for at, word in enumerate(_TENS.split("|"))}
_PER_CENT = r"(?=[ -]?(?:percent|per[- ]cent|pct)\b)"
_COUNT = re.compile(
    rf"\b(?P<k>{_SMALL}) (?:out )?of (?:the |its |my |our )?(?P<n>{_SMALL})\b", re.IGNORECASE
)
_SPELT_PER_CENT = re.compile(
    rf"\b(?:(?:one |a )?(?P<hundred>hundred)|(?P<tens>{_TENS})(?:[- ](?P<ones>{_SMALL}))?"
    rf"|(?P<small>zero|{_SMALL})){_PER_CENT}",
    re.IGNORECASE,
)
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
    text = _COUNT.sub(lambda m: f"{_value(m['k'])} of {_value(m['n'])}", text)
    text = _SPELT_PER_CENT.sub(_per_cent, text)
    text = _ALL.sub(lambda m: f"{m['verb']} {m['n']} of {m['n']} ", text)
    text = _ONCE.sub(_times, text)
    text = _EPISODES_OUT_OF.sub(r"\g<k> of ", _OUT_OF.sub(r"\g<k> of ", text))
    return _COMMA.sub(lambda found: found[0].replace(",", "."), text)


def _value(word: str) -> int:
    return _VALUES[word.casefold()]


def _per_cent(found: re.Match[str]) -> str:
    if found["hundred"]:
        return "100"
    if found["tens"]:
        ones = _value(found["ones"]) if found["ones"] else 0
        return str(_TEN_VALUES[found["tens"].casefold()] + ones)
    return str(_value(found["small"]))


def _times(found: re.Match[str]) -> str:
    k = 1 if found["times"].casefold() == "once" else 2
    return f"{found['verb']}{found['only'] or ''} {k} of {found['n']}"
