"""What no Check of results asks about: sources, plans, dates, versions, settings, units, code."""

import re

_SOURCE = re.compile(
    r"https?://|\]\(|\barxiv\b|\b\d{4}\.\d{5}\b|\(published\b|\bpublished\)|\bet al\b", re.I
)
_OWN_SOURCE = re.compile(r"\[(?:our|my)\b[^\]]*\]\([^)\s]*\)", re.I)
_OWN_RESULT = re.compile(
    r"\b(?:(?:my|our) [^.,;:!?\[\]]{1,40}?|we|i) (?:has|had|have|solved?|solves|reach(?:ed|es)?"
    r"|achieve[sd]?|score[sd]?|got|gets|succeed(?:s|ed)? (?:in|on))"
    r" (?:(?:only|about|all|an?|the|success|rate|of) ){0,4}"
    r"[*_`]{0,3}\d[\d.,]*(?: ?(?:/|of|out of) ?\d+)?(?: ?%| percent\b)?(?! (?:of|from|in|by) \[)"
    r"[^,;:()\[\]]*",
    re.IGNORECASE,
)
"""A number that one's own policy has, whoever else is named: `our ACT solved 19/20 (arXiv)`."""
_PLAN = re.compile(
    r"\b(?:expect(?:ed|s|ing|ation)?|hypothes\w+|predict\w*|targets?|goals?|plan(?:ned|s)?|would"
    r"|should|could|might|may|perhaps|aim(?:ed)?|hope[ds]?|wish|guess(?:ed)?|suppose|assume"
    r"|(?:i|we|my|our)(?:[’']d)? bet"
    r"|if|unless|until|will(?! always\b| never\b)|wanted|required?|needs?)\b",
    re.IGNORECASE,
)
_NO_PLAN = re.compile(
    r"\b(?:as|than|was|were) (?:we |i )?(?:expected|planned|hoped|predicted)\b"
    r"|\bmay(?= have (?:reached|solved|achieved|scored)\b)",
    re.IGNORECASE,
)
_ASSERTS = re.compile(
    r"\b(?:is|are|was|were|got|gets?|had|has|have|reach(?:ed|es)|solve[sd]?|succeed(?:ed|s)"
    r"|measured|found|saw|came|did|does|achieve[sd]?|show(?:ed|s)?|beat(?:s|en)?|but)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"([,;:]\s+|\s+but\s+|\s+and\s+|\s+while\s+|\s+whereas\s+)", re.IGNORECASE)
_PLANNED_HEADINGS = re.compile(
    r"hypothes|plan\b|expect|kill|budget|predict|next time|next steps|risks?\b|target", re.I
)

_NUMBER = r"(?<![\d.,])[+-]?(?:\d[\d,]*(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?\s?%?"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_SETTINGS = (
    r"learning[- ]rate|\blr\b|weight[- ]decay|drop-?out|momentum|beta_?\d?|epsilon|temperature"
    r"|threshold|(?:loss |kl[- _]|)weight(?:ed|s)?|gamma|\btau\b|warm-?up|\bema\b|decay"
    r"|\bchunk(?:[- ]size)?|horizon|\bbatch(?:[- ]size)?|alpha|lambda|clip(?:ping|ped)?|noise"
    r"|friction|\bmass\b|resolution|\brank\b|sigma|significance|level|tolerance|\bcrop|\bscale"
    r"|frame[- ]rate|validation split"
)
_LINKING = r"(?:\s+(?:of|is|was|at|to|by|with|from|and|set|kept|about|around)|\s*[=:(])*\s*"
_MASKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"`[^`]*`",
        r"\b\d{4}-\d\d?(?:-\d\d?)?\b|\b\d\d?[./]\d\d?[./]\d{2,4}\b|\b\d\d?:\d\d(?::\d\d)?\b",
        rf"\b\d\d?\.?\s+{_MONTH}(?:\s+\d{{4}})?|\b{_MONTH}\s+\d\d?(?:,?\s+\d{{4}})?\b",
        r"\bv\d+(?:\.\d+)*\b|\b\d+\.\d+\.\d+(?:\.\d+)*\w*",
        r"\b(?:lerobot|python|torch|pytorch|mujoco|cuda|ubuntu|debian|macos|numpy|version|release"
        r"|gymnasium|textual|driver)\s+\d+(?:\.\d+)*",
        r"(?:\b(?:sections?|sec\.|figures?|fig\.|tables?|tab\.|chapters?|ch\.|eq\.|equations?|days?"
        r"|weeks?|steps?|pages?|p\.|pp\.|parts?|issues?|appendix|line|lines|hour|question|track"
        r"|phase)|§|#)\s*\d+(?:\.\d+)*(?:\s*(?:,|and|to|–|-)\s*\d+(?:\.\d+)*)*",
        rf"(?:{_SETTINGS}){_LINKING}{_NUMBER}(?:\s*(?:,|and|or|to|–|/)\s*{_NUMBER})*",
        rf"{_NUMBER}\s+(?:of\s+)?(?:{_SETTINGS})\b",
        r"\bp\s*[=<>]\s*[\d.]+",
        r"\b(?!(?:rate|success|loss|mean|accuracy|score)\b)[a-z]\w*\s?=\s?[+-]?[\d.]+(?:e[+-]?\d+)?",
        rf"{_NUMBER}\s?(?:percent |per cent |pct )?(?:sure|certain|convinced|confident)\b",
        r"\d[\d.]*(?:\s?%|[- ]?(?:percent|per[- ]cent|pct))?[- ]"
        r"(?:confidence|credible|wilson|intervals?|ci\b)",
        rf"{_NUMBER}\s+of\s+(?:the|its|my|our|all|each|every)?\s*(?:gpu|cpu|total|whole|training)?\s*"
        r"(?:data(?:set)?|demonstrations?|parameters?|weights?|memory|time|budget|frames|training"
        r"|day|hour|text|course|repository|code|disk|batch)\b",
        rf"{_NUMBER}\s*(?:trainable|faster|slower|smaller|larger|cheaper|more (?:data|time))",
        r"learning[- ]rates?|frame[- ]rates?|sampling[- ]rates?",
        r"(?<![\d.,])[\d.,]+(?:e[+-]?\d+)?\s?(?:±\s?[\d.]+\s?)?(?:s|ms|min|minutes?|h|hours?|seconds?|m|cm"
        r"|mm|km|kg|g|n|nm|gb|mb|kb|gib|mib|hz|khz|ghz|rad|deg|degrees?|°c?|°|k|mio|million|billion|steps?"
        r"|epochs?|fps|px|pixels|w|v|€|\$|usd|eur|parameters|frames|tokens|it/s|steps/s)(?![\w%/])",
    )
)


def has_source(sentence: str) -> bool:
    """Whether a sentence names where its numbers come from: a link, a paper, `(published)`."""
    return bool(_SOURCE.search(_OWN_SOURCE.sub("", sentence)))


def without_sourced(sentence: str) -> str:
    """Return what of a sentence rests on no source: all of it, or its own results alone.

    A link to one's own log is no source, nor is a paper one for what one's own policy did.
    """
    if not has_source(sentence):
        return sentence
    return ". ".join(found[0] for found in _OWN_RESULT.finditer(sentence))


def is_planned_under(heading: str) -> bool:
    """Whether what stands under this heading is about what is to come."""
    return bool(_PLANNED_HEADINGS.search(heading))


def without_plans(sentence: str) -> str:
    """Return a sentence with the clauses blank that say what is expected, wished or asked."""
    if sentence.rstrip().endswith("?"):
        return ""
    told, is_plan, is_open = [], False, False
    for piece in _CLAUSE.split(_NO_PLAN.sub("", sentence)):
        if not _CLAUSE.fullmatch(piece):
            words = _PLAN.findall(piece)
            is_plan = bool(words) or (is_plan and not _ASSERTS.search(piece) and not is_open)
            is_open = {word.casefold() for word in words} == {"may"}
            told.append(" " * len(piece) if is_plan else piece)
        else:
            told.append(piece)
    return "".join(told)


def without_settings(text: str) -> str:
    """Return a text with its dates, versions, settings, units and code blanked."""
    for mask in _MASKS:
        text = mask.sub(lambda found: " " * len(found[0]), text)
    return text
