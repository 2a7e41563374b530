"""Sound evaluations: numbers that follow from their episodes, of a checkpoint that a Run made."""

from pathlib import Path

import msgspec

from course.model import Day, Step
from lab_tasks.checks import policies
from lab_tasks.checks.agreement import record_problem
from lab_tasks.checks.finished import blocked_by, files_wrong, recorded, recorded_by
from lab_tasks.checks.numbers import number_problem
from lab_tasks.checks.question import Question, named
from lab_tasks.checks.verdict import Blocked, Fail
from lab_tasks.evidence.records import CheckpointRecord, EvaluationRecord, weights_digest
from lab_tasks.evidence.rehearsals import rehearsal_of
from lab_tasks.problem import Problem
from lab_tasks.runs.model import Run
from lab_tasks.success_rate import rate_words
from lab_tasks.trainings import trained_step


class Sound(msgspec.Struct, frozen=True):
    """An evaluation whose numbers follow from its episodes and whose checkpoint is known."""

    run: Run
    record: EvaluationRecord
    policy: str
    training: tuple[Run, CheckpointRecord] | None
    """The Run that made the checkpoint. None: the expert's, which has none."""
    files: tuple[Path, ...]
    rehearsal: str = ""
    """Why it is a rehearsal, or rests on one: its numbers are no result. Empty: it counts."""

    def answers_to(self, name: str) -> bool:
        """Whether the evaluated policy may be called `name`."""
        if self.training is None:
            return name == self.policy
        return policies.answers_to(name, *self.training)

    @property
    def weights(self) -> str:
        """The digest of the evaluated weights: which training it was. Empty: the expert's."""
        return weights_digest(self.training[1]) if self.training else ""

    @property
    def successes(self) -> int:
        """How many episodes succeeded."""
        return sum(self.record.successes)

    @property
    def rate_words(self) -> str:
        """The success rate as a sentence shows it: count first."""
        return rate_words(self.successes, self.record.n_episodes)


def sound_evaluation(question: Question, day: Day, step: Step) -> Sound | Fail | Blocked:
    """Return a Step's newest evaluation when all of it fits together, else what does not."""
    trained_by = training_step(question, day, step)
    if trained_by and question.evidence.successful_run(*trained_by) is None:
        title = f"‘{trained_by[1].title}’"
        return blocked_by(question, *trained_by, f"{title} has left no checkpoint to evaluate.")
    found = recorded(question, day, step, EvaluationRecord)
    return found if isinstance(found, Fail) else _sound(question, (day, step), *found)


def sound_run(question: Question, day: Day, step: Step, run: Run) -> Sound | Fail | Blocked:
    """Return what one successful Run of an evaluate Step found, when all of it fits together."""
    found = recorded_by(question, day, step, run, EvaluationRecord)
    return found if isinstance(found, Fail) else _sound(question, (day, step), *found)


def _sound(
    question: Question, evaluated: tuple[Day, Step], run: Run, record: EvaluationRecord
) -> Sound | Fail | Blocked:
    day, step = evaluated
    again = f"Evaluate again: {named(question, day, step)} (enter)."
    info = question.evidence.eval_info(run, record)
    problem = info if isinstance(info, Problem) else number_problem(record, info)
    if problem:
        why = f"{run.id}: {problem.what}"
        return Fail(why, problem.remedy or again, problem.expected, problem.found)
    wrong = files_wrong(question, run, day, step)
    trained_by = training_step(question, day, step)
    found = wrong or _with_checkpoint(question, evaluated, trained_by, run, record)
    return _told_as_rehearsal(question, found) if isinstance(found, Sound) else found


def _told_as_rehearsal(question: Question, sound: Sound) -> Sound:
    """Return the evaluation with the reason why it, or the training it ran, is a rehearsal."""
    runs = (sound.run, *(sound.training[:1] if sound.training else ()))
    reasons = (why for run in runs if (why := rehearsal_of(question.evidence, run)))
    return msgspec.structs.replace(sound, rehearsal=next(reasons, ""))


def training_step(question: Question, day: Day, step: Step) -> tuple[Day, Step] | None:
    """Return the Step whose checkpoint an evaluate Step runs, by the placeholder in its Recipe."""
    return trained_step(question.course, day, step)


def _with_checkpoint(
    question: Question,
    evaluated: tuple[Day, Step],
    trained_by: tuple[Day, Step] | None,
    run: Run,
    record: EvaluationRecord,
) -> Sound | Fail | Blocked:
    """Return the evaluation with the training whose checkpoint it ran, by hash."""
    files = question.evidence.run_files(run)
    if record.checkpoint is None and trained_by is None:
        return Sound(run, record, record.policy_type, None, files)
    again = f"Evaluate again: {named(question, *evaluated)} (enter)."
    if record.checkpoint is None or record.checkpoint.sha256 is None:
        return Fail(f"{run.id} names no checkpoint of a Run.", again, "its hash", "none")
    sha256 = record.checkpoint.sha256
    trainings = question.evidence.trainings_of(sha256)
    if trained_by:
        its = {training.id for training in question.evidence.runs_of(*trained_by)}
        trainings = tuple(training for training in trainings if training.id in its)
    if not trainings:
        who = f"Run of ‘{trained_by[1].title}’" if trained_by else "Run"
        why = f"{run.id} evaluated a checkpoint that no {who} here has made."
        return Fail(why, again, f"the checkpoint of a {who}", f"sha256 {sha256[:12]}…")
    training = next((t for t in trainings if not _training_problem(question, t)), None)
    made_by = trained_by or question.course.find_step(trainings[0].request.step)
    if training is None:
        step = made_by or evaluated
        problem = _training_problem(question, trainings[0])
        return blocked_by(question, *step, f"{trainings[0].id}: {problem}.")
    checkpoint = question.evidence.record(training)
    assert isinstance(checkpoint, CheckpointRecord)  # trainings_of returns no other
    name = policies.policy_name(training, checkpoint)
    files = (*files, *question.evidence.run_files(training))
    return Sound(run, record, name, (training, checkpoint), files)


def _training_problem(question: Question, training: Run) -> str:
    """Return what is wrong with a training's files or record; empty when nothing is."""
    files = question.evidence.file_problems(training)
    if files:
        return files[0].what
    record = question.evidence.record(training)
    assert isinstance(record, CheckpointRecord)  # trainings_of returns no other
    problem = record_problem(training, record)
    return problem.what if problem else ""
