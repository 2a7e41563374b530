"""A Workspace in which Steps run real, detached processes that need no lerobot."""

import contextlib
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from course.model import Course
from lab_tasks.lab import lab_environment
from lab_tasks.lab.lab_environment import Ready
from lab_tasks.progress import progress
from lab_tasks.queue import allowed, queue_folder, runner, start, store
from lab_tasks.runs import locks
from lab_tasks.runs.launch import launch
from lab_tasks.runs.model import LOCK
from lab_tasks.runs.store import list_runs, read_launch
from lab_tasks.workspace import Workspace
from tui.app import LabApp
from tui.open_request import OpenRequest
from tui.rules import run_start
from tui.rules.day_view import StepView
from tui.screens.lab import LabScreen
from tui.session import run_feed, session

DEADLINE_S = 60.0
TURN_S = 0.02


class Lab:
    """Opens the app on one Workspace, as often as a story needs it."""

    def __init__(self, course: Course, workspace: Workspace) -> None:
        self.course = course
        self.workspace = workspace

    def open(self, day: int | None = 19) -> LabApp:
        return LabApp(lambda: OpenRequest(self.course, self.workspace, day=day))

    def hold_at(self, step: int) -> None:
        (self.workspace.root / "hold").write_text(str(step))

    def go_on(self) -> None:
        (self.workspace.root / "hold").unlink()

    def clean_up(self) -> None:
        """End what a test left running: its lock is held, so the process is ours."""
        store.clear(self.workspace)
        deadline = time.monotonic() + DEADLINE_S
        while queue_folder.has_runner(self.workspace) and time.monotonic() < deadline:
            time.sleep(TURN_S)
        for run in list_runs(self.workspace):
            started = read_launch(run.folder)
            if started and started.child_pid and locks.is_held(run.folder / LOCK):
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(started.child_pid, signal.SIGKILL)


def make_lab(
    course: Course, workspace: Workspace, jobs: Path, monkeypatch: pytest.MonkeyPatch
) -> Lab:
    package = jobs / "lab_tasks" / "jobs"
    package.mkdir(parents=True)
    for init in (package, package.parent):
        (init / "__init__.py").touch()
    for name in ("demos", "train", "evaluate"):
        # a copy: what a story puts in its place must not be written through a link
        shutil.copy(Path(__file__).with_name("fake_job.py"), package / f"{name}.py")
    ready = Ready(Path(sys.executable), "the test's")
    monkeypatch.setattr(lab_environment, "find", lambda workspace=None: ready)
    monkeypatch.setattr(run_start, "launch", partial(launch, jobs=jobs))
    monkeypatch.setattr(runner, "ensure_running", partial(run_queue, jobs=jobs))
    monkeypatch.setattr(runner, "POLL_S", 0.02)
    monkeypatch.setenv("ROBOLAB_NOTIFY", "off")
    monkeypatch.setattr(run_feed, "READ_INTERVAL_S", 0.1)
    monkeypatch.setattr(session, "RETRY_S", 0.2)
    monkeypatch.setattr(run_feed, "WATCH_INTERVAL_S", 0.05)
    progress.start(workspace, course.id, "quick")
    return Lab(course, workspace)


def run_queue(workspace: Workspace, *, jobs: Path) -> bool:
    """Run the queue in a thread, so that it starts the tests' own jobs; else as the real one."""
    if (
        not store.waiting(workspace)
        or allowed.paused(workspace)
        or queue_folder.has_runner(workspace)
    ):
        return False
    lock = queue_folder.take_runner_lock(workspace)
    if lock is None:
        return False
    begin = partial(start.begin, launch=partial(launch, jobs=jobs))
    Thread(target=runner.Runner(workspace, lock, begin).run, daemon=True).start()
    return True


async def until[T](pilot: Pilot[int], look: Callable[[], T], what: str = "it") -> T:
    """Return the first true value of `look`, letting the app go on meanwhile."""
    for _ in range(int(DEADLINE_S / TURN_S)):
        if found := look():
            return found
        await pilot.pause(TURN_S)
    pytest.fail(f"{what} did not come within {DEADLINE_S} s. Shown:\n{text_of(pilot.app.screen)}")


async def opened(pilot: Pilot[int]) -> LabScreen:
    """Return the lab screen when the Workspace was read."""

    def ready() -> LabScreen | None:
        screen = pilot.app.screen_stack[1] if len(pilot.app.screen_stack) > 1 else None
        is_ready = isinstance(screen, LabScreen) and screen.has_opened
        return screen if is_ready and screen.step else None  # type: ignore[return-value]

    return await until(pilot, ready, "the lab")


def step(screen: LabScreen, step_id: str) -> StepView:
    """Return a Step of the open Day as it is now."""
    found = screen.view.find(step_id)
    assert found, step_id
    return found


def text_of(screen: Screen[Any]) -> str:
    """Return what the screen shows, as plain text."""
    return "\n".join(
        "".join(segment.text for segment in strip) for strip in screen._compositor.render_strips()
    )
