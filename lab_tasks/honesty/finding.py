"""A finding: one number or claim of a text that the records do not carry."""

import msgspec


class Finding(msgspec.Struct, frozen=True):
    """A number that nothing backs, or a claim that the records contradict or cannot support."""

    line: int
    last_line: int
    sentence: str
    what: str
    """What is wrong with it."""
    records: str
    """What the records say."""
    remedy: str
