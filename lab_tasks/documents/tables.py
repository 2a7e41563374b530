"""Tables in Markdown: a head, a rule below it, and rows of cells."""

import re

import msgspec

from lab_tasks.documents.visible import visible

_RULE = re.compile(r"\|?[ \t]*:?-{1,}:?[ \t]*(\|[ \t]*:?-{1,}:?[ \t]*)*\|?")
_CELLS = re.compile(r"(?<!\\)\|")
EMPTY = ("", "…", "...", "?", "todo", "tbd")
"""What a cell says, in small letters, that says nothing."""


class Row(msgspec.Struct, frozen=True):
    """One row with its line in the text."""

    line: int
    cells: tuple[str, ...]


class Table(msgspec.Struct, frozen=True):
    """A table: the names of its columns, and its rows."""

    line: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def empty_cells(self) -> list[tuple[int, str]]:
        """Return line and column of every cell that says nothing; a missing cell is empty."""
        return [
            (row.line, column)
            for row in self.rows
            for at, column in enumerate(self.columns)
            if at >= len(row.cells) or row.cells[at].casefold() in EMPTY
        ]


def tables(text: str) -> tuple[Table, ...]:
    """Return the tables that a reader sees, in order."""
    lines = visible(text).splitlines()
    rules = [at for at, line in enumerate(lines) if at and _is_rule(line) and "|" in lines[at - 1]]
    return tuple(_table(lines, at) for at in rules)


def cells(line: str) -> tuple[str, ...]:
    """Return the cells of one line of a table."""
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return tuple(cell.strip() for cell in _CELLS.split(inner))


def _is_rule(line: str) -> bool:
    return "|" in line and bool(_RULE.fullmatch(line.strip()))


def _table(lines: list[str], rule: int) -> Table:
    rows = []
    for at in range(rule + 1, len(lines)):
        if "|" not in lines[at]:
            break
        rows.append(Row(at + 1, cells(lines[at])))
    return Table(rule, cells(lines[rule - 1]), tuple(rows))
