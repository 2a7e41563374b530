"""The words in which a claim about policies is made, hedged or denied."""

import re

WORD_FACTORS = {
    "twice": 2.0,
    "double": 2.0,
    "doubles": 2.0,
    "doubled": 2.0,
    "triple": 3.0,
    "triples": 3.0,
    "tripled": 3.0,
    "quadruple": 4.0,
    "quadruples": 4.0,
    "quadrupled": 4.0,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "seven": 7.0,
    "eight": 8.0,
    "nine": 9.0,
    "ten": 10.0,
}
_COUNTED = "two|three|four|five|six|seven|eight|nine|ten"
_TIMES = rf"times\b(?!\s+(?:in|out of)\s+(?:\d|{_COUNTED}))"  # four times in five is a rate
_TWICE = r"twice(?= (?:as|the|that|those|what|its|more|better|over|⟦))"  # not: evaluated it twice
FACTOR = re.compile(
    rf"\b(?P<number>\d+(?:\.\d+)?)\s?(?:x\b|×|{_TIMES}|-?fold\b)"
    r"|(?:factor of|×)\s?(?P<of>\d+(?:\.\d+)?)"
    rf"|\bfactor of (?P<word_of>{_COUNTED})\b|\b(?P<word>{_COUNTED})(?: {_TIMES}|-?fold\b)"
    rf"|\b(?P<twice>{_TWICE}|doubled?s?|tripled?s?|quadrupled?s?)\b",
    re.IGNORECASE,
)
_LIST = r"⟦\d+⟧(?:(?:\s*,\s*(?:and\s+)?|\s+(?:and|or)\s+|\s*/\s*)(?:the\s+)?⟦\d+⟧)*"
_OTHERS = (
    r"(?:all |every |each )?(?:of )?(?:the )?(?:others?|rest|other polic(?:y|ies)|everything else)"
)
_FILL = r"[^⟦⟧.;!?]{0,70}?"
_MUCH = r"(?:\S+\s){0,6}?"
WINS = (
    r"(?:(?:beats?|beaten|beating|outperform(?:s|ed)?|surpass(?:es|ed)?|tops|topped"
    r"|defeat(?:s|ed)?)\b(?! by\b)"
    r"|wins? (?:against|over)|won (?:against|over)|is ahead of|are ahead of|was ahead of"
    rf"|(?:is|are|was|were|does|did|performs?|performed|works?|worked|succeeds?|solves?) {_MUCH}"
    r"(?:better|superior|stronger"
    r"|more (?:often|successful|reliable|episodes|tasks)(?: \w+)?)\s+(?:than|to)"
    rf"|(?:succeeds?|succeeded|solves?|solved) {_MUCH}(?:more often|more (?:\w+ )?|better) ?than"
    rf"|(?:has|had|gets?|got|reach(?:es|ed)|shows?|achieve[sd]?) {_MUCH}(?:higher|better|larger)"
    r" (?:success(?: rate)?|rate|score|results?|coverage) than|>|≫)"
)
_AS_OFTEN = (
    r"(?:is|are|was|succeeds?|succeeded|solves?|solved|works?|worked) "
    rf"(?P<often>{_MUCH})as (?:often|many|much|good|well|successful|reliable|strong)(?: \w+)? as"
)
_LOSES = (
    r"(?:loses? to|lost to|falls? behind|fell behind|trails|is behind|lags? behind"
    rf"|(?:is|are|was|were|does|did|performs?|performed|works?|worked) {_MUCH}"
    r"(?:worse|inferior|less (?:often|successful|reliable))\s+(?:than|to)"
    rf"|(?:succeeds?|succeeded|solves?|solved) {_MUCH}(?:less often|fewer (?:\w+ )?|less) ?than"
    r"|(?<!-)<"
    r"|(?:is|are|was|were|gets?|got) \w* ?(?:beaten|outperformed|surpassed|topped|defeated) by)"
)
_EQUALS = (
    r"(?:equals?|matche[sd]|ties? with|tied with|(?:is|are|was|were|performs?) (?:just |exactly )?"
    r"(?:as good as|equal to|the same as|on par with|no better than|no worse than))"
)
_FIRST = r"best|first|on top|strongest|winner|worst|last|weakest"
_NO_RANK = (
    r"part|thing|documented|known|way|to"
    r"|(?:of|among) (?!all|them|the (?:two|three|four|five|six|seven|\d))"
)
BEST = re.compile(
    rf"(?P<a>{_LIST}){_FILL}\b(?:is|was|came(?: out)?|comes(?: out)?"
    r"|are|were|ranks?|ranked|finished)\s+"
    rf"(?:by far |clearly |the )*(?P<end>{_FIRST})\b(?! (?:{_NO_RANK}))"
    rf"|(?P<a2>{_LIST})\s+(?:clearly )?(?:wins|won)\b(?! (?:against|over))"
    r"|\b(?:the )?(?P<end2>best|strongest|worst|weakest) (?:policy |of \w+ |one )*"
    rf"(?:is|was) (?P<a3>{_LIST})",
    re.IGNORECASE,
)
TWO_SIDED = tuple(
    (
        kind,
        turned,
        re.compile(
            rf"(?P<a>{_LIST})(?P<fill>{_FILL})(?P<verb>{verb})(?P<much>{_FILL})"
            rf"(?P<b>{_LIST}|{_OTHERS})",
            re.IGNORECASE,
        ),
    )
    for kind, turned, verb in (
        ("better", False, WINS),
        ("better", True, _LOSES),
        ("factor", False, _AS_OFTEN),
        ("equal", False, _EQUALS),
    )
)
HEDGED = re.compile(
    r"\b(?:cannot|can ?not|can't|whether|unclear|unknown|undecided|open question|no evidence"
    r"|not enough|too few|inconclusive|may|might|could|perhaps|possibly|seems?|not (?:yet )?shown"
    r"|indistinguishable|tell(?:s|ing)? apart|claim(?:s|ed|ing)?|myth|wrong(?:ly)?|anecdot"
    r"|nothing|no proof|(?:do|does|did)(?: not|n't) show)\b",
    re.IGNORECASE,
)
_OPINION = re.compile(r"\b(?:i (?:think|believe)|in my opinion)\b", re.IGNORECASE)
_COUNT = re.compile(r"\d ?/ ?\d")


def is_hedged(text: str) -> bool:
    """Whether a sentence leaves open what it says. An opinion that gives counts does not."""
    opinion = _OPINION.search(text) and not _COUNT.search(text)
    return bool(opinion or HEDGED.search(text))


NEGATED = re.compile(
    r"\b(?:not|never|no longer|neither|nor|doesn't|don't|didn't|isn't|wasn't|hardly)\b|n't\b", re.I
)
SUCCESS = re.compile(r"success|solve[sd]?\b|more often|as often|better|succeed", re.IGNORECASE)
OTHER_MEASURE = re.compile(
    r"faster|slower|cheaper|smaller|larger|bigger|quicker|longer|shorter|\btime\b|\bloss\b|memory"
    r"|parameters|smooth|documented|explain|understand|simpl|easier|speed|latency|compute",
    re.IGNORECASE,
)
SEPARATE = re.compile(
    rf"(?P<a>{_LIST})(?P<fill>(?:\s+\w+){{0,4}}?)\s+"
    r"(?:separates?|separated|differ(?:s|ed)?|(?:is|are|was|were) (?:clearly |really )?different)"
    rf"(?:\s+(?:significantly|clearly))?(?:\s+from (?P<b>{_LIST}))?",
    re.IGNORECASE,
)
VERB = re.compile(
    r"\b(?:has|had|have|is|was|are|were|did|do|does|beats?|outperform\w*|solve\w*|succeed\w*"
    r"|reach\w*|gets?|got|los(?:es?|t)|wins?|won|fail\w*|separate\w*|trails|surpass\w*)\b",
    re.IGNORECASE,
)
NEXT_CLAUSE = re.compile(
    rf"(?:,\s+|\s+)(?:and|but|while|whereas|although)\s+(?=(?:the\s+)?⟦\d+⟧\s+{VERB.pattern})",
    re.IGNORECASE,
)
ALIKE = re.compile(
    rf"(?P<a>{_LIST})(?P<fill>(?:\s+\w+){{0,3}}?)\s+(?:equally (?:well|good|often|successful)|tied"
    r"|(?:are|were) (?:equal|the same|on par)|(?:solved?|succeed(?:ed)?) equally \w+)\b",
    re.IGNORECASE,
)
