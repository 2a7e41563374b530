"""A sweep: one Step over several seeds, as entries of one group."""

import re
import time
from collections.abc import Iterable
from pathlib import Path

from course.loader import CONTENT
from course.model import Course, Profile
from lab_tasks.queue import store
from lab_tasks.queue.entries import QueueEntry, Sweep
from lab_tasks.queue.queue_folder import changing
from lab_tasks.runs.store import list_runs
from lab_tasks.sanitise import clean_line
from lab_tasks.workspace import Workspace

MOST_SEEDS = 64
_PART = re.compile(r"(\d{1,9})(?:-(\d{1,9}))?")


class SeedsUnclear(ValueError):
    """What was given as seeds is none; the text says how they are written."""


def parse_seeds(text: str) -> tuple[int, ...]:
    """Return the seeds of `1,2,3` or `1-3`, in order, each once. Raises SeedsUnclear."""
    seeds: dict[int, None] = {}
    for part in text.replace(" ", "").split(","):
        match = _PART.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if not first <= last < first + MOST_SEEDS:
            raise SeedsUnclear(f"{clean_line(text)!r} names no seeds: write 1,2,3 or 1-3.")
        seeds |= dict.fromkeys(range(first, last + 1))
    if len(seeds) > MOST_SEEDS:
        raise SeedsUnclear(f"{len(seeds)} seeds are too many: {MOST_SEEDS} go into one group.")
    return tuple(seeds)


def course_name(course: Course) -> str:
    """Return how an entry names a Course: a shipped one by its name, another by its folder."""
    folder = Path(course.folder).resolve()
    return course.id if folder == (CONTENT / course.id).resolve() else str(folder)


def enqueue(
    workspace: Workspace,
    sweeps: Iterable[Sweep],
    profile: Profile,
    course: str,
    *,
    place: str = "local",
) -> tuple[QueueEntry, ...]:
    """Put the entries at the queue's end; return them with their ids.

    The group is named while nobody else can name one. Raises QueueUnwritable.
    """
    with changing(workspace):
        entries = entries_for(workspace, sweeps, profile, course, place=place)
        return store.append(workspace, entries)


def entries_for(
    workspace: Workspace,
    sweeps: Iterable[Sweep],
    profile: Profile,
    course: str,
    *,
    place: str = "local",
) -> tuple[QueueEntry, ...]:
    """Return the entries: one a Step, or one a seed and Step.

    For who holds `changing`, where there are several seeds. Raises OSError.
    """
    now_s, entries = time.time(), []
    for sweep in sweeps:
        group = next_group(workspace, sweep.step) if len(sweep.seeds) > 1 else ""
        entries += [
            QueueEntry(
                step=sweep.step,
                profile=profile,
                course=course,
                seed=seed,
                group=group,
                asked_s=now_s,
                place=place,
            )
            for seed in (sweep.seeds or (None,))
        ]
    return tuple(entries)


def next_group(workspace: Workspace, step: str) -> str:
    """Return the next free name of a group of a Step's Runs, `train-act-seeds-01`."""
    stem = f"{step.rpartition('/')[2]}-seeds-"
    taken = {run.request.group for run in list_runs(workspace)}
    taken |= {entry.group for entry in store.waiting(workspace)}
    numbers = [name.removeprefix(stem) for name in taken if name.startswith(stem)]
    highest = max((int(number) for number in numbers if number.isdecimal()), default=0)
    return f"{stem}{highest + 1:02d}"
