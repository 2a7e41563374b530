"""Steps over training seeds, told with keys: queued as a group, counted, run again when asked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lab_fixture import Lab, make_lab, opened, step, text_of, until
from seeded_course import write_course
from textual.screen import Screen
from textual.widgets import Input, Static

from course.lint import lint
from course.loader import load_course
from lab_tasks.checks.registry import known_checks
from lab_tasks.queue import runner, store
from lab_tasks.runs.model import Run
from lab_tasks.runs.store import list_runs
from lab_tasks.workspace import Workspace
from tui.cli import main
from tui.exit_code import ExitCode
from tui.screens.ask_seeds import AskSeeds
from tui.screens.confirm import Confirm
from tui.screens.monitor import MonitorScreen


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_course(tmp_path / "seeded")


@pytest.fixture
def lab(
    folder: Path, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Lab]:
    made = make_lab(load_course(str(folder)), workspace, tmp_path / "jobs", monkeypatch)
    yield made
    made.clean_up()


def test_the_course_of_this_story_has_no_fault(folder: Path) -> None:
    assert lint(folder, known_checks()) == []


async def test_enter_trains_each_seed_then_evaluates_each_training(lab: Lab) -> None:
    lab.hold_at(50)
    async with lab.open(day=1).run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        outlook = "Runs (quick, seeds 1, 2, about 2 min in all)"
        await until(pilot, lambda: outlook in text_of(screen), "what it takes")
        await pilot.press("enter")
        await until(pilot, lambda: step(screen, "train").state == "running", "the first")
        await until(pilot, lambda: len(screen.state.waiting) == 1, "the other's place")
        await until(pilot, lambda: "0/2 seeds" in text_of(screen), "the count")
        await until(pilot, lambda: "0 of 2 seeds" in text_of(screen), "the pane")
        await pilot.press("enter")
        told = "train-01 (seed 1) runs: l shows the log. Seed 2 waits."
        await until(pilot, lambda: told in said(text_of(screen)), "what is under way")
        lab.go_on()
        await until(pilot, lambda: step(screen, "train").state == "done", "both trainings")

        screen.checklist.move_to("evaluate")
        await pilot.press("a")
        await until(pilot, lambda: step(screen, "evaluate").state == "done", "each evaluation")

        made = [
            (r.request.seed, r.request.flag("seed"), r.request.inputs) for r in evaluations(lab)
        ]
        assert made == [(1, "7", ("train-01",)), (2, "7", ("train-02",))]
        groups = {run.request.group for run in screen.state.runs}
        assert groups == {"train-seeds-01", "evaluate-seeds-01"}
        screen.checklist.move_to("train")
        await pilot.press("m")
        await until(pilot, lambda: isinstance(pilot.app.screen, MonitorScreen), "the monitor")
        assert [s.group for s in pilot.app.screen.sources] == ["train"] * 2


async def test_what_was_stopped_is_started_alone_and_what_is_there_only_when_asked(
    lab: Lab,
) -> None:
    lab.hold_at(50)
    async with lab.open(day=1).run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: step(screen, "train").state == "running", "the first")
        await pilot.press("s")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the question")
        assert "1 more of this Step waits" in question(pilot.app.screen)
        await pilot.press("y")
        await until(pilot, lambda: not screen.state.runs[0].is_alive, "the stop")
        lab.go_on()
        await until(pilot, lambda: step(screen, "train").state == "stopped", "the lack")
        shown = step(screen, "train").run
        assert shown is not None
        assert shown.id == "train-01", "what was stopped is the one to look at, not the newest"

        await pilot.press("enter")
        await until(pilot, lambda: step(screen, "train").state == "done", "the first again")
        assert [run.request.seed for run in list_runs(lab.workspace)] == [1, 2, 1]

        await pilot.press("S")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskSeeds), "the seeds")
        assert pilot.app.screen.query_one(Input).value == "1,2"
        await pilot.press("escape", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the question")
        assert "has 2 of 2 seeds. Run all 2 again?" in question(pilot.app.screen)
        await pilot.press("n")
        assert len(list_runs(lab.workspace)) == 3


def test_the_command_queues_what_is_missing_and_says_when_nothing_is(
    lab: Lab,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(runner, "ensure_running", lambda workspace: True)
    monkeypatch.chdir(lab.workspace.root)
    run = ["--course", str(folder), "run", "train"]

    assert main(run) == ExitCode.PASS
    assert capsys.readouterr().out.splitlines() == [f"queued train (seed {n})" for n in (1, 2)]
    assert main(run) == ExitCode.PASS
    said_by = capsys.readouterr()
    assert said_by.out == ""
    assert "of every seed, or one under way: seeds 1, 2" in said_by.err
    assert main([*run, "--seeds", "2"]) == ExitCode.PASS
    assert [entry.seed for entry in store.waiting(lab.workspace)] == [1, 2, 2]
    assert main([*run, "--now"]) == ExitCode.USAGE


def evaluations(lab: Lab) -> list[Run]:
    return [run for run in list_runs(lab.workspace) if run.request.job == "evaluate"]


def question(screen: Screen[Any]) -> str:
    return said(str(screen.query_one("#question", Static).render()))


def said(text: str) -> str:
    return " ".join(text.split())
