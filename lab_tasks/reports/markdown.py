"""Markdown that foreign text cannot break out of: prose, code spans, tables, commands.

No HTML, no links, no marks of ours and no split cells come out of a title or a log's line; the
characters that could make them are written as entities, which every Markdown reader shows as
themselves.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from lab_tasks.sanitise import clean_line

LONGEST = 400
"""Characters of one foreign value that are shown."""
NONE = "–"

_ENTITIES = {c: f"&#{ord(c)};" for c in "\\`*_[]|~$#"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ACTIVE = re.compile(
    r"[\\`*\[\]|~$#&<>]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])"  # inside a word `_` does nothing
    r"|:(?=//)|(?<=www)\.|@"  # what becomes a link by itself
)
_PLAIN_CODE = re.compile(r"[^\\`|<>]+")


def prose(text: str) -> str:
    """Return one line of foreign text that stands for itself, also in a table's cell."""
    line = clean_line(text, LONGEST)
    return _ACTIVE.sub(lambda found: _ENTITIES.get(found[0], f"&#{ord(found[0])};"), line)


def code(text: str) -> str:
    """Return one line of foreign text as a code span; as prose where a span could be broken."""
    line = clean_line(text, LONGEST)
    if not line:
        return NONE
    return f"`{line}`" if _PLAIN_CODE.fullmatch(line) else prose(line)


def command(words: Sequence[str]) -> Iterator[str]:
    """Yield a command as a fenced block, one word a line, that can be copied."""
    lines = [clean_line(word, 4 * LONGEST) for word in words]
    longest = max((len(run) for run in re.findall("`+", " ".join(lines))), default=0)
    fence = "`" * max(3, longest + 1)
    yield f"{fence}sh"
    for at, line in enumerate(lines):
        indent, more = "  " if at else "", " \\" if at < len(lines) - 1 else ""
        yield f"{indent}{line}{more}"
    yield fence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a table; its cells are Markdown already."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
