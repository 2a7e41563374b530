"""The stages in their order: each has its verdict, log and time, and hands on what the next needs.

A later stage is `blocked` when an earlier one did not pass.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec

from course.model import Course, Day, Step
from lab_tasks.references import full_id
from lab_tasks.reproduction import checkpoints, clone, compare, environment, evaluate
from lab_tasks.reproduction.checkpoints import Recorded
from lab_tasks.reproduction.clone import Cloned
from lab_tasks.reproduction.conditions import conditions_of
from lab_tasks.reproduction.environment import Built
from lab_tasks.reproduction.evaluate import RunAgain
from lab_tasks.reproduction.events import EvaluationState, OnEvent, ReproductionState
from lab_tasks.reproduction.record import (
    HELD,
    OPEN,
    STAGES,
    WEAKEST_FIRST,
    EvaluationOutcome,
    ReproductionRecord,
    Stage,
    StageResult,
    StageVerdict,
    Verdict,
    verdict_of,
)
from lab_tasks.sanitise import clean_line, without_secrets
from lab_tasks.version import version
from lab_tasks.workspace import Workspace

LOGS: dict[Stage, str] = {"clone": "clone.log", "environment": environment.LOG}


@dataclass
class Stages:
    """One fresh-clone test going on."""

    course: Course
    day: Day
    step: Step
    source: str
    scratch: Path
    folder: Path
    on_event: OnEvent
    is_cancelled: Callable[[], bool]
    jobs: Path
    results: list[StageResult] = field(default_factory=list)
    outcomes: tuple[EvaluationOutcome, ...] = ()
    again: tuple[RunAgain, ...] = ()
    commit: str | None = None
    states: dict[str, EvaluationState] = field(default_factory=dict)
    since_s: float = 0.0
    current: Stage | None = None

    def run(self) -> None:
        """Go through the stages as far as they pass."""
        cloned = self.stage("clone", self._clone)
        built = self.stage("environment", lambda: self._build(cloned)) if cloned else None
        recorded = (
            self.stage("checkpoint", lambda: self._find(cloned)) if cloned and built else None
        )
        if not (cloned and built and recorded):
            return
        again = self.stage("evaluate", lambda: self._evaluate(recorded, cloned, built))
        if again:
            self.stage("compare", lambda: self._compare(again))

    def stage[T](self, stage: Stage, work: Callable[[], tuple[T | None, StageResult]]) -> T | None:
        """Do one stage and keep its result; return what the next one needs, None: it ended here."""
        self.since_s = time.time()
        self.tell(stage)
        began = time.monotonic()
        made, result = work()
        self.results.append(timed(result, time.monotonic() - began))
        self.tell(None)
        return made

    def tell(self, stage: Stage | None) -> None:
        """Tell the whole state."""
        self.current = stage
        log = self.folder / LOGS[stage] if stage in LOGS else None
        states = tuple(self.states.values())
        finished = tuple(self.results)
        state = ReproductionState(self.folder, finished, stage, self.since_s, log, states)
        self.on_event(state)

    def _clone(self) -> tuple[Cloned | None, StageResult]:
        made = clone.clone(
            self.source, self.scratch / "clone", self.folder / LOGS["clone"], self.is_cancelled
        )
        if isinstance(made, StageResult):
            return None, made
        self.commit = made.commit
        return made, passed("clone", f"commit {made.commit[:12]}", LOGS["clone"])

    def _build(self, cloned: Cloned) -> tuple[Built | None, StageResult]:
        requirements = Workspace(cloned.root).requirements_path
        log = self.folder / environment.LOG
        made = environment.build(requirements, self.scratch / "env", log, self.is_cancelled)
        if isinstance(made, StageResult):
            return None, made
        return made, passed("environment", f"{made.packages} requirements", environment.LOG)

    def _find(self, cloned: Cloned) -> tuple[tuple[Recorded, ...] | None, StageResult]:
        assert self.step.reproduction is not None
        wanted = self.step.reproduction.evaluations
        found = checkpoints.find_recorded(self.course, self.day, wanted, cloned.root)
        if isinstance(found, StageResult):
            return None, found
        return found, passed("checkpoint", f"{len(found)} evaluations, files as recorded")

    def _evaluate(
        self, recorded: Sequence[Recorded], cloned: Cloned, built: Built
    ) -> tuple[tuple[RunAgain, ...] | None, StageResult]:
        self.states = {r.run.id: _waiting(r) for r in recorded}
        self.tell("evaluate")
        self.again = evaluate.run_again(
            recorded,
            clone=cloned.root,
            python=built.python,
            scratch=self.scratch,
            logs=self.folder,
            jobs=self.jobs,
            tell=self._tell_evaluation,
            is_cancelled=self.is_cancelled,
        )
        failed = next((each for each in self.again if each.ended.code != 0), None)
        if failed is None:
            return self.again, passed("evaluate", f"{len(self.again)} evaluations ran again")
        return None, _job_failed(failed)

    def _tell_evaluation(self, state: EvaluationState) -> None:
        self.states[state.run] = state
        self.tell("evaluate")

    def _compare(
        self, again: Sequence[RunAgain]
    ) -> tuple[tuple[EvaluationOutcome, ...], StageResult]:
        self.outcomes = tuple(compare.judge(each) for each in again)
        weakest = min(self.outcomes, key=lambda o: WEAKEST_FIRST.index(o.outcome))
        verdict: StageVerdict = "failed"
        if weakest.outcome in HELD:
            verdict = "passed"
        elif weakest.outcome in OPEN:
            verdict = "inconclusive"
        alike = sum(o.outcome == weakest.outcome for o in self.outcomes)
        why = f"{alike} of {len(self.outcomes)} {weakest.outcome}. {weakest.run}: {weakest.why}"
        if verdict == "passed":
            why = f"{alike} of {len(self.outcomes)} {weakest.outcome}"
        result = StageResult(stage="compare", verdict=verdict, why=why, remedy=weakest.remedy)
        return self.outcomes, result

    def record(self, name: str, started: datetime, duration_s: float) -> ReproductionRecord:
        """Return what is written to `reproduction.json`."""
        first = self.again[0] if self.again else None
        return ReproductionRecord(
            id=name,
            course=self.course.id,
            day=self.day.number,
            step=full_id(self.course, self.day, self.step),
            source=clean_line(without_secrets(self.source), 400),
            commit=self.commit,
            isolation="none",
            verdict=self._verdict(),
            stages=(*self.results, *self._blocked()),
            evaluations=self.outcomes,
            versions_recorded=conditions_of(first.recorded.run.folder) if first else {},
            versions_here=conditions_of(first.folder) if first else {},
            started=started.isoformat(timespec="seconds"),
            duration_s=round(duration_s, 3),
            tool=version(),
        )

    def _verdict(self) -> Verdict:
        if self.outcomes:
            return verdict_of(self.outcomes)
        return "error" if self.results[-1].verdict == "error" else "failed"

    def _blocked(self) -> list[StageResult]:
        done = {result.stage for result in self.results}
        by = self.results[-1].stage
        why = f"The stage {by} did not pass."
        open_ = [stage for stage in STAGES if stage not in done and stage != "report"]
        return [StageResult(stage=stage, verdict="blocked", why=why) for stage in open_]


def passed(stage: Stage, why: str, log: str | None = None) -> StageResult:
    """Return the result of a stage that passed."""
    return StageResult(stage=stage, verdict="passed", why=why, log=log)


def timed(result: StageResult, duration_s: float) -> StageResult:
    """Return the result with how long it took."""
    return msgspec.structs.replace(result, duration_s=round(duration_s, 3))


def _waiting(recorded: Recorded) -> EvaluationState:
    total = recorded.record.n_episodes
    return EvaluationState(recorded.step, recorded.run.id, "waiting", total=total)


def _job_failed(failed: RunAgain) -> StageResult:
    run, ended = failed.recorded.run.id, failed.ended
    remedy = f"Read {ended.log.name}; correct requirements.txt or the Run, commit, and start again."
    verdict: StageVerdict = "failed"
    if ended.code is None:
        verdict, why = "error", f"{run} took longer than {evaluate.DEADLINE_S:.0f} s."
        remedy = "Try again on a machine that is less busy."
    elif ended.code < 0:
        verdict, why = "error", f"{run} was ended by signal {-ended.code} (out of memory?)."
        remedy = "Try again with more free memory."
    else:
        why = f"{run} ended with status {ended.code}: {ended.last_line}"
    return StageResult(
        stage="evaluate", verdict=verdict, why=why, remedy=remedy, log=ended.log.name
    )
