"""Checks `beats-baseline` and `comparison-written`: what evaluations say beside one another."""

from typing import Literal

import msgspec

from lab_tasks import comparison, references
from lab_tasks.checks.document_file import opened
from lab_tasks.checks.evaluated import evaluated
from lab_tasks.checks.evaluations import Sound, sound_evaluation
from lab_tasks.checks.finished import blocked_by
from lab_tasks.checks.question import Answer, Proved, Question, named
from lab_tasks.checks.trainings import Trainings
from lab_tasks.checks.verdict import Blocked, Error, Fail, Inconclusive
from lab_tasks.checks.written_regions import region_wrong
from lab_tasks.lift import lift, mean_best
from lab_tasks.paired import contrast, played
from lab_tasks.problem import Problem
from lab_tasks.success_rate import percent_words

TRAIN_MORE = "Train longer or with other settings, then evaluate again."
MORE_EPISODES = "More episodes would also settle it."


class BeatsBaseline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The Step that evaluated the baseline, by what it is beaten, and how many trainings do."""

    baseline: str
    trainings: Trainings = 1
    measure: Literal["success", "best-reward"] = "success"


class ComparisonWritten(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file with the table, and the Steps whose evaluations stand in it."""

    path: str
    steps: tuple[str, ...]


def beats_baseline(question: Question, asked: BeatsBaseline) -> Answer:
    """Pass when the policy does better than the baseline, beyond chance.

    A success that the untrained policy has too is the environment's, not the policy's. Where nobody
    succeeds yet, the best reward of each episode still says how far it came.
    """
    own = _own(question, asked.trainings)
    baseline = sound_or_blocked(question, asked.baseline)
    if isinstance(own, Blocked | Error):
        return own
    if not isinstance(baseline, Sound):
        return baseline
    return (_solves_more if asked.measure == "success" else _comes_further)(own, baseline)


def _solves_more(own: tuple[Sound, ...], baseline: Sound) -> Answer:
    """Compare solved episodes start by start, each counted once, by the mean over trainings."""
    solved, n = sum(each.successes for each in own), sum(each.record.n_episodes for each in own)
    rate = _rate(own, solved, n)
    test = contrast([played(each.record) for each in own], [played(baseline.record)])
    shown = (
        f"{own[0].policy} {rate}, {baseline.policy} baseline {baseline.rate_words}, "
        f"p = {test.lone_p:.2g} ({test.name})"
    )
    if solved * baseline.record.n_episodes <= baseline.successes * n:
        why = "The untrained baseline succeeds as often: training has not shown."
        return Fail(why, TRAIN_MORE, f"more than {baseline.rate_words}", rate)
    if not test.separates_alone:
        why = f"{shown}: at {n} episodes this may be chance."
        return Inconclusive(why, f"{TRAIN_MORE} {MORE_EPISODES}")
    return _proved(shown, own, baseline)


def _comes_further(own: tuple[Sound, ...], baseline: Sound) -> Answer:
    """Compare best rewards on the same starts: Student's interval of the paired differences."""
    records = [each.record for each in own]
    by = lift(records, baseline.record)
    if isinstance(by, Problem):
        why = f"{own[0].policy} and {baseline.policy} cannot be compared: {by.what}."
        return Fail(why, "Evaluate both with the same seed and number of episodes.")
    reached, least = f"{mean_best(records):.2f}", f"{mean_best([baseline.record]):.2f}"
    shown = (
        f"mean best reward: {own[0].policy} {reached}, {baseline.policy} baseline {least}, "
        f"difference {by.words}"
    )
    if by.mean <= 0:
        return Fail(
            f"The baseline comes as far. {shown}", TRAIN_MORE, f"more than {least}", reached
        )
    if by.low <= 0:
        return Inconclusive(f"{shown}: this may be chance.", f"{TRAIN_MORE} {MORE_EPISODES}")
    return _proved(shown, own, baseline)


def _proved(shown: str, own: tuple[Sound, ...], baseline: Sound) -> Proved:
    files = (path for each in own for path in each.files)
    return Proved("executed", shown, (*files, *baseline.files))


def comparison_written(question: Question, asked: ComparisonWritten) -> Answer:
    """Pass when the table in the file is the one that follows from the Runs."""
    evidence = question.evidence
    table = comparison.compare(
        question.course, question.day, evidence.workspace, steps=asked.steps, evidence=evidence
    )
    if table.missing:
        row = table.missing[0]
        return _lacking(question, row.step_id, f"The table lacks {row.policy}: {row.note}")
    write = f"Open {named(question, question.day, question.step)} and write the table."
    document = opened(question, asked.path, comparison.REGION)
    if isinstance(document, Fail):
        return msgspec.structs.replace(document, remedy=write)
    expected = comparison.to_markdown(table)
    if wrong := region_wrong(document, comparison.REGION, expected, write):
        return wrong
    shown = f"{asked.path}: {len(table.rows)} rows as recorded"
    return Proved("executed", shown, (document.file,))


def _lacking(question: Question, step_id: str, why: str) -> Blocked | Error:
    """Return what must be done before the table can have a Step's row."""
    blocked = sound_or_blocked(question, step_id)
    place = question.course.find_step(step_id)
    if isinstance(blocked, Blocked):
        return msgspec.structs.replace(blocked, why=why)
    if isinstance(blocked, Error) or place is None:
        return Error(why)
    return blocked_by(question, *place, why)  # sound of another training than is asked for


def _own(question: Question, trainings: int) -> tuple[Sound, ...] | Blocked | Error:
    """Return the Step's own evaluation, or that of each training; or what keeps them away."""
    if trainings == 1:
        own = sound_or_blocked(question, question.step.id)
        return (own,) if isinstance(own, Sound) else own
    found = evaluated(question, question.day, question.step)
    if len(found.sound) >= trainings:
        return tuple(found.sound.values())
    why = f"{len(found.sound)} of {trainings} trainings have a sound evaluation. {found.note}"
    return blocked_by(question, question.day, question.step, why.strip())


def _rate(own: tuple[Sound, ...], solved: int, n: int) -> str:
    """Return the success rate, count first; of several trainings those of each."""
    if len(own) == 1:
        return own[0].rate_words
    each = ", ".join(f"{one.successes}/{one.record.n_episodes}" for one in own)
    return f"{solved}/{n} ({percent_words(solved, n)}; {each})"


def sound_or_blocked(question: Question, reference: str) -> Sound | Blocked | Error:
    """Return the evaluation of a Step that is named as in the YAML, or what keeps it away."""
    found = references.find(question.course, question.day, reference)
    if found is None:
        return Error(f"the course names a Step {reference!r} that it does not have")
    sound = sound_evaluation(question, *found)
    if isinstance(sound, Sound | Blocked):
        return sound
    return blocked_by(question, *found, sound.why, sound.remedy)
