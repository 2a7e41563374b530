"""One case of the chaos: a Run, the processes of it as handles, and what went wrong."""

import contextlib
import os
import random
import select
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from benchmarks.chaos_child import Tally

DEADLINE_S = 30.0


@dataclass(frozen=True)
class Case:
    """What to start: the child's words, in which Workspace, with which dice for its moments."""

    number: int
    root: Path
    """Of a Workspace."""
    tally: Path
    words: tuple[str, ...]
    dice: random.Random

    @property
    def run_id(self) -> str:
        """Name of the Run's folder."""
        return f"chaos-{self.number:04d}"

    @property
    def folder(self) -> Path:
        """The Run's folder."""
        return self.root / ".robolab" / "runs" / self.run_id


class System(Protocol):
    """A way to start and watch processes: ours, or the naive one that must be caught."""

    name: str
    patience_s: float
    """How long its end is waited for."""

    def launch(self, case: Case) -> None:
        """Start the case from this process."""

    def app(self, case: Case) -> list[str]:
        """Return the command of an app that starts the case and stays."""

    def supervisor(self, case: Case) -> int | None:
        """Return the number of the process that stands by; None until it is known."""

    def state(self, case: Case) -> str:
        """Return the state in words: `Running`, `Finished 3`, `Killed 9`, `Lost`, …."""

    def stop(self, case: Case) -> None:
        """Ask for the end."""

    def forge(self, case: Case, pid: int, *, restarted: bool) -> None:
        """Let the records name another process, perhaps of before a restart of the machine."""


@dataclass
class Live:
    """A case that was started."""

    case: Case
    system: System
    tally: Tally
    handles: dict[str, int] = field(default_factory=dict)
    """Open pidfds: a number may be given anew, a handle never is."""
    app: subprocess.Popen[bytes] | None = None
    terminal: int | None = None
    stranger: subprocess.Popen[bytes] | None = None
    memory_group: Path | None = None
    kept: list[IO[str]] = field(default_factory=list)
    """Files that are held open until the end."""
    wrong: list[str] = field(default_factory=list)

    def find_processes(self) -> None:
        """Wait until child and supervisor are known, and take a handle of each."""
        until(lambda: self.tally.ready, "the child")
        self.handles["child"] = os.pidfd_open(self.tally.pid)
        number = until(lambda: self.system.supervisor(self.case), "the supervisor's number")
        self.handles["supervisor"] = os.pidfd_open(number)

    def pause(self) -> None:
        """Let a random moment pass."""
        time.sleep(self.case.dice.uniform(0, 0.03))

    def kill(self, *who: str) -> None:
        """SIGKILL processes, then wait until they are gone."""
        for name in who:
            signal.pidfd_send_signal(self.handles[name], signal.SIGKILL)
        for name in who:
            self.wait_for_end(name)

    def wait_for_end(self, name: str) -> None:
        """Wait until a process has ended."""
        if not select.select([self.handles[name]], [], [], self.system.patience_s)[0]:
            raise TimeoutError(f"the end of the {name}")

    def go(self) -> None:
        """Let the child go on to its end."""
        self.tally.go = 1

    def expect_running(self) -> None:
        """Note it as wrong when it is not told as running now."""
        state = self.system.state(self.case)
        if not state.startswith("Running"):
            self.wrong.append(f"told as {state} while its child ran")

    def close(self) -> None:
        """End what is left of the case."""
        for handle in self.handles.values():
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(handle, signal.SIGKILL)
            os.close(handle)
        for process in (self.app, self.stranger):
            if process:
                process.kill()
                process.communicate()
        for file in self.kept:
            file.close()
        if self.terminal is not None:
            os.close(self.terminal)


def until[T](look: Callable[[], T | None], what: str, deadline_s: float = DEADLINE_S) -> T:
    """Return the first true value. Raises TimeoutError after the deadline."""
    deadline = time.monotonic() + deadline_s
    while not (found := look()):
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.005)
    return found
