"""The faults: what the child is to do, what is done to it, and how it must be told to have ended.

What is expected is said here, by the fault, and nowhere worked out from the code that is tested.
"""

import contextlib
import fcntl
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks.chaos_case import Case, Live
from benchmarks.chaos_child import NO_SPACE
from benchmarks.chaos_memory import make_memory_group

Needs = Literal["", "tmpfs", "memory group"]
RESISTS = ("ignore:SIGINT", "ignore:SIGTERM")
OBEYS = ("default:SIGINT",)  # without a traceback, which would be output that nobody counted
SLEEPER = [sys.executable, "-c", "import sys, time; print(flush=True); time.sleep(600)"]


@dataclass(frozen=True)
class Fault:
    """One kind of case. `act` begins when the child is ready."""

    name: str
    words: tuple[str, ...]
    act: Callable[[Live], None]
    ends: tuple[str, ...]
    """The states that are right, in words."""
    start: Callable[[Live], None] = lambda live: live.system.launch(live.case)
    needs: Needs = ""
    is_early: bool = False
    """Whether the fault comes while it starts: `act` does not wait for the child."""


def go(live: Live) -> None:
    """Nothing happens."""
    live.go()


def kill_child(live: Live) -> None:
    """SIGKILL to the child."""
    live.kill("child")


def kill_supervisor(live: Live) -> None:
    """SIGKILL to the supervisor; the child goes on and ends."""
    live.kill("supervisor")
    live.expect_running()
    live.go()


def kill_both(live: Live) -> None:
    """SIGKILL to the supervisor, then to the child."""
    live.kill("supervisor")
    live.kill("child")


def kill_both_at_once(live: Live) -> None:
    """SIGKILL to the child and at once to the supervisor, who may have seen it or not."""
    live.kill("child", "supervisor")


def kill_starting(live: Live) -> None:
    """SIGKILL to the supervisor at any moment of the start; the child may be there or not."""
    live.pause()
    number = supervisor_process(live.case)
    if number is not None:
        with contextlib.suppress(ProcessLookupError):
            live.handles["supervisor"] = os.pidfd_open(number)
            live.kill("supervisor")
    live.go()


def supervisor_process(case: Case) -> int | None:
    """Return the number of the process that stands by a case, before any record tells it."""
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if folder.name.isdecimal() and _is_supervisor(folder, case):
                return int(folder.name)
    return None


def _is_supervisor(process: Path, case: Case) -> bool:
    command = (process / "cmdline").read_bytes()
    if b"lab_tasks.runs.supervisor" in command:
        return os.readlink(process / "cwd") == str(case.root) and case.run_id.encode() in command
    return b"chaos_naive" in command and bytes(case.folder) in command


def stop(live: Live) -> None:
    """Ask for the end."""
    live.system.stop(live.case)


def stop_alone(live: Live) -> None:
    """Ask for the end when the supervisor is dead."""
    live.kill("supervisor")
    live.system.stop(live.case)


def meet_stranger(live: Live, *, restarted: bool = False) -> None:
    """Let the records name a stranger's process, as when its number was given anew."""
    live.stranger = subprocess.Popen(SLEEPER, stdout=subprocess.PIPE, start_new_session=True)
    assert live.stranger.stdout is not None
    live.stranger.stdout.readline()
    live.system.forge(live.case, live.stranger.pid, restarted=restarted)


def stop_beside_stranger(live: Live) -> None:
    """Stop a Run without supervisor whose records name a stranger."""
    live.kill("supervisor")
    meet_stranger(live)
    live.system.stop(live.case)


def die_beside_stranger(live: Live) -> None:
    """Both are dead, their records name a stranger, and a stop is asked for."""
    kill_both(live)
    meet_stranger(live)
    live.system.stop(live.case)


def restart_beside_stranger(live: Live) -> None:
    """As after a restart: records of before, a stranger with the number, and one with the lock."""
    kill_both(live)
    lock = (live.case.folder / "run.lock").open("w")
    fcntl.flock(lock, fcntl.LOCK_EX)
    live.kept.append(lock)
    meet_stranger(live, restarted=True)


def start_from_app(live: Live) -> None:
    """Start it from an app of its own, on a terminal."""
    _start_app(live, live.system.app(live.case))


def start_in_memory_group(live: Live) -> None:
    """Start it from an app in a group that has little memory."""
    group = make_memory_group(live.case.run_id)
    assert group is not None
    live.memory_group = group
    joining = 'echo $$ > "$0/cgroup.procs" && exec "$@"'
    _start_app(live, ["/bin/sh", "-c", joining, str(group), *live.system.app(live.case)])


def kill_app(live: Live) -> None:
    """SIGKILL to the app."""
    assert live.app is not None
    live.app.kill()
    live.app.wait()
    live.pause()
    live.go()


def hang_up(live: Live) -> None:
    """Close the terminal, and send SIGHUP to the app's group and session besides."""
    assert live.app is not None
    assert live.terminal is not None
    os.close(live.terminal)
    live.terminal = None
    with contextlib.suppress(ProcessLookupError):
        os.killpg(live.app.pid, signal.SIGHUP)
    live.app.wait()
    live.pause()
    live.go()


FAULTS = (
    Fault("nothing", ("live", "exit:0"), go, ("Finished 0",)),
    Fault("it fails", ("live", "exit:3"), go, ("Finished 3",)),
    Fault("it crashes", ("live", "die:SIGSEGV"), go, ("Killed 11",)),
    Fault("half a line at the end", ("live", "half", "die:SIGKILL"), go, ("Killed 9",)),
    Fault("child killed", ("live",), kill_child, ("Killed 9",)),
    Fault("supervisor killed", ("live", "exit:0"), kill_supervisor, ("Lost",)),
    Fault(
        "supervisor killed, child succeeds",
        ("live", "record", "exit:0"),
        kill_supervisor,
        ("Finished 0",),
    ),
    Fault(
        "supervisor killed at the start",
        ("live", "exit:0"),
        kill_starting,
        ("Lost",),
        is_early=True,
    ),
    Fault("both killed", ("live",), kill_both, ("Lost",)),
    Fault("both killed at once", ("live",), kill_both_at_once, ("Lost", "Killed 9")),
    Fault("app killed", ("live", "exit:4"), kill_app, ("Finished 4",), start_from_app),
    Fault("hang-up", ("live", "exit:5"), hang_up, ("Finished 5",), start_from_app),
    Fault(
        "hang-up, child re-arms SIGHUP",
        ("default:SIGHUP", "live", "exit:6"),
        hang_up,
        ("Finished 6",),
        start_from_app,
    ),
    Fault("stop", (*OBEYS, "live"), stop, ("Stopped",)),
    Fault("stop, child ignores it", (*RESISTS, "live"), stop, ("Stopped",)),
    Fault("stop without supervisor", (*OBEYS, "live"), stop_alone, ("Stopped",)),
    Fault("number reused, child lives", (*OBEYS, "live"), stop_beside_stranger, ("Stopped",)),
    Fault("number reused, both dead", ("live",), die_beside_stranger, ("Lost",)),
    Fault("machine restarted", ("live",), restart_beside_stranger, ("Lost",)),
    Fault("disk full", ("fill",), go, (f"Finished {NO_SPACE}",), needs="tmpfs"),
    Fault(
        "out of memory",
        ("live", "eat"),
        go,
        ("Killed 9 for want of memory",),
        start_in_memory_group,
        needs="memory group",
    ),
)


def _start_app(live: Live, command: list[str]) -> None:
    live.terminal, slave = pty.openpty()
    live.app = subprocess.Popen(
        command, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
    )
    os.close(slave)
