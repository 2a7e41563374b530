"""Four writers at once, and death at any moment of a save."""

import mmap
import os
import random
import signal
import time
from collections.abc import Callable

import pytest
import yaml
from begun_progress import READ

from lab_tasks.progress import journal, progress, progress_document
from lab_tasks.progress.progress import ProgressDamaged
from lab_tasks.workspace import Workspace


@pytest.mark.slow
def test_four_processes_lose_none_of_two_hundred_ticks(begun: Workspace) -> None:
    def tick_fifty(writer: int) -> None:
        for number in range(50):
            progress.tick(begun, f"robo47/day{writer}/s{number}", "attested")

    children = [forked(lambda writer=writer: tick_fifty(writer)) for writer in range(4)]

    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0, 0]
    assert len(progress.load(begun).steps) == 200
    assert sum(entry["event"] == "tick" for entry in journal.entries(begun)) == 200


@pytest.mark.slow
def test_three_hundred_kills_in_mid_save_lose_no_saved_tick(begun: Workspace) -> None:
    def save(number: int) -> None:
        progress.tick(begun, READ, "attested", str(number))

    def found() -> int:
        return int(progress.load(begun).steps[READ].note)

    save(0)
    unsound = killed_saves(save, found, kills=300)

    assert unsound == []
    save(10**6)
    assert [path.name for path in begun.root.iterdir() if "damaged" in path.name] == []
    assert len(list(begun.root.iterdir())) == 2  # .robolab and the file: no leavings


@pytest.mark.slow
def test_the_kills_would_catch_a_writer_that_truncates(begun: Workspace) -> None:
    def save(number: int) -> None:
        entry = {"done_at": "now", "level": "attested", "note": str(number)}
        steps = {READ: entry} | {f"robo47/day01/s{n}": entry for n in range(5)}
        document = {**progress_document.empty("robo47", "quick"), "steps": steps}
        with begun.progress_path.open("w") as file:
            yaml.safe_dump(document, file)

    def found() -> int:
        return int(progress.read_only(begun).steps[READ].note)

    save(0)

    assert killed_saves(save, found, kills=60) != []


def killed_saves(save: Callable[[int], None], found: Callable[[], int], *, kills: int) -> list[str]:
    """Kill a process that saves number after number, `kills` times; return what went wrong.

    Right is the last number that was acknowledged, or the one after it, which was being saved.
    """
    dice = random.Random(300)
    wrong: list[str] = []
    acknowledged = mmap.mmap(-1, 8)

    def save_on(number: int) -> None:
        while True:
            number += 1
            save(number)
            acknowledged[:] = number.to_bytes(8, "little")

    newest = 0
    for kill in range(kills):
        child = forked(lambda newest=newest: save_on(newest))
        time.sleep(dice.uniform(0.001, 0.012))  # a random moment, not a wait
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        saved = max(newest, int.from_bytes(acknowledged[:], "little"))
        try:
            newest = found()
        except ProgressDamaged as told:
            wrong.append(f"kill {kill}: {told}")
            save(saved)
            newest = saved
        if newest not in (saved, saved + 1):
            wrong.append(f"kill {kill}: {newest} was found after {saved} was saved")
    return wrong


def forked(work: Callable[[], None]) -> int:
    """Run `work` in a forked process and return its number."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001  a fork must never run the rest of the tests
            os._exit(1)
        os._exit(0)
    return child
