"""A fresh-clone test that held: its record and its report, as the test itself leaves them."""

from typing import Literal

from course.model import Day, Step
from lab_tasks import references
from lab_tasks.checks.evaluations import Sound, sound_evaluation
from lab_tasks.checks.question import Question
from lab_tasks.commits import plumbing
from lab_tasks.evidence.evidence import REPRODUCTION, Evidence
from lab_tasks.evidence.evidence_files import REPORT
from lab_tasks.reproduction import compare, report
from lab_tasks.reproduction.record import (
    STAGES,
    EvaluationOutcome,
    ReproductionRecord,
    StageResult,
)
from lab_tasks.version import version

EXACTLY: Literal["reproduced exactly"] = "reproduced exactly"


def leave(evidence: Evidence, day: Day, step: Step, *, number: int) -> None:
    """Write record and report of the Step's fresh clone of HEAD: each evaluation came out again."""
    assert step.reproduction is not None
    outcomes = (_outcome(evidence, day, name) for name in step.reproduction.evaluations)
    workspace = evidence.workspace
    record = ReproductionRecord(
        id=f"20260302T{180_000 + number:06d}Z",
        course=evidence.course.id,
        day=day.number,
        step=evidence.step_id(day, step),
        source=".",
        commit=plumbing.head_commit(workspace.root),
        isolation="none",
        verdict=EXACTLY,
        stages=tuple(StageResult(stage=each, verdict="passed", why="held") for each in STAGES),
        evaluations=tuple(outcome for outcome in outcomes if outcome),
        versions_recorded={},
        versions_here={},
        started="2026-03-02T18:00:00Z",
        duration_s=60.0,
        tool=version(),
    )
    folder = workspace.reproductions_dir / record.id
    folder.mkdir(parents=True)
    report.write_record(folder / REPRODUCTION, record)
    report.write_document(workspace.root / REPORT, record)


def _outcome(evidence: Evidence, day: Day, reference: str) -> EvaluationOutcome | None:
    found = references.find(evidence.course, day, reference)
    sound = sound_evaluation(Question(evidence, *found), *found) if found else None
    if found is None or not isinstance(sound, Sound):
        return None  # the Check says what it lacks
    record = sound.record
    episodes = compare.episodes(record)
    return EvaluationOutcome(
        step=evidence.step_id(*found),
        run=sound.run.id,
        policy=sound.policy,
        outcome=EXACTLY,
        why="equal episode by episode",
        recorded_sha256=record.sha256,
        checkpoint_sha256=record.checkpoint.sha256 if record.checkpoint else None,
        seed=record.seed,
        batch_size=record.batch_size,
        recorded=episodes,
        again=episodes,
    )
