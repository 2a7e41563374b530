"""A Problem: something found wrong, as data, in words that a person can act on."""

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """What is wrong and what to do about it; `expected` and `found` where the two can be named."""

    what: str
    remedy: str = ""
    expected: str = ""
    found: str = ""
