"""Ticks that are saved at the same time, or could not be saved: each is, once."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from lab_tasks.progress import progress
from lab_tasks.progress.progress import ProgressUnwritable
from lab_tasks.workspace import Workspace
from tui.rules.progress_edits import ProgressEdits, Tick

STEPS = [f"c/day01/step-{number}" for number in range(8)]


@pytest.fixture
def edits(workspace: Workspace) -> ProgressEdits:
    progress.start(workspace, "c", "quick")
    return ProgressEdits(workspace)


def test_of_ticks_that_are_saved_at_the_same_time_each_is_saved_once(
    edits: ProgressEdits, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    tick: Callable[..., object] = progress.tick
    saved: list[str] = []

    def slowly(workspace: Workspace, step_id: str, *args: object, **named: object) -> object:
        time.sleep(0.01)  # as on a disk that is busy
        saved.append(step_id)
        return tick(workspace, step_id, *args, **named)

    monkeypatch.setattr(progress, "tick", slowly)
    with ThreadPoolExecutor(len(STEPS)) as threads:
        edits.put(*(Tick(name, "attested") for name in STEPS))
        problems = list(threads.map(lambda _: edits.save(), STEPS))

    assert problems == [None] * len(STEPS)
    assert edits.waiting == ()
    assert saved == STEPS, "each once, in their order"
    assert list(progress.load(workspace).steps) == STEPS


def test_what_cannot_be_saved_waits_and_goes_before_what_comes_next(
    edits: ProgressEdits, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full_disk:
        full_disk.setattr(progress, "tick", on_a_full_disk)
        edits.put(Tick(STEPS[0], "attested"))
        assert isinstance(edits.save(), ProgressUnwritable)
        assert len(edits.waiting) == 1

    edits.put(Tick(STEPS[1], "attested"))
    assert edits.save() is None
    assert list(progress.load(workspace).steps) == STEPS[:2]


def on_a_full_disk(workspace: Workspace, *args: object, **named: object) -> None:
    raise ProgressUnwritable(workspace.progress_path, "no space is left", "Free some, save again")
