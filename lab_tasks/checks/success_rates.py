"""Checks `evaluation-recorded` and `baseline-recorded`: success rates that follow from episodes."""

from typing import Annotated

import msgspec

from lab_tasks.checks.evaluated import evaluated
from lab_tasks.checks.evaluations import Sound, sound_evaluation
from lab_tasks.checks.question import Answer, Proved, Question, named
from lab_tasks.checks.trainings import NotSound, Told, Trainings, told_together
from lab_tasks.checks.verdict import Fail

Count = Annotated[int, msgspec.Meta(ge=1)]


class EvaluationRecorded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which policy, at least how many episodes, from which seed, how many at a time.

    And how many trainings of it, each evaluated so.
    """

    policy: str
    episodes: Count
    seed: int
    batch_size: Count
    trainings: Trainings = 1


class BaselineRecorded(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`untrained` or `expert`, at least how many episodes, from which seed."""

    policy: str
    episodes: Count
    seed: int


def evaluation_recorded(question: Question, asked: EvaluationRecorded) -> Answer:
    """Pass when the Step's newest evaluation is sound and is the one that was asked for."""
    if asked.trainings > 1:
        found = evaluated(question, question.day, question.step)
        told = {seed: _told(question, asked, each) for seed, each in found.sound.items()}
        every = {**told, **found.lacking}
        return told_together(question, asked.trainings, every, "evaluations")
    sound = sound_evaluation(question, question.day, question.step)
    return _as_asked(question, asked, sound) if isinstance(sound, Sound) else sound


def baseline_recorded(question: Question, asked: BaselineRecorded) -> Answer:
    """Pass when the baseline was evaluated and its numbers follow from its episodes."""
    sound = sound_evaluation(question, question.day, question.step)
    if not isinstance(sound, Sound):
        return sound
    expected, found = {"seed": asked.seed}, {"seed": sound.record.seed}
    return _judge(question, sound, asked.policy, asked.episodes, expected, found)


def _as_asked(question: Question, asked: EvaluationRecorded, sound: Sound) -> Proved | Fail:
    expected = {"batch size": asked.batch_size, "seed": asked.seed}
    found = {"batch size": sound.record.batch_size, "seed": sound.record.seed}
    return _judge(question, sound, asked.policy, asked.episodes, expected, found)


def _told(question: Question, asked: EvaluationRecorded, sound: Sound) -> Told | NotSound:
    """Tell of the evaluation of one training."""
    answer = _as_asked(question, asked, sound)
    if not isinstance(answer, Proved):
        return answer
    return Told(answer.evidence, sound.weights, answer.files)


def _judge(
    question: Question,
    sound: Sound,
    policy: str,
    episodes: int,
    expected: dict[str, int],
    found: dict[str, int],
) -> Proved | Fail:
    again = f"Evaluate again: {named(question, question.day, question.step)} (enter)."
    run = sound.run
    if not sound.answers_to(policy):
        return Fail(f"{run.id} evaluated another policy.", again, policy, sound.policy)
    if sound.record.n_episodes < episodes:
        counts = f"at least {episodes} episodes", f"{sound.record.n_episodes} episodes"
        return Fail(f"{run.id} has too few episodes.", again, *counts)
    for name, value in expected.items():
        if found[name] != value:
            why = f"{run.id} ran with another {name}: its episodes are not those of the others."
            return Fail(why, again, f"{name} {value}", f"{name} {found[name]}")
    return Proved("executed", f"{run.id}: {sound.policy} {sound.rate_words}", sound.files)
