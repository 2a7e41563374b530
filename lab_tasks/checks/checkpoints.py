"""Check `checkpoint-trained`: a policy was trained long enough, and its checkpoint is intact.

Checkpoints are read as bytes, never opened: a pickle in one would run its author's code.
"""

from typing import Annotated

import msgspec

from lab_tasks.checks import policies
from lab_tasks.checks.finished import files_wrong, recorded, recorded_by
from lab_tasks.checks.question import Answer, Proved, Question, named
from lab_tasks.checks.trainings import NotSound, Told, Trainings, told_together
from lab_tasks.checks.verdict import Fail, Inconclusive
from lab_tasks.evidence import records
from lab_tasks.evidence.evidence_files import LARGEST_FILE_BYTES
from lab_tasks.evidence.records import CheckpointRecord
from lab_tasks.runs.model import Run


class CheckpointTrained(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which policy, at least how many steps, and over how many seeds."""

    policy: str
    steps: Annotated[int, msgspec.Meta(ge=0)]
    trainings: Trainings = 1


def checkpoint_trained(question: Question, asked: CheckpointTrained) -> Answer:
    """Pass when the Step's newest training made this policy and its files are as recorded.

    Of several trainings each must have, with a seed and a checkpoint of its own.
    """
    if asked.trainings > 1:
        there = question.evidence.seed_runs(question.day, question.step).there
        told = {seed: _told(question, asked, run) for seed, run in there.items()}
        return told_together(question, asked.trainings, told)
    found = recorded(question, question.day, question.step, CheckpointRecord)
    return found if isinstance(found, Fail) else _trained(question, asked, *found)


def _told(question: Question, asked: CheckpointTrained, run: Run) -> Told | NotSound:
    found = recorded_by(question, question.day, question.step, run, CheckpointRecord)
    if isinstance(found, Fail):
        return found
    answer = _trained(question, asked, *found)
    if isinstance(answer, Proved):
        return Told(answer.evidence, records.weights_digest(found[1]), answer.files)
    return answer


def _trained(
    question: Question, asked: CheckpointTrained, run: Run, record: CheckpointRecord
) -> Proved | Fail | Inconclusive:
    again = f"Run {named(question, question.day, question.step)} again (enter)."
    if not policies.answers_to(asked.policy, run, record):
        made = policies.policy_name(run, record)
        return Fail(f"{run.id} trained another policy.", again, asked.policy, made)
    if record.step < asked.steps:
        steps = f"at least {asked.steps:,} steps", f"{record.step:,} steps"
        return Fail(f"{run.id} was not trained long enough.", again, *steps)
    return _intact(question, run, record)


def _intact(question: Question, run: Run, record: CheckpointRecord) -> Proved | Fail | Inconclusive:
    absent = set(records.missing_files(run.folder, record))
    large = {f.path for f in record.files if f.size_bytes > LARGEST_FILE_BYTES}
    if absent and absent <= large:
        return Inconclusive(
            f"{run.id}: {min(absent)} is too large for the repository and is not in this copy.",
            "Check in the folder where it was trained, or run the fresh-clone test there.",
        )
    wrong = files_wrong(question, run, question.day, question.step)
    if wrong:
        return wrong
    shown = f"{run.id}: step {record.step:,}, sha256 {record.sha256[:12]}"
    return Proved("executed", shown, question.evidence.run_files(run))
