"""Trainings over seeds: which one a Run is of, and which of a Step's are there or missing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from course import placeholders
from course.model import Course, Day, Profile, Step
from lab_tasks import references
from lab_tasks.queue.entries import QueueEntry
from lab_tasks.runs.model import Run

TRAINING, EVALUATION = "train", "evaluate"
"""Jobs that training seeds mean something to."""


@dataclass(frozen=True)
class SeedRuns:
    """A Step's Runs at one Profile, by the seed of the training that they are, or evaluate."""

    wanted: tuple[int, ...]
    """The Recipe's `training_seeds`; empty where the Profile runs the Step once."""
    there: Mapping[int, Run]
    """The newest good Run of each seed, of those too that the Recipe does not ask for."""
    alive: Mapping[int, Run]
    broken: Mapping[int, Run]
    """Of a seed whose newest Run ended without what it was to make, that Run."""
    outdated: frozenset[int] = frozenset()
    """Seeds that were trained again since they were evaluated."""
    waiting: frozenset[int] = frozenset()
    """Seeds whose turn on the queue comes."""

    @property
    def missing(self) -> tuple[int, ...]:
        """Seeds that are asked for and have no good Run, or an evaluation of an older training."""
        return tuple(s for s in self.wanted if s not in self.there or s in self.outdated)

    @property
    def left(self) -> tuple[int, ...]:
        """Missing seeds of which nothing is under way: what is to be started."""
        return tuple(s for s in self.missing if s not in self.alive and s not in self.waiting)

    @property
    def count(self) -> int:
        """How many of the seeds that are asked for are there."""
        return len(self.wanted) - len(self.missing)

    @property
    def words(self) -> str:
        """How far it is: `2 of 3 seeds`."""
        return f"{self.count} of {len(self.wanted)} seeds"

    @property
    def first(self) -> Run | None:
        """The Run that stands for the Step: of the seed asked for first, never the best."""
        order = (*self.wanted, *sorted(self.there))
        return next((self.there[seed] for seed in order if seed in self.there), None)

    @property
    def to_watch(self) -> Run | None:
        """The Run to show: what lives, else what of a missing seed broke off, else the newest."""
        broken = [self.broken[seed] for seed in self.missing if seed in self.broken]
        for runs in (self.alive.values(), broken, self.there.values()):
            if newest := max(runs, key=lambda run: run.request.requested_s, default=None):
                return newest
        return None

    @property
    def newest(self) -> tuple[Run, ...]:
        """One Run a seed, in the order of the seeds: what lives, else the good one."""
        runs = {**self.broken, **self.there, **self.alive}
        return tuple(runs[seed] for seed in sorted(runs))


def seed_runs(
    course: Course,
    day: Day,
    step: Step,
    profile: Profile,
    runs: Sequence[Run],
    waiting: Iterable[QueueEntry] = (),
) -> SeedRuns:
    """Work out a Step's Runs by training seed from all Runs, oldest first."""
    by_id = {run.id: run for run in runs}
    own = _by_seed(course, day, step, profile, runs, by_id)
    there = {seed: good[-1] for seed, each in own.items() if (good := _good(each))}
    ended = {seed: each[-1] for seed, each in own.items() if not each[-1].is_alive}
    names = references.full_ids(course, day, step)
    return SeedRuns(
        wanted=step.training_seeds(profile),
        there=there,
        alive={s: each[-1] for s, each in own.items() if each[-1].is_alive},
        broken={seed: run for seed, run in ended.items() if not run.succeeded},
        outdated=frozenset(_outdated(course, day, step, profile, runs, there)),
        waiting=frozenset(
            entry.seed
            for entry in waiting
            if entry.step in names and entry.profile == profile and entry.seed is not None
        ),
    )


def training_seed(run: Run, by_id: Mapping[str, Run]) -> int | None:
    """Return the seed of the training that a Run is, or whose checkpoint it reads.

    `by_id`: all Runs by their ids. None: it has none, or its training is not there any more.
    """
    if run.request.job == TRAINING:
        told = run.request.flag("seed") or ""
        own = int(told) if told.isdecimal() else None
        return own if run.request.seed is None else run.request.seed
    read = (by_id[name] for name in run.request.inputs if name in by_id)
    made = next((one for one in read if one.request.job == TRAINING), None)
    return training_seed(made, by_id) if made else run.request.seed


def follows_seeds(step: Step, profile: Profile) -> bool:
    """Whether a seed of the Step names the training whose checkpoint is read, not its own draw."""
    is_evaluation = step.recipe is not None and step.recipe.job == EVALUATION
    return is_evaluation and bool(step.training_seeds(profile))


def makes_checkpoints(step: Step) -> bool:
    """Whether the Step trains."""
    return step.recipe is not None and step.recipe.job == TRAINING


def trained_step(course: Course, day: Day, step: Step) -> tuple[Day, Step] | None:
    """Return the Step whose checkpoint a Step's Recipe reads, by its placeholder."""
    recipes = step.recipe.profiles.values() if step.recipe else ()
    for argument in (argument for recipe in recipes for argument in recipe.args):
        for placeholder in placeholders.find(argument):
            if placeholder.kind == "checkpoint" and placeholder.step:
                return references.find(course, day, placeholder.step)
    return None


def _by_seed(
    course: Course,
    day: Day,
    step: Step,
    profile: Profile,
    runs: Sequence[Run],
    by_id: Mapping[str, Run],
) -> dict[int, list[Run]]:
    names = references.full_ids(course, day, step)
    found: dict[int, list[Run]] = {}
    for run in runs:
        if run.request.step in names and run.request.profile == profile:
            seed = training_seed(run, by_id)
            if seed is not None:
                found.setdefault(seed, []).append(run)
    return found


def _outdated(
    course: Course,
    day: Day,
    step: Step,
    profile: Profile,
    runs: Sequence[Run],
    there: Mapping[int, Run],
) -> Iterator[int]:
    trained = trained_step(course, day, step)
    if trained is None:
        return
    made = seed_runs(course, *trained, profile, runs).there
    for seed, run in there.items():
        if seed in made and made[seed].id not in run.request.inputs:
            yield seed


def _good(runs: Iterable[Run]) -> list[Run]:
    return [run for run in runs if run.succeeded]
