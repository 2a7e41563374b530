"""One student's ticks against a new version of the Course: which still count, which do not."""

from collections.abc import Mapping

import msgspec

from course.model import Course
from lab_tasks.edits.changes import HARM, Change, Effect
from lab_tasks.progress.course_asks import is_stale
from lab_tasks.progress.progress import StepProgress


class TickAfter(msgspec.Struct, frozen=True):
    """What becomes of a tick."""

    step: str
    """Full id under which it was ticked."""
    effect: Effect
    done_at: str


def after_edit(
    ticks: Mapping[str, StepProgress], new: Course, found: tuple[Change, ...]
) -> tuple[TickAfter, ...]:
    """Return what becomes of each tick, in the order of the file.

    A tick that remembers what was asked is judged by that, an older one by what has changed.
    """
    harmed = {f"{new.id}/{c.day}/{c.step}": c.effect for c in found if c.effect in HARM}
    return tuple(
        TickAfter(name, _effect(name, tick, new, harmed), tick.done_at)
        for name, tick in ticks.items()
    )


def _effect(name: str, tick: StepProgress, new: Course, harmed: Mapping[str, Effect]) -> Effect:
    place = new.find_step(name)
    if place is None:
        return "lost"
    if tick.asked is not None:
        return "stale" if is_stale(tick.asked, place[1]) else "kept"
    return harmed.get(name, "kept")
