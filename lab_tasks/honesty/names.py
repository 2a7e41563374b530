"""Names of policies in a sentence, and the sentence with a mark in each name's place."""

import re
from collections.abc import Sequence

import msgspec

from lab_tasks.results import Result

MARK = re.compile(r"⟦(\d+)⟧")


class Named(msgspec.Struct, frozen=True):
    """A sentence with `⟦i⟧` where it names a policy; `mentions[i]` are the rows it may mean."""

    text: str
    mentions: tuple[tuple[Result, ...], ...]

    @property
    def rows(self) -> tuple[Result, ...]:
        """Every row that is named, each once."""
        named = {row.policy: row for mention in self.mentions for row in mention}
        return tuple(named.values())


def named(text: str, rows: Sequence[Result]) -> Named:
    """Find the policies that a sentence names: by the row's name or another it goes by."""
    by_name: dict[str, list[Result]] = {}
    for row in rows:
        for name in dict.fromkeys(each.casefold() for each in (row.policy, *row.also)):
            by_name.setdefault(name, []).append(row)
    if not by_name:
        return Named(text, ())
    longest_first = sorted(by_name, key=len, reverse=True)
    pattern = re.compile(
        rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])", re.IGNORECASE
    )
    mentions: list[tuple[Result, ...]] = []

    def mark(found: re.Match[str]) -> str:
        mentions.append(tuple(by_name[found[0].casefold()]))
        return f"⟦{len(mentions) - 1}⟧"

    return Named(pattern.sub(mark, text), tuple(mentions))
