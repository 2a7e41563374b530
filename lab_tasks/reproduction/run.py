"""The fresh-clone test: stage after stage, each with its own verdict, log and time.

A later stage is `blocked` when an earlier one did not pass. The report is written in every case.
"""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from course.model import Course, Day, Step
from lab_tasks.evidence.evidence import REPRODUCTION
from lab_tasks.evidence.evidence_files import REPORT
from lab_tasks.reproduction import clone, report
from lab_tasks.reproduction.events import OnEvent, ignore
from lab_tasks.reproduction.process import Cancelled
from lab_tasks.reproduction.record import HELD, OPEN, ReproductionRecord
from lab_tasks.reproduction.stages import Stages, passed, timed
from lab_tasks.runs.jobs_path import jobs_path
from lab_tasks.workspace import Workspace

__all__ = ["NOTICE", "Cancelled", "ReproductionReport", "exit_status", "reproduce"]

NOTICE = (
    "The fresh-clone test installs the packages that the repository asks for and runs them with "
    "your rights. Nothing isolates it yet (isolation: none). Run it only for a repository that "
    "you trust."
)


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
    test = Stages(
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


def _write(
    test: Stages, record: ReproductionRecord, folder: Path, document: Path
) -> ReproductionRecord:
    """Write record and report, the stage `report` itself included."""
    began = time.monotonic()
    test.since_s = time.time()
    test.tell("report")
    result = timed(passed("report", document.name), time.monotonic() - began)
    whole = msgspec.structs.replace(record, stages=(*record.stages, result))
    report.write_record(folder / REPRODUCTION, whole)
    report.write_document(document, whole)
    test.results.append(result)
    return whole


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
