"""Runs that outlive the app: the queue, seeds, resuming, alarms, told with keys."""

import json
import time

import pytest
import sample_workspace as sample
from day_fixture import save_checkpoint
from lab_fixture import Lab, opened, step, text_of, until
from textual.events import Key
from textual.keys import key_to_character
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Input, Static

from lab_tasks.lab import nvidia
from lab_tasks.queue import runner, store, sweep
from lab_tasks.queue.entries import Sweep
from lab_tasks.runs.model import METRICS
from lab_tasks.workspace import Workspace
from tui.rules.run_queue import left_to_run
from tui.screens.ask_seeds import AskSeeds
from tui.screens.confirm import Confirm
from tui.screens.lab import LabScreen
from tui.screens.monitor import MonitorScreen
from tui.screens.runs import RunsScreen
from tui.session import alarm_feed
from tui.widgets.say_line import SayLine


def said(screen: LabScreen) -> str:
    return str(screen.query_one(SayLine).render())


async def test_two_apps_see_one_queue_and_each_can_take_from_it(lab: Lab) -> None:
    lab.hold_at(50)
    async with lab.open().run_test(size=(120, 36)) as one, lab.open().run_test() as two:
        here, there = await opened(one), await opened(two)
        await one.press("a")
        await until(one, lambda: step(here, "make-demos").state == "running", "the first")
        await until(two, lambda: step(there, "train-act").state == "queued", "the other's queue")
        assert here.state.waiting == there.state.waiting

        await two.press("a")
        await until(two, lambda: isinstance(two.app.screen, Confirm), "the question")
        await two.press("y")
        await until(one, lambda: not here.state.waiting, "the empty queue")
        told = "The queue is empty. What runs goes on."
        await until(two, lambda: said(there) == told, "the word")
        assert step(here, "make-demos").state == "running"


async def test_what_is_left_goes_behind_what_waits_and_a_second_press_asks_to_take_all_off(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "ensure_running", lambda workspace: False)
    steps = ["robo47/day19/make-demos", "robo47/day19/train-act", "robo47/day21/of-another-day"]
    waiting = sweep.enqueue(lab.workspace, [Sweep(one) for one in steps], "quick", "robo47")
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: len(screen.state.waiting) == 3, "what waits")
        left = [view.full_id for view in left_to_run(screen.view)]
        await pilot.press("a")
        await until(pilot, lambda: len(screen.state.waiting) == 3 + len(left), "the rest")
        assert screen.state.waiting[:3] == waiting
        assert [entry.step for entry in screen.state.waiting[3:]] == left
        assert not set(left) & set(steps)

        await pilot.press("a")
        question = f"the queue: {3 + len(left)} (1 of other Days)? What runs goes on."
        await until(pilot, lambda: question in joined(pilot.app.screen), "the question")
        await pilot.press("n")
        await until(pilot, lambda: pilot.app.screen is screen, "the lab")
        assert len(store.waiting(lab.workspace)) == 3 + len(left)


def joined(screen: Screen[object]) -> str:
    """Return the question's words, wherever its lines break."""
    return " ".join(str(shown.render()) for shown in screen.query("#question").results(Static))


async def test_a_runner_that_does_not_start_is_told_in_the_app(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(workspace: Workspace) -> bool:
        raise runner.RunnerFailed("its runner ended at once: no module", "Mend it")

    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        monkeypatch.setattr(runner, "ensure_running", fails)
        await pilot.press("a")
        await until(pilot, lambda: "its runner ended at once" in said(screen), "the reason")
        assert screen.is_attached
        assert store.waiting(lab.workspace)


async def test_a_third_run_is_offered_the_queue(lab: Lab) -> None:
    lab.hold_at(50)
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        for count in (1, 2):
            screen.session.start_step(screen.day, step(screen, "make-demos").step)
            await until(pilot, lambda count=count: len(screen.state.alive) == count, "a Run")
        screen.session.start_step(screen.day, step(screen, "make-demos").step)
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the offer")
        await pilot.press("y")

        await until(pilot, lambda: screen.state.waiting, "its place on the queue")
        assert screen.state.waiting[0].step == "robo47/day19/make-demos"


async def begin_training(pilot: Pilot[int], lab: Lab) -> LabScreen:
    """Return the lab with `train-act` alive at step 50, by way of the queue."""
    sample.write_dataset(lab.workspace)
    lab.hold_at(50)
    screen = await opened(pilot)
    await until(pilot, lambda: step(screen, "make-demos").is_done, "the tick")
    screen.checklist.move_to("train-act")
    await pilot.press("enter")
    await until(pilot, lambda: step(screen, "train-act").state == "running", "the training")
    return screen


async def test_seeds_become_one_group_that_runs_one_after_the_other(lab: Lab) -> None:
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        screen.checklist.move_to("make-demos")
        await pilot.press("S")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskSeeds), "the question")
        pilot.app.screen.query_one(Input).value = "three"
        await pilot.press("enter")
        await until(pilot, lambda: "write 1,2,3 or 1-3" in text_of(pilot.app.screen), "the reason")
        pilot.app.screen.query_one(Input).value = "4, 6"
        await pilot.press("enter")
        await until(pilot, lambda: len(screen.state.runs) == 2, "both Runs")
        await until(pilot, lambda: all(run.succeeded for run in screen.state.runs), "their end")

        made = [(run.request.seed, run.request.group) for run in screen.state.runs]
        assert made == [(4, "make-demos-seeds-01"), (6, "make-demos-seeds-01")]
        assert [run.request.flag("seed") for run in screen.state.runs] == ["4", "6"]
        await pilot.press("m")
        await until(pilot, lambda: isinstance(pilot.app.screen, MonitorScreen), "the monitor")
        names = [source.name for source in pilot.app.screen.sources]
        assert names == ["make-demos-01", "make-demos-02"]


@pytest.mark.slow
async def test_a_stopped_training_is_resumed_with_its_command_shown(lab: Lab) -> None:
    async with lab.open().run_test(size=(160, 45)) as pilot:
        screen = await begin_training(pilot, lab)
        await pilot.press("s", "y")
        await until(pilot, lambda: step(screen, "train-act").state == "stopped", "the stop")
        await pilot.press("R")
        await until(pilot, lambda: "no complete Checkpoint" in said(screen), "the refusal")
        stopped = step(screen, "train-act").run
        assert stopped
        save_checkpoint(stopped.folder / "output" / "checkpoints", 40)
        lab.go_on()

        await pilot.press("R")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the offer")
        offer = text_of(pilot.app.screen)
        assert "step 40 of 3,000" in offer
        assert "--resume=true" in offer, "in sight without scrolling"
        asked = joined(pilot.app.screen)
        assert "robolab-tui runs resume train-act-01" in asked
        assert "python -P -m lab_tasks.jobs.train .robolab/runs/train-act-02 --" in asked
        await pilot.press("y")
        await until(pilot, lambda: len(screen.state.runs) == 3, "the second part")

        assert screen.state.runs[-1].request.resumes == "train-act-01"
        await until(pilot, lambda: "went on from" in text_of(screen), "the pane")


@pytest.mark.slow
async def test_a_later_part_stopped_before_its_first_checkpoint_keeps_that_it_began_with(
    lab: Lab,
) -> None:
    broken = sample.write_training(lab.workspace, "act")
    sample.edit_json(broken / "exit.json", code=1)
    (broken / "record.json").unlink()
    save_checkpoint(broken / "output" / "checkpoints", 40)
    lab.hold_at(50)
    async with lab.open().run_test(size=(160, 45)) as pilot:
        screen = await opened(pilot)
        screen.checklist.move_to("train-act")
        await until(pilot, lambda: step(screen, "train-act").state == "failed", "the Run")
        await pilot.press("R")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the offer")
        await pilot.press("y")
        await until(pilot, lambda: step(screen, "train-act").state == "running", "the second part")

        await pilot.press("s")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the question")
        assert f"since step 40 of {broken.name}, where it began, is lost" in joined(
            pilot.app.screen
        )
        await pilot.press("y")

        offered = f"R goes on from step 40 of {broken.name}"
        await until(pilot, lambda: offered in text_of(screen), "the offer to go on")


async def test_without_a_gpu_a_training_that_wants_one_goes_on_only_when_agreed(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nvidia, "gpu_answers", lambda: False)
    broken = sample.write_training(lab.workspace, "act")
    sample.ask(broken, policy__device="cuda")
    sample.edit_json(broken / "exit.json", code=1)
    (broken / "record.json").unlink()
    save_checkpoint(broken / "output" / "checkpoints", 40)
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        screen.checklist.move_to("train-act")
        await until(pilot, lambda: step(screen, "train-act").state == "failed", "the Run")
        for key in ("R", "r"):
            if key == "r":
                await pilot.press("r")
                await until(pilot, lambda: isinstance(pilot.app.screen, RunsScreen), "the Runs")
            await pilot.press("R")
            await until(pilot, lambda: "from its last" in joined(pilot.app.screen), "the offer")
            await pilot.press("y")
            await until(pilot, lambda: "device=cuda" in joined(pilot.app.screen), "the question")
            asked = joined(pilot.app.screen)
            assert "no NVIDIA GPU answers on this machine" in asked
            assert "robolab-tui run day19/train-act --place NAME" in asked
            await pilot.press("n")
            await until(pilot, lambda: not isinstance(pilot.app.screen, Confirm), "the answer")

        assert [run.id for run in screen.state.runs] == ["train-act-01"]


@pytest.mark.slow
async def test_all_is_not_run_from_0_where_a_training_can_go_on(lab: Lab) -> None:
    async with lab.open().run_test(size=(160, 45)) as pilot:
        screen = await begin_training(pilot, lab)
        await pilot.press("s", "y")
        await until(pilot, lambda: step(screen, "train-act").state == "stopped", "the stop")
        stopped = step(screen, "train-act").run
        assert stopped
        save_checkpoint(stopped.folder / "output" / "checkpoints", 40)

        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the question")
        asked = " ".join(joined(pilot.app.screen).split())
        assert "train-act-01 goes on from its last complete Checkpoint, step 40" in asked
        assert "enter on the Step starts it again from 0" in asked
        await pilot.press("n")
        await until(pilot, lambda: pilot.app.screen is screen, "the lab")
        assert not screen.state.waiting
        await pilot.press("a", "y")
        await until(pilot, lambda: screen.state.runs[-1].request.resumes, "the second part")

        assert not store.waiting(lab.workspace)


async def test_the_end_of_a_run_and_an_alarm_are_told_once_on_any_day(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("lab_tasks.notify.notify", lambda title, text, write: told.append(text))
    monkeypatch.setattr(alarm_feed, "LOOK_INTERVAL_S", 0.1)
    async with lab.open().run_test(size=(160, 45)) as pilot:
        screen = await begin_training(pilot, lab)
        run = step(screen, "train-act").run
        assert run
        await pilot.press("]")
        line = {"kind": "metric", "time_s": time.time(), "step": 51, "values": {"loss": "NaN"}}
        with (run.folder / METRICS).open("a") as metrics:
            metrics.write(json.dumps(line) + "\n")
        await until(pilot, lambda: run.id in screen.state.alarms, "the alarm")
        await until(pilot, lambda: f"! {run.id}" in text_of(screen), "the header")
        lab.go_on()
        await until(pilot, lambda: not screen.state.alive, "the end")
        await until(pilot, lambda: len(told) > 1, "all that is told")

        assert "not a number" in told[0]
        assert told[1:] == ["Train ACT: finished."]


@pytest.mark.slow
async def test_the_list_shows_what_waits_takes_it_off_and_opens_marked_runs_together(
    lab: Lab,
) -> None:
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await begin_training(pilot, lab)
        screen.session.put_on_queue([Sweep("robo47/day19/evaluate-act")] * 2, "quick")
        await until(pilot, lambda: len(screen.state.waiting) == 2, "the queue")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, RunsScreen), "the list")
        await until(pilot, lambda: "next in line" in text_of(pilot.app.screen), "the first")
        assert "2 in line" in text_of(pilot.app.screen)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "esc back" in text_of(pilot.app.screen), "the way out")
        await pilot.resize_terminal(120, 36)
        await pilot.press("l")
        assert "d takes it off the queue" in text_of(pilot.app.screen)
        await pilot.press("d")
        await until(pilot, lambda: len(screen.state.waiting) == 1, "one less")

        await pilot.press("down", "space", "space", "m")
        await until(pilot, lambda: isinstance(pilot.app.screen, MonitorScreen), "the monitor")
        names = {source.name for source in pilot.app.screen.sources}
        assert names == {"make-demos-01", "train-act-01"}


async def test_a_sign_right_behind_the_key_of_the_log_asks_what_to_look_for(lab: Lab) -> None:
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await begin_training(pilot, lab)
        for key in ("l", "slash"):
            screen.app.post_message(Key(key, key_to_character(key) or "/"))
        await until(
            pilot, lambda: "a regular expression" in text_of(pilot.app.screen), "the prompt"
        )
        assert "not there yet" not in text_of(pilot.app.screen)


async def test_after_a_reboot_the_app_lets_the_queue_go_on(lab: Lab) -> None:
    demos = [Sweep("robo47/day19/make-demos")]
    entries = sweep.entries_for(lab.workspace, demos, "quick", "robo47")
    store.add(lab.workspace, entries)  # and no runner: the machine was switched off
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: step(screen, "make-demos").is_done, "the tick")
