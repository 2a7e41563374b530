"""The record of a quiz in the Workspace: one JSON object a line, only ever appended to.

Nothing is rewritten, so nothing is lost when the app is killed: at worst the last line is torn, and
is left out. What a later version adds to a line stays there. The student commits the file.
"""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from course.model import Day, Step
from lab_tasks import atomic, foreign
from lab_tasks.problem import Problem
from lab_tasks.workspace import Workspace

FIRST_YEAR = 2000
"""Earlier times are no times of ours."""


class Attempt(msgspec.Struct, frozen=True, omit_defaults=True):
    """One question answered once."""

    at: Annotated[datetime, msgspec.Meta(tz=True)]
    question: str
    """Its id in the Step."""
    answer: tuple[str, ...] | str
    """Ids of options or items, else what was typed."""
    right: bool
    """As it was marked then; a Check marks `answer` again."""
    key: str
    """What it was marked against: `marking.key_of`."""
    points: tuple[str, ...] = ()
    """Of a text: the key points that the student says it has."""


class Recorded(msgspec.Struct, frozen=True):
    """An Attempt and the line of the file it stands in, from 1."""

    line: int
    attempt: Attempt


class Attempts(msgspec.Struct, frozen=True):
    """What a record holds, in the order of its lines."""

    recorded: tuple[Recorded, ...] = ()
    unreadable: tuple[int, ...] = ()
    """Lines that are no Attempts; they are left in the file."""


def record_path(workspace: Workspace, day: Day, step: Step) -> Path:
    """Return where a quiz is recorded: under the Step's id, or an earlier id that has a record."""
    names = [(d, s) for d in (day.id, *day.aliases) for s in (step.id, *step.aliases)]
    paths = [workspace.quiz_dir / d / f"{s}.jsonl" for d, s in names]
    return next((path for path in paths if path.is_file()), paths[0])


def read(workspace: Workspace, day: Day, step: Step) -> Attempts | Problem:
    """Return what was answered so far, nothing where no record is; a Problem: it is unreadable."""
    path = record_path(workspace, day, step)
    if not path.exists():
        return Attempts()
    text = foreign.read_text_inside(workspace.root, path.relative_to(workspace.root).as_posix())
    if isinstance(text, Problem):
        return text
    recorded: list[Recorded] = []
    unreadable: list[int] = []
    for number, line in enumerate(text.split("\n"), start=1):
        attempt = _attempt(line)
        if attempt is not None:
            recorded.append(Recorded(number, attempt))
        elif line.strip():
            unreadable.append(number)
    return Attempts(tuple(recorded), tuple(unreadable))


def append(workspace: Workspace, day: Day, step: Step, attempt: Attempt) -> None:
    """Add one Attempt; it is on the disk when this returns. Raises OSError."""
    path = record_path(workspace, day, step)
    atomic.append_line(path, msgspec.json.encode(attempt).decode())


def _attempt(line: str) -> Attempt | None:
    try:
        attempt = msgspec.json.decode(line, type=Attempt)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        return None
    return attempt if attempt.at.year >= FIRST_YEAR else None
