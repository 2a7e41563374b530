"""Progress: which Steps a student has done, how surely, and since when.

A readable cache of the truth in `course-progress.yaml`; `--check` works it out again from evidence.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from course.model import PROFILES, Profile
from lab_tasks.checks.verdict import Level
from lab_tasks.progress import progress_file
from lab_tasks.progress.progress_document import (
    TAKEN_BACK,
    Document,
    empty,
    is_step,
)
from lab_tasks.progress.progress_errors import (
    ProgressBusy,
    ProgressDamaged,
    ProgressError,
    ProgressNewer,
    ProgressOfAnotherCourse,
    ProgressUnwritable,
    of_another_course,
)
from lab_tasks.workspace import Workspace

__all__ = [
    "Progress",
    "ProgressBusy",
    "ProgressDamaged",
    "ProgressError",
    "ProgressNewer",
    "ProgressOfAnotherCourse",
    "ProgressUnwritable",
    "StepProgress",
    "load",
    "read_of",
    "read_only",
    "rename",
    "restore",
    "set_profile",
    "start",
    "tick",
    "untick",
]


class StepProgress(msgspec.Struct, frozen=True):
    """One Step that is done."""

    done_at: str
    """UTC, ISO 8601: when it was first ticked."""
    level: Level
    note: str = ""
    asked: str | None = None
    """What the Course asked then (`course_asks.digest_of`); None: an earlier version ticked it."""


class Progress(msgspec.Struct, frozen=True):
    """What a student has done in a Course."""

    course: str = ""
    """Id of the Course; empty when nothing was begun."""
    profile: Profile = "quick"
    steps: Mapping[str, StepProgress] = {}
    """By full id of the Step."""


def load(workspace: Workspace) -> Progress:
    """Return the Progress, an empty one when nothing was begun.

    Raises:
        ProgressDamaged: the file cannot be understood; a copy was set aside, `restore` may help.
    """
    return _progress(progress_file.read_or_set_aside(workspace))


def read_only(workspace: Workspace) -> Progress:
    """Return the Progress as `load` does, and write nothing at all.

    Raises:
        ProgressDamaged: the file cannot be understood.
    """
    return _progress(progress_file.read(workspace))


def read_of(workspace: Workspace, course: str) -> Progress:
    """Return the Progress as `read_only` does, where it tells of this Course.

    Raises:
        ProgressDamaged: the file cannot be understood.
        ProgressNewer: a newer robolab-tui wrote it.
        ProgressOfAnotherCourse: the Workspace belongs to another Course.
    """
    return _progress(progress_file.read_of(workspace, course))


def start(workspace: Workspace, course: str, profile: Profile) -> Progress:
    """Create the file; one of the same Course is left as it is.

    Raises:
        ProgressOfAnotherCourse: the Workspace belongs to another Course.
        ProgressDamaged, ProgressUnwritable: as for `tick`.
    """

    def edit(document: Document | None) -> Document:
        if document is None:
            return empty(course, profile)
        if not document["course"]:
            return {**document, "course": course}
        if document["course"] != course:
            raise of_another_course(workspace.progress_path, document["course"], course)
        return document

    return _change(workspace, edit, event="start", course=course, profile=profile)


def tick(
    workspace: Workspace, step_id: str, level: Level, note: str = "", *, asked: str | None = None
) -> Progress:
    """Record a Step (full id) as done at this level; its first time and an earlier note stay.

    `asked` is what the Course asks of the Step now, by `course_asks.digest_of`; None: an earlier
    answer stays.

    Raises:
        ProgressDamaged: the file is damaged and was left as it is.
        ProgressUnwritable: it could not be saved and was left as it is.
    """

    def edit(document: Document | None) -> Document:
        course = step_id.partition("/")[0]
        document = document or empty(course, "quick")
        taken_back = dict(document.get(TAKEN_BACK, {}))
        before = document["steps"].get(step_id) or taken_back.pop(step_id, None)
        entry = {"done_at": _now(), **(before if is_step(before) else {}), "level": level}
        entry |= {"note": _encodable(note)} if note else {}
        entry |= {} if asked is None else {"asked": asked}
        steps = {**document["steps"], step_id: entry}
        document = {**document, "course": document["course"] or course, "steps": steps}
        return _with_taken_back(document, taken_back)

    return _change(workspace, edit, event="tick", step=step_id, level=level)


def untick(workspace: Workspace, step_id: str) -> Progress:
    """Record a Step (full id) as open again; its note and its first time wait for the next tick.

    Raises as `tick` does.
    """

    def edit(document: Document | None) -> Document | None:
        if document is None or step_id not in document["steps"]:
            return document
        steps = dict(document["steps"])
        taken_back = {**document.get(TAKEN_BACK, {}), step_id: steps.pop(step_id)}
        return _with_taken_back({**document, "steps": steps}, taken_back)

    return _change(workspace, edit, event="untick", step=step_id)


def set_profile(workspace: Workspace, profile: Profile) -> Progress:
    """Record how big the student's Runs are from now on. Raises as `tick` does."""

    def edit(document: Document | None) -> Document:
        return {**(document or empty("", profile)), "profile": profile}

    return _change(workspace, edit, event="set-profile", profile=profile)


def rename(workspace: Workspace, new_ids: Mapping[str, str]) -> Progress:
    """Follow Steps whose full ids have changed (old to new). Raises as `tick` does."""

    def edit(document: Document | None) -> Document | None:
        if document is None:
            return None
        taken_back = _renamed(document.get(TAKEN_BACK, {}), new_ids)
        document = {**document, "steps": _renamed(document["steps"], new_ids)}
        return _with_taken_back(document, taken_back)

    return _change(workspace, edit, event="rename", new_ids=dict(new_ids))


def restore(workspace: Workspace) -> Path | None:
    """Put the newest good version in the place of a damaged file; return the backup it came from.

    None: the file was sound, or there was no good version.

    Raises:
        ProgressUnwritable: it could not be saved.
    """
    return progress_file.restore(workspace)


def _change(
    workspace: Workspace, edit: Callable[[Document | None], Document | None], **event: object
) -> Progress:
    return _progress(progress_file.change(workspace, edit, **event))


def _progress(document: Document | None) -> Progress:
    if document is None:
        return Progress()
    # Of a newer format, what still looks as we know it.
    steps = document.get("steps")
    entries = steps.items() if isinstance(steps, dict) else ()
    profile: Any = document.get("profile")
    return Progress(
        course=str(document.get("course", "")),
        profile=profile if profile in PROFILES else "quick",
        steps={step_id: _step(entry) for step_id, entry in entries if is_step(entry)},
    )


def _step(entry: Mapping[str, Any]) -> StepProgress:
    note, asked = entry.get("note", ""), entry.get("asked")
    return StepProgress(entry["done_at"], entry["level"], note, asked)


def _with_taken_back(document: Document, taken_back: Mapping[str, Any]) -> Document:
    rest = {key: value for key, value in document.items() if key != TAKEN_BACK}
    return {**rest, TAKEN_BACK: dict(taken_back)} if taken_back else rest


def _renamed[T](steps: Mapping[str, T], new_ids: Mapping[str, str]) -> dict[str, T]:
    moved = {new_ids[step_id]: entry for step_id, entry in steps.items() if step_id in new_ids}
    kept = {step_id: entry for step_id, entry in steps.items() if step_id not in new_ids}
    return moved | kept


def _encodable(note: str) -> str:
    return note.encode(errors="replace").decode()  # a terminal's bytes that are no UTF-8


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
