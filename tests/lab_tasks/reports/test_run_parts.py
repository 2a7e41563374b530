"""Parts of a training: how each ended in words, and what was trained again."""

from pathlib import Path

import pytest
from recomputing import fact
from sample_trainings import trained_workspace
from sample_workspace import edit_json, run_folder

from lab_tasks.reports.document import document
from lab_tasks.reports.run_parts import chain, ending, without_repeats
from lab_tasks.reports.sources import find_sources, read_trainings
from lab_tasks.reports.training import Logged
from lab_tasks.runs import locks
from lab_tasks.runs.model import (
    Finished,
    Killed,
    Lost,
    Running,
    RunState,
    Starting,
    Stopped,
)
from lab_tasks.runs.store import read_run


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (Starting(), "still running when this was written"),
        (Running(1.0), "still running when this was written"),
        (Finished(0, 1.0), "finished"),
        (Finished(1, 1.0), "failed with status 1"),
        (Stopped(1.0), "stopped by the student"),
        (Killed(9, 1.0), "killed by signal 9"),
        (Killed(9, 1.0, True), "killed by signal 9: out of memory"),
        (Lost("a power cut"), "lost: a power cut"),
    ],
)
def test_every_end_has_its_words(state: RunState, words: str) -> None:
    assert ending(state) == words


def test_what_was_trained_again_replaces_what_was() -> None:
    steps = [(1, 0.9), (2, 0.8), (3, 0.7), (2, 0.5), (3, 0.4), (4, 0.3)]

    kept = without_repeats(Logged(step, {"loss": loss}) for step, loss in steps)

    assert [(p.step, p.values["loss"]) for p in kept] == [(1, 0.9), (2, 0.5), (3, 0.4), (4, 0.3)]


def test_an_evaluation_stands_beside_the_loss_of_its_step() -> None:
    both = [Logged(2, {"loss": 0.8}), Logged(2, {"eval_success": 0.5})]

    assert without_repeats(both) == [Logged(2, {"loss": 0.8, "eval_success": 0.5})]


def test_rounded_steps_that_look_alike_are_all_kept() -> None:
    rounded = [Logged(2000, {"loss": loss}, is_exact=False) for loss in (0.3, 0.2)]

    assert without_repeats(rounded) == rounded


def test_a_training_that_runs_has_no_end(tmp_path: Path) -> None:
    workspace = trained_workspace(tmp_path, ("act",))
    run = run_folder(workspace, "train-act-01")
    for name in ("exit.json", "record.json"):
        (run / name).unlink()
    held = locks.take(run / "run.lock")

    written = document(read_trainings(find_sources(["train-act-01"], workspace)), {})

    end = fact(written, "Ended")
    assert end.startswith("still running when this was written; last heard of ")
    assert fact(written, "Parameters that learn") == "–"
    assert "left no record.json" not in written
    assert held > 0


def test_runs_that_say_they_resume_each_other_end(tmp_path: Path) -> None:
    workspace = trained_workspace(tmp_path)
    act, cloning = (run_folder(workspace, f"train-{name}-01") for name in ("act", "cloning"))
    edit_json(act / "request.json", resumes=cloning.name)
    edit_json(cloning / "request.json", resumes=act.name)

    assert [run.id for run in chain(read_run(act))] == ["train-cloning-01", "train-act-01"]


@pytest.mark.parametrize("name", ["../elsewhere-01", "/etc", "train-act-99", ".."])
def test_a_run_that_resumes_what_is_not_there_begins_itself(tmp_path: Path, name: str) -> None:
    run = run_folder(trained_workspace(tmp_path, ("act",)), "train-act-01")
    edit_json(run / "request.json", resumes=name)

    assert [each.id for each in chain(read_run(run))] == ["train-act-01"]
