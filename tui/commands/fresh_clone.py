"""`robolab-tui --day 21 --headless`: the fresh-clone test without a screen."""

import shutil
import sys
import tempfile
from argparse import Namespace
from pathlib import Path

import msgspec

from course.model import Course, Day
from lab_tasks.commits.plumbing import GitMissing
from lab_tasks.reproduction.events import ReproductionState
from lab_tasks.reproduction.run import (
    NOTICE,
    Cancelled,
    ReproductionReport,
    exit_status,
    reproduce,
    step_of,
)
from lab_tasks.workspace import Workspace
from tui import given_course
from tui.cli import complain, find_workspace
from tui.exit_code import ExitCode


def run(words: Namespace) -> int:
    """Run the test of a Day; the report goes to stdout, the talk to stderr."""
    if words.day is None:
        complain("--headless needs the Day whose fresh-clone test to run.", "Add --day 21.")
        return ExitCode.USAGE
    course = given_course.read(words.course)
    day = _day(course, words.day)
    if day is None:
        return ExitCode.USAGE
    workspace = Workspace(find_workspace(words))
    if words.source is None and not workspace.root.is_dir():
        complain(f"{workspace.root} is not a folder.", "Name yours with --workspace PATH.")
        return ExitCode.USAGE
    sys.stderr.write(f"! {NOTICE}\n")
    if words.source is not None and not (words.trust or _is_trusted(words.source)):
        return ExitCode.USAGE
    try:
        return _reproduce(course, day, words, workspace)
    except (Cancelled, KeyboardInterrupt):
        sys.stderr.write("interrupted: nothing was recorded\n")
        return ExitCode.INTERRUPTED
    except (OSError, GitMissing) as error:
        complain(f"The test could not be run: {error}.", "Mend that and start it again.")
        return ExitCode.ENVIRONMENT


def _day(course: Course, number: int | None) -> Day | None:
    able = [day for day in course.days if step_of(day)]
    day = next((day for day in able if number == day.number), None)
    if day is None:
        known = ", ".join(str(day.number) for day in able) or "none"
        complain(
            f"Day {number} of {course.id} has no fresh-clone test.", f"Days with one: {known}."
        )
    return day


def _is_trusted(source: str) -> bool:
    if not sys.stdin.isatty():
        complain("Nobody is there to ask whether its code may run.", "Say so with --trust.")
        return False
    sys.stderr.write(f"Run the code of {source}? [y/N] ")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _reproduce(course: Course, day: Day, words: Namespace, workspace: Workspace) -> int:
    scratch = Path(tempfile.mkdtemp(prefix="robolab-clone-"))
    foreign = words.source is not None
    try:
        report = reproduce(
            course,
            day,
            words.source or workspace.root,
            workspace=None if foreign else workspace,
            scratch=scratch,
            on_event=_Talk(),
        )
        _show(report, words)
        return exit_status(report.record)
    finally:
        for part in (scratch / "clone", scratch / "env") if foreign else (scratch,):
            shutil.rmtree(part, ignore_errors=True)


def _show(report: ReproductionReport, words: Namespace) -> None:
    text = report.document.read_text(encoding="utf-8")
    if words.format == "json":
        text = msgspec.json.format(msgspec.json.encode(report.record)).decode() + "\n"
    if words.output:
        words.output.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    sys.stderr.write(f"report: {report.document}\nlogs:   {report.folder}\n")


class _Talk:
    """Tells each stage once, when it begins and when it ends."""

    def __init__(self) -> None:
        self._told = 0
        self._current: str | None = None

    def __call__(self, state: ReproductionState) -> None:
        """Say what is new in `state`."""
        for result in state.finished[self._told :]:
            mark = "✓" if result.verdict == "passed" else "×"
            sys.stderr.write(f"{mark} {result.stage}: {result.why} ({result.duration_s:.1f} s)\n")
            if result.remedy:
                sys.stderr.write(f"  -> {result.remedy}\n")
        self._told = len(state.finished)
        if state.current and state.current != self._current:
            sys.stderr.write(f"▶ {state.current} ...\n")
        self._current = state.current
