"""The registry: every Check by the name that a `day.yaml` uses, with its arguments' type."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from lab_tasks.checks.attestation import Attested, attested
from lab_tasks.checks.checkpoints import CheckpointTrained, checkpoint_trained
from lab_tasks.checks.commits import Committed, committed
from lab_tasks.checks.comparisons import (
    BeatsBaseline,
    ComparisonWritten,
    beats_baseline,
    comparison_written,
)
from lab_tasks.checks.datasets import DatasetRecorded, dataset_recorded
from lab_tasks.checks.designs import (
    InSection,
    budget_stated,
    hypothesis_stated,
    kill_criterion_stated,
)
from lab_tasks.checks.devlogs import DevlogWritten, devlog_written
from lab_tasks.checks.documents import (
    NoTemplateText,
    SectionsWritten,
    TableFilled,
    no_template_text,
    sections_written,
    table_filled,
)
from lab_tasks.checks.few_trials import FewTrialsWritten, few_trials_written
from lab_tasks.checks.honesty import OfPolicies, numbers_backed, results_filled
from lab_tasks.checks.measurements import MeasurementRecorded, measurement_recorded
from lab_tasks.checks.question import Answer, Question
from lab_tasks.checks.quizzes import QuizPassed, quiz_passed
from lab_tasks.checks.reproductions import Reproduced, reproduced
from lab_tasks.checks.success_rates import (
    BaselineRecorded,
    EvaluationRecorded,
    baseline_recorded,
    evaluation_recorded,
)
from lab_tasks.checks.trained_adapters import AdapterTrained, adapter_trained
from lab_tasks.checks.trials import TrialsCanShow, trials_can_show
from lab_tasks.checks.words import WordsWritten, words_written


class Check(msgspec.Struct, frozen=True):
    """A function over Evidence, and the type its arguments must have."""

    judge: Callable[[Question, Any], Answer]
    args: type[msgspec.Struct]

    def answer(self, question: Question, args: Mapping[str, Any]) -> Answer:
        """Judge. Raises msgspec.ValidationError when the course gives it wrong arguments."""
        return self.judge(question, msgspec.convert(dict(args), self.args))


CHECKS: Mapping[str, Check] = {
    "adapter-trained": Check(adapter_trained, AdapterTrained),
    "attested": Check(attested, Attested),
    "baseline-recorded": Check(baseline_recorded, BaselineRecorded),
    "beats-baseline": Check(beats_baseline, BeatsBaseline),
    "budget-stated": Check(budget_stated, InSection),
    "checkpoint-trained": Check(checkpoint_trained, CheckpointTrained),
    "committed": Check(committed, Committed),
    "comparison-written": Check(comparison_written, ComparisonWritten),
    "dataset-recorded": Check(dataset_recorded, DatasetRecorded),
    "devlog-written": Check(devlog_written, DevlogWritten),
    "evaluation-recorded": Check(evaluation_recorded, EvaluationRecorded),
    "few-trials-written": Check(few_trials_written, FewTrialsWritten),
    "hypothesis-stated": Check(hypothesis_stated, InSection),
    "kill-criterion-stated": Check(kill_criterion_stated, InSection),
    "measurement-recorded": Check(measurement_recorded, MeasurementRecorded),
    "no-template-text": Check(no_template_text, NoTemplateText),
    "numbers-backed": Check(numbers_backed, OfPolicies),
    "quiz-passed": Check(quiz_passed, QuizPassed),
    "reproduced": Check(reproduced, Reproduced),
    "results-filled": Check(results_filled, OfPolicies),
    "sections-written": Check(sections_written, SectionsWritten),
    "table-filled": Check(table_filled, TableFilled),
    "trials-can-show": Check(trials_can_show, TrialsCanShow),
    "words-written": Check(words_written, WordsWritten),
}


def known_checks() -> Mapping[str, frozenset[str]]:
    """Return the names of the Checks, each with those of its arguments, for the linter."""
    return {name: frozenset(check.args.__struct_fields__) for name, check in CHECKS.items()}
