"""Numbers in words, zero to a hundred: the digits that they stand for."""

import re

# fmt: off
_SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]
# fmt: on
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUES = (
    dict(zip(_SMALL, range(20), strict=True))
    | dict(zip(_TENS, range(20, 100, 10), strict=True))
    | {"a hundred": 100, "one hundred": 100, "hundred": 100}
)
_UNITS = "|".join(_SMALL[1:10])
_ANY = rf"(?:(?:a |one )?hundred|(?:{'|'.join(_TENS)})(?:-(?:{_UNITS}))?|{'|'.join(_SMALL)})\b"
# “two of the trials” counts none that are planned; “seven of ten” is a rate
_NUMBER = re.compile(
    rf"(?<![\w-])(?P<words>{_ANY})(?![-’']\w|\s+of\b(?!\s+(?:\d|{_ANY})))", re.IGNORECASE
)


def in_digits(text: str, *, smallest: int = 2) -> str:
    """Return the text with its numbers from `smallest` to a hundred in digits.

    “One” is left, where it is not asked for: it is seldom a number. So is what is part of a word,
    as in “two-armed”, and a number of something: “two of the trials”.
    """

    def digits(found: re.Match[str]) -> str:
        value = _value(found["words"])
        return found[0] if value < smallest else str(value)

    return _NUMBER.sub(digits, text)


def _value(words: str) -> int:
    words = words.casefold()
    if words in _VALUES:
        return _VALUES[words]
    tens, _, unit = words.partition("-")
    return _VALUES[tens] + _VALUES[unit]
