"""Mirrors killed and connections dropped at random moments: the end and every byte arrive."""

import contextlib
import os
import random
import signal
import time

import pytest
from fake_lab import DEADLINE_S
from host_lab import HostLab

from lab_tasks.remote.detached import reattach_all
from lab_tasks.runs import locks
from lab_tasks.runs.model import (
    EXIT,
    METRICS,
    OUTPUT_LOG,
    SUPERVISOR_LOCK,
    Finished,
    Lost,
    Run,
)
from lab_tasks.runs.store import read_launch, read_state

pytestmark = pytest.mark.remote
RUNS = 5


def kill_mirror(run: Run) -> bool:
    launched = read_launch(run.folder)
    if not launched or not launched.supervisor_pid:
        return False
    if not locks.is_held(run.folder / SUPERVISOR_LOCK):
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(launched.supervisor_pid, signal.SIGKILL)
    return True


def harm(lab: HostLab, run: Run, chance: random.Random) -> int:
    """Kill or drop up to four times; return how often a mirror was killed."""
    kills = 0
    for _ in range(chance.randint(2, 4)):
        time.sleep(chance.random() * 0.8)  # any moment
        if chance.random() < 0.6:
            kills += kill_mirror(run)
        else:
            lab.loopback.drop()
        reattach_all(lab.here)
    return kills


def test_whatever_is_killed_here_the_end_and_every_byte_arrive(lab: HostLab) -> None:
    chance, kills = random.Random(1), 0
    for number in range(RUNS):
        code = number % 2 * 3
        run = lab.launch("context", *["metrics:200", "say:more", "flood:1"] * 4, f"exit:{code}")
        kills += harm(lab, run, chance)
        deadline = time.monotonic() + 3 * DEADLINE_S
        while not (run.folder / EXIT).exists():
            assert time.monotonic() < deadline
            reattach_all(lab.here)
            time.sleep(0.1)

        assert isinstance(state := read_state(run.folder), Finished)
        assert state.code == code
        for name in (OUTPUT_LOG, METRICS, EXIT):
            there = lab.folder_there(run) / name
            assert (run.folder / name).read_bytes() == there.read_bytes()
    assert kills > 0


def test_without_a_new_mirror_a_kill_is_seen(lab: HostLab) -> None:
    run = lab.launch("context", "ready", "wait:go")
    lab.ready(run)

    assert kill_mirror(run)

    deadline = time.monotonic() + DEADLINE_S
    while not isinstance(read_state(run.folder), Lost):
        assert time.monotonic() < deadline
        time.sleep(0.01)
