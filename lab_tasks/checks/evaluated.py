"""The trainings that an evaluate Step evaluated: what a policy over seeds rests on.

One answer for the Checks, the comparison and the retro. Of a training its newest evaluation counts,
sound or not: were an older, better one to stand in, a bad result could be got rid of by spoiling
its files. Which training it is says the digest of the checkpoint, not the request.
"""

from collections.abc import Iterator, Mapping

import msgspec

from course.model import Day, Step
from lab_tasks.checks.evaluations import Sound, sound_run, training_step
from lab_tasks.checks.finished import blocked_by
from lab_tasks.checks.question import Question, named
from lab_tasks.checks.trainings import NotSound, absent, by_reason
from lab_tasks.checks.verdict import Fail
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.records import EvaluationRecord
from lab_tasks.problem import Problem
from lab_tasks.runs.model import Run
from lab_tasks.trainings import training_seed

_MILESTONE = 0.125
"""Rewards for milestones are sums of these; an overlap that was measured is none."""


class Evaluated(msgspec.Struct, frozen=True):
    """The trainings of an evaluate Step in the student's Profile, by training seed."""

    sound: Mapping[int, Sound]
    """Each training's newest evaluation, where it is sound; of each checkpoint one."""
    lacking: Mapping[int, NotSound]
    """Seeds that are asked for, or were evaluated, and do not count: why."""

    @property
    def count(self) -> str:
        """How many count: `2 of 3 seeds`."""
        return f"{len(self.sound)} of {len(self.sound) + len(self.lacking)} seeds"

    @property
    def note(self) -> str:
        """Which seeds do not count, and why; empty where none is left out."""
        return by_reason({seed: each.why for seed, each in self.lacking.items()})


def evaluated(question: Question, day: Day, step: Step) -> Evaluated:
    """Return what counts of a Step's trainings, and why each other seed does not."""
    newest = dict(_newest(question, day, step))
    asked = step.training_seeds(question.evidence.profile)
    sound: dict[int, Sound] = {}
    lacking: dict[int, NotSound] = {}
    for seed in sorted({*newest, *asked}):
        found = _of_seed(question, (day, step), seed, newest.get(seed), sound)
        if isinstance(found, Sound):
            sound[seed] = found
        else:
            lacking[seed] = found
    return Evaluated(sound, lacking)


def _of_seed(
    question: Question,
    place: tuple[Day, Step],
    seed: int,
    run: Run | None,
    others: Mapping[int, Sound],
) -> Sound | NotSound:
    if run is None:
        return _absent(question, place, seed)
    found = sound_run(question, *place, run)
    if not isinstance(found, Sound):
        return found
    again = f"Run {named(question, *place)} again with seed {seed}."
    twins = (s for s, o in others.items() if o.weights and o.weights == found.weights)
    if (twin := next(twins, None)) is not None:
        why = f"Seeds {twin} and {seed} have the same weights: that is one training."
        return Fail(why, again, "other weights", f"sha256 {found.weights[:12]}… twice")
    copied = (s for s, o in others.items() if o.weights and _is_copy(question.evidence, o, found))
    if (first := next(copied, None)) is not None:
        why = f"Seeds {first} and {seed} have one and the same episodes: that is one evaluation."
        return Fail(why, again, "episodes of its own", f"those of {others[first].run.id}")
    seeds = question.evidence.seed_runs(*place)
    if seeds.wanted and seed in seeds.outdated:
        why = f"It was trained again since {run.id}."
        return Fail(why, again, "an evaluation of the newest training", run.id)
    return found


def _is_copy(evidence: Evidence, a: Sound, b: Sound) -> bool:
    """Whether two trainings' evaluations are one: no two policies move alike to the last digit.

    Successes and milestones may well be the same, so rewards tell only where they are measured;
    else the time does that the evaluation took.
    """
    one, two = a.record, b.record
    if (one.successes, one.max_rewards, one.sum_rewards) != (
        two.successes,
        two.max_rewards,
        two.sum_rewards,
    ):
        return False
    if len({each for each in one.sum_rewards if each % _MILESTONE}) > 1:
        return True
    infos = [evidence.eval_info(each.run, each.record) for each in (a, b)]
    times_s = [each.overall.eval_s for each in infos if not isinstance(each, Problem)]
    return len(set(times_s)) == 1 and None not in times_s


def _absent(question: Question, place: tuple[Day, Step], seed: int) -> NotSound:
    """Say why a seed that is asked for was never evaluated: perhaps it was never trained."""
    trained_by = training_step(question, *place)
    if trained_by and seed not in question.evidence.seed_runs(*trained_by).there:
        title = f"‘{trained_by[1].title}’"
        return blocked_by(question, *trained_by, f"{title} has left no checkpoint to evaluate.")
    return absent(question, *place, seed)


def _newest(question: Question, day: Day, step: Step) -> Iterator[tuple[int, Run]]:
    """Yield the newest successful Run of each training seed."""
    for run in question.evidence.runs_of(day, step):
        if run.succeeded and (seed := _seed_of(question, day, step, run)) is not None:
            yield seed, run


def _seed_of(question: Question, day: Day, step: Step, run: Run) -> int | None:
    """Return the seed of the training that a Run evaluated; None where it evaluated none."""
    by_id = {each.id: each for each in question.evidence.runs}
    made = _made_by(question, day, step, run)
    named_too = [each for each in made if each.id in run.request.inputs]
    return training_seed(next(iter([*named_too, *made]), run), by_id)


def _made_by(question: Question, day: Day, step: Step, run: Run) -> list[Run]:
    """Return the Runs of the trained Step that made the checkpoint, newest first."""
    record = question.evidence.record(run)
    if not isinstance(record, EvaluationRecord) or record.checkpoint is None:
        return []
    made = question.evidence.trainings_of(record.checkpoint.sha256)
    trained_by = training_step(question, day, step)
    its = {each.id for each in question.evidence.runs_of(*trained_by)} if trained_by else None
    return [each for each in made if its is None or each.id in its]
