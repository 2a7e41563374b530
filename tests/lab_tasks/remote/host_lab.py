"""A host with a Workspace and a fake job, and a Workspace here from which Runs are sent there."""

import contextlib
import os
import signal
import sys
from pathlib import Path

import msgspec
from fake_lab import FakeLab, a_request, until
from loopback import HOST, Loopback

from lab_tasks.remote.place import SshPlace
from lab_tasks.remote.places import launch_at
from lab_tasks.runs import locks
from lab_tasks.runs.model import LOCK, OUTPUT_LOG, SUPERVISOR_LOCK, Run
from lab_tasks.runs.store import read_launch, read_run
from lab_tasks.workspace import Workspace


class HostLab:
    """`here` sends to `there`, the Workspace on the host `loopback`."""

    def __init__(self, loopback: Loopback, folder: Path) -> None:
        self.loopback = loopback
        self.here = Workspace(folder / "here")
        self.here.root.mkdir()
        there = Workspace(loopback.folder / "there")
        there.root.mkdir()
        self.there = FakeLab(there, loopback.folder / "jobs")
        self.place = SshPlace(
            name="gpu-box",
            host=HOST,
            workspace=str(there.root),
            robolab=sys.executable,
            lab_python=sys.executable,
        )
        self.runs: list[Path] = []

    def launch(self, *args: str, inputs: tuple[str, ...] = ()) -> Run:
        # The job's own PYTHONPATH, in place of the one with the real jobs.
        request = a_request(self.here, *args, env={"PYTHONPATH": str(self.there.jobs)})
        request = msgspec.structs.replace(request, inputs=inputs)
        run = launch_at(self.place, self.here, request, Path("/not/used"))
        self.runs.append(run.folder)
        return run

    def folder_there(self, run: Run) -> Path:
        return self.there.workspace.runs_dir / run.id

    def ready(self, run: Run) -> Run:
        """Wait until the job runs over there, and that is known here."""
        until(lambda: (self.folder_there(run) / "ready").exists(), "the job")
        until(lambda: type(read_run(run.folder).state).__name__ == "Running", "the news of it")
        return read_run(run.folder)

    def go(self, run: Run) -> None:
        (self.folder_there(run) / "go").touch()

    def log(self, run: Run) -> str:
        with contextlib.suppress(FileNotFoundError):
            return (run.folder / OUTPUT_LOG).read_text()
        return ""

    def kill_mirror(self, run: Run) -> None:
        launched = read_launch(run.folder)
        assert launched is not None
        assert launched.supervisor_pid is not None
        os.kill(launched.supervisor_pid, signal.SIGKILL)
        until(lambda: not locks.is_held(run.folder / LOCK), "the mirror's end")

    def clean_up(self) -> None:
        """End what a test left running: processes whose locks are held, so they are ours."""
        for folder in self.runs:
            launched = read_launch(folder)
            if launched and launched.supervisor_pid and locks.is_held(folder / SUPERVISOR_LOCK):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(launched.supervisor_pid, signal.SIGKILL)
            if (there := self.there.workspace.runs_dir / folder.name).exists():
                self.there.launched.append(there)
        self.there.clean_up()
