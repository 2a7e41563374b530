"""Which Run goes on from a Checkpoint, and which no more, for another one did."""

from pathlib import Path

import msgspec
import pytest
from day_fixture import save_checkpoint
from run_request import run_request

from lab_tasks.runs.model import Run, Running, RunState, Stopped
from tui.rules.resuming import refusal_of_second, resumable, went_on_as


class Parts:
    """Makes the parts of one training, on disk: each began where `resumes` saved."""

    def __init__(self, root: Path) -> None:
        self.runs: tuple[Run, ...] = ()
        self._root = root

    def add(self, resumes: str = "", *, saved: int = 0, state: RunState | None = None) -> Run:
        run_id = f"train-{len(self.runs) + 1:02}"
        request = run_request(id=run_id, resumes=resumes, requested_s=0.0)
        folder = self._root / run_id
        folder.mkdir()
        (folder / "request.json").write_bytes(msgspec.json.encode(request))
        if saved:
            save_checkpoint(folder / "output" / "checkpoints", saved)
        run = Run(folder, request, state or Stopped(1.0))
        self.runs = (*self.runs, run)
        return run

    def told(self, run: Run) -> str:
        refusal = refusal_of_second(run, self.runs)
        return f"{refusal.why} {refusal.remedy}." if refusal else ""


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return Parts(tmp_path)


def test_while_a_later_part_runs_its_beginning_is_taken(parts: Parts) -> None:
    first = parts.add(saved=40)
    second = parts.add(first.id, state=Running(1.0))

    assert parts.told(first) == (
        "train-01 went on as train-02, which is running. "
        "Let that go on, or stop it first: `robolab-tui runs stop train-02`."
    )
    assert not parts.told(second)


def test_a_later_part_that_came_further_is_resumed_instead(parts: Parts) -> None:
    first = parts.add(saved=40)
    second = parts.add(first.id, saved=80)

    assert parts.told(first) == (
        "train-01 went on as train-02, which came further. Resume train-02 instead."
    )
    assert resumable(parts.runs) == (second,)


def test_the_last_of_many_parts_is_named(parts: Parts) -> None:
    first = parts.add(saved=40)
    second = parts.add(first.id, saved=80)
    third = parts.add(second.id, state=Running(1.0))

    assert went_on_as(first, parts.runs) == third
    assert went_on_as(second, parts.runs) == third


def test_a_part_that_saved_nothing_stands_back_for_one_that_began_where_it_did(
    parts: Parts,
) -> None:
    first = parts.add(saved=40)
    second = parts.add(first.id)
    assert not parts.told(first)
    assert not parts.told(second)
    assert resumable(parts.runs) == (second,), "each Checkpoint once"

    parts.add(first.id, state=Running(1.0))

    assert "which is running" in parts.told(first)
    assert parts.told(second).startswith("train-02 went on as train-03, which is running.")
    assert resumable(parts.runs) == ()


def test_two_parts_that_run_from_one_checkpoint_end_the_search(parts: Parts) -> None:
    first = parts.add(saved=40)
    parts.add(first.id, state=Running(1.0))
    parts.add(first.id, state=Running(1.0))

    assert "which is running" in parts.told(first)
