"""The fresh-clone test: stage after stage, each with its own verdict, log and time.

A later stage is `blocked` when an earlier one did not pass. The report is written in every case.
"""

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from course.model import Course, Day, Step
from lab_tasks.evidence_files import REPORT, REPRODUCTION
from lab_tasks.references import full_id
from lab_tasks.reproduction import checkpoints, clone, compare, environment, evaluate, report
from lab_tasks.reproduction.checkpoints import Recorded
from lab_tasks.reproduction.clone import Cloned
from lab_tasks.reproduction.environment import Built
from lab_tasks.reproduction.evaluate import RunAgain
from lab_tasks.reproduction.events import EvaluationState, OnEvent, ReproductionState, ignore
from lab_tasks.reproduction.process import Cancelled
from lab_tasks.reproduction.record import (
    HELD,
    OPEN,
    STAGES,
    EvaluationOutcome,
    Outcome,
    ReproductionRecord,
    Stage,
    StageResult,
    StageVerdict,
    Verdict,
)
from lab_tasks.runs.jobs_path import jobs_path
from lab_tasks.sanitise import clean_line
from lab_tasks.version import version
from lab_tasks.workspace import Workspace

__all__ = ["NOTICE", "Cancelled", "ReproductionReport", "exit_status", "reproduce"]

NOTICE = (
    "The fresh-clone test installs the packages that the repository asks for and runs them with "
    "your rights. Nothing isolates it yet (isolation: none). Run it only for a repository that "
    "you trust."
)

WEAKEST_FIRST: tuple[Outcome, ...] = (
    "number changed",
    "not reproduced",
    "not run",
    "inconclusive",
    "consistent",
    "reproduced",
    "reproduced exactly",
)
LOGS: dict[Stage, str] = {"clone": "clone.log", "environment": environment.LOG}


@dataclass(frozen=True)
class ReproductionReport:
    """What came out and where it lies."""

    record: ReproductionRecord
    folder: Path
    """`reproduction.json` and the logs."""
    document: Path
    """`REPRODUCTION.md`."""


def step_of(day: Day) -> Step | None:
    """Return the Day's fresh-clone Step; None when it has none."""
    return next((step for step in day.steps if step.reproduction), None)


def reproduce(
    course: Course,
    day: Day,
    source: str | Path,
    *,
    workspace: Workspace | None,
    scratch: Path,
    on_event: OnEvent = ignore,
    is_cancelled: Callable[[], bool] = lambda: False,
    jobs: Path | None = None,
) -> ReproductionReport:
    """Run the fresh-clone test of a Day on the committed state of `source`, a folder or a URL.

    With a `workspace` record and report are written there, else into `scratch`, an empty or absent
    folder for clone and environment, which the caller removes. Shows `NOTICE` to nobody: the caller
    asks first. `jobs` takes the place of `jobs_path()`.

    Raises:
        ValueError: the Day has no such Step.
        Cancelled: `is_cancelled` said so.
        OSError: the workspace or the scratch folder cannot be written.
    """
    step = step_of(day)
    if step is None or step.reproduction is None:
        raise ValueError(f"{course.id} day {day.number} has no fresh-clone Step")
    started = datetime.now(UTC)
    home = workspace.reproductions_dir if workspace else scratch / "reproduction"
    folder = _new_folder(home, started)
    scratch.mkdir(parents=True, exist_ok=True)
    test = _Test(
        *(course, day, step, _absolute(source), scratch.resolve(), folder.resolve()),
        *(on_event, is_cancelled, jobs or jobs_path()),
    )
    began = time.monotonic()
    test.run()
    record = test.record(folder.name, started, time.monotonic() - began)
    document = (workspace.root if workspace else scratch) / REPORT
    record = _write(test, record, folder, document)
    test.tell(None)
    return ReproductionReport(record, folder, document)


def exit_status(record: ReproductionRecord) -> int:
    """Return 0 it held, 1 it did not, 3 this machine or we could not, 4 it cannot be told."""
    if record.verdict in HELD:
        return 0
    if record.verdict in OPEN:
        return 4
    return 3 if record.verdict == "error" else 1


@dataclass
class _Test:
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
        self.results.append(_timed(result, time.monotonic() - began))
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
        return made, _passed("clone", f"commit {made.commit[:12]}", LOGS["clone"])

    def _build(self, cloned: Cloned) -> tuple[Built | None, StageResult]:
        requirements = Workspace(cloned.root).requirements_path
        log = self.folder / environment.LOG
        made = environment.build(requirements, self.scratch / "env", log, self.is_cancelled)
        if isinstance(made, StageResult):
            return None, made
        return made, _passed("environment", f"{made.packages} requirements", environment.LOG)

    def _find(self, cloned: Cloned) -> tuple[tuple[Recorded, ...] | None, StageResult]:
        assert self.step.reproduction is not None
        wanted = self.step.reproduction.evaluations
        found = checkpoints.find_recorded(self.course, self.day, wanted, cloned.root)
        if isinstance(found, StageResult):
            return None, found
        return found, _passed("checkpoint", f"{len(found)} evaluations, files as recorded")

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
            return self.again, _passed("evaluate", f"{len(self.again)} evaluations ran again")
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
        why = f"{weakest.run}: {weakest.outcome}. {weakest.why}"
        result = StageResult(stage="compare", verdict=verdict, why=why, remedy=weakest.remedy)
        return self.outcomes, result

    def record(self, name: str, started: datetime, duration_s: float) -> ReproductionRecord:
        """Return what is written to `reproduction.json`."""
        recorded, here = report.versions(self.again)
        return ReproductionRecord(
            id=name,
            course=self.course.id,
            day=self.day.number,
            step=full_id(self.course, self.day, self.step),
            source=clean_line(_public(self.source), 400),
            commit=self.commit,
            isolation="none",
            verdict=self._verdict(),
            stages=(*self.results, *self._blocked()),
            evaluations=self.outcomes,
            versions_recorded=recorded,
            versions_here=here,
            started=started.isoformat(timespec="seconds"),
            duration_s=round(duration_s, 3),
            tool=version(),
        )

    def _verdict(self) -> Verdict:
        if self.outcomes:
            weakest = min((o.outcome for o in self.outcomes), key=WEAKEST_FIRST.index)
            return "failed" if weakest == "not run" else weakest
        return "error" if self.results[-1].verdict == "error" else "failed"

    def _blocked(self) -> list[StageResult]:
        done = {result.stage for result in self.results}
        by = self.results[-1].stage
        why = f"The stage {by} did not pass."
        open_ = [stage for stage in STAGES if stage not in done and stage != "report"]
        return [StageResult(stage=stage, verdict="blocked", why=why) for stage in open_]


def _write(
    test: _Test, record: ReproductionRecord, folder: Path, document: Path
) -> ReproductionRecord:
    """Write record and report, the stage `report` itself included."""
    began = time.monotonic()
    test.since_s = time.time()
    test.tell("report")
    result = _timed(_passed("report", document.name), time.monotonic() - began)
    whole = msgspec.structs.replace(record, stages=(*record.stages, result))
    report.write_record(folder / REPRODUCTION, whole)
    report.write_document(document, whole)
    test.results.append(result)
    return whole


def _passed(stage: Stage, why: str, log: str | None = None) -> StageResult:
    return StageResult(stage=stage, verdict="passed", why=why, log=log)


def _timed(result: StageResult, duration_s: float) -> StageResult:
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


def _new_folder(home: Path, started: datetime) -> Path:
    """Make the folder of a Reproduction, named by its start (UTC), so that names sort by time."""
    name = started.strftime("%Y%m%dT%H%M%SZ")
    home.mkdir(parents=True, exist_ok=True)
    for suffix in ("", *(f"-{number}" for number in range(2, 100))):
        with contextlib.suppress(FileExistsError):
            (home / f"{name}{suffix}").mkdir()
            return home / f"{name}{suffix}"
    raise FileExistsError(f"{home / name}: start again in a second")


def _absolute(source: str | Path) -> str:
    """Return a URL as it is, a folder's path from the root."""
    text = str(source)
    return text if clone.is_address(text) else str(Path(text).expanduser().resolve())


def _public(source: str) -> str:
    """Return a source without user and password."""
    scheme, separator, rest = source.partition("://")
    if not separator:
        return source
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"
