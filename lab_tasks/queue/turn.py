"""Whose turn it is: a rule over what waits and what the Runs' folders show, without a clock.

An entry waits for a Step whose output its Recipe reads as long as that Step lives or stands before
it in the queue. When all Runs of such a Step that ended since the entry was asked for have failed,
the entry is dropped; what does not build on the failed Run goes on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from course import placeholders
from course.model import Course, Day, Profile, Step
from lab_tasks import references
from lab_tasks.queue.entries import QueueEntry
from lab_tasks.runs.lost import last_sign_s
from lab_tasks.runs.model import Finished, Killed, Lost, Run, Stopped
from lab_tasks.runs.resume import checkpoint_to_resume
from lab_tasks.trainings import TRAINING, follows_seeds, makes_checkpoints, training_seed

LOST_MARGIN_S = 60.0
"""A Run may have lived so much longer than its last sign: it beats every 10 s, and what a power
cut finds unwritten is up to 30 s old."""


@dataclass(frozen=True)
class Wait:
    """Nothing of the queue can start now."""

    why: str


@dataclass(frozen=True)
class Start:
    """This entry is next."""

    entry: QueueEntry
    course: Course
    day: Day
    step: Step


@dataclass(frozen=True)
class Drop:
    """This entry can never run."""

    entry: QueueEntry
    why: str
    remedy: str


@dataclass(frozen=True)
class Begun:
    """A Run names this entry: whoever started it was killed before it could take it out."""

    entry: QueueEntry
    run: Run


@dataclass(frozen=True)
class Pause:
    """Nothing can start until somebody mends what is named; no entry is to blame."""

    why: str
    remedy: str


Turn = Start | Drop | Begun | Pause | Wait


def next_turn(
    entries: tuple[QueueEntry, ...],
    runs: Iterable[Run],
    courses: Mapping[str, Course | str],
    limit: int,
    places: Mapping[str, str] = MappingProxyType({}),
) -> Turn | None:
    """Return what is to be done next; None when the queue is empty.

    `courses`: each entry's `course` -> the Course, or why it cannot be loaded. `limit` counts at
    each Place. `places`: id of a Run -> the name of its Place; one that is not there: local.
    """
    if not entries:
        return None
    known = tuple(runs)
    begun = {run.request.entry: run for run in known if run.request.entry}
    for entry in entries:
        if entry.id in begun:
            return Begun(entry, begun[entry.id])
    reasons = []
    for number, entry in enumerate(entries):
        alive = [r for r in known if r.is_alive and places.get(r.id, "local") == entry.place]
        turn = _turn_of(entry, entries[:number], known, courses[entry.course])
        if isinstance(turn, Start | Pause) and len(alive) >= limit:
            names = " and ".join(run.id for run in alive)
            turn = Wait(f"{names} runs, and {limit} may at once")
        if not isinstance(turn, Wait):
            return turn
        reasons.append(turn.why)
    return Wait(reasons[0])


def steps_read(
    course: Course, day: Day, step: Step, profile: Profile
) -> tuple[tuple[Day, Step], ...]:
    """Return the Steps whose output or Checkpoint the Step's Recipe reads."""
    recipe = step.recipe.profiles.get(profile) if step.recipe else None
    named = (p for argument in (recipe.args if recipe else ()) for p in placeholders.find(argument))
    names = dict.fromkeys(placeholder.step for placeholder in named if placeholder.step)
    found = (references.find(course, day, name) for name in names)
    return tuple(one for one in found if one)


def how_it_failed(run: Run) -> str | None:
    """Return in words how a Run ended without what it was to make; None: it lives or succeeded."""
    if run.is_alive or run.succeeded:
        return None
    match run.state:
        case Finished(0, _):
            return "left no record"
        case Finished(code, _):
            return f"failed with status {code}"
        case Killed(signal, _):
            return f"was killed by signal {signal}"
        case Stopped():
            return "was stopped"
        case Lost():
            return "was lost"
    return None


def _remedy(run: Run) -> str:
    """Return what makes up for a Run that ended so; a training goes on from its Checkpoint."""
    goes_on = run.request.job == TRAINING and checkpoint_to_resume(run) is not None
    way = f"R (`robolab-tui runs resume {run.id}`)"
    match run.state:
        case Stopped():
            return f"Go on with it: {way}" if goes_on else f"Start {run.id} again"
        case Killed() | Lost() if goes_on:
            return f"Read the log of {run.id}, mend the cause, go on: {way}"
    return f"Read the log of {run.id}, mend the cause, run it again"


def _turn_of(
    entry: QueueEntry, before: tuple[QueueEntry, ...], runs: tuple[Run, ...], course: Course | str
) -> Start | Drop | Pause | Wait:
    if isinstance(course, str):
        return Pause(f"{entry.name} cannot start: {course}", "Mend the course.")
    found = course.find_step(entry.step)
    if found is None:
        why = f"{course.id} has no Step {entry.step} any more"
        return Drop(entry, why, "Look at the Day, and put its Steps on the queue again (a).")
    for day, step in steps_read(course, *found, entry.profile):
        names = references.full_ids(course, day, step)
        of_step = [run for run in runs if run.request.step in names]
        of_queue = [other for other in before if other.step in names]
        if follows_seeds(found[1], entry.profile) and makes_checkpoints(step):
            of_step, of_queue = _of_seed(entry.seed, of_step, of_queue, runs)
        busy = next((run.id for run in of_step if run.is_alive), None)
        ahead = next((other.name for other in of_queue), None)
        if busy or ahead:
            return Wait(f"{entry.name} waits for {busy or ahead}")
        since = [run for run in of_step if _ended_s(run) >= entry.asked_s]
        failed = [(run, how) for run in since if (how := how_it_failed(run))]
        if failed and len(failed) == len(since):
            run, how = failed[-1]
            remedy = f"{_remedy(run)}, then {entry.name}."
            return Drop(entry, f"{entry.name} builds on {run.id}, which {how}", remedy)
    return Start(entry, course, *found)


def _of_seed(
    seed: int | None, of_step: list[Run], of_queue: list[QueueEntry], runs: tuple[Run, ...]
) -> tuple[list[Run], list[QueueEntry]]:
    """Return those of a training's Runs and entries for which the evaluation of a seed waits."""
    if seed is None:
        return of_step, of_queue
    by_id = {run.id: run for run in runs}
    return (
        [run for run in of_step if training_seed(run, by_id) in (None, seed)],
        [entry for entry in of_queue if entry.seed in (None, seed)],
    )


def _ended_s(run: Run) -> float:
    """Return when it ended; where nobody saw the end, the latest that it can have been."""
    if isinstance(run.state, Finished | Killed | Stopped):
        return run.state.ended_s
    return max(run.request.requested_s, last_sign_s(run.folder)) + LOST_MARGIN_S
