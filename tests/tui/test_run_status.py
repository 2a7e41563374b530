"""What the Run's pane says beside its curve."""

from pathlib import Path

import msgspec
import pytest
from run_request import run_request

from lab_tasks.metrics import Series
from lab_tasks.runs.alarms import Alarm
from lab_tasks.runs.checkpoints import CheckpointFound
from lab_tasks.runs.follow import EarlierPart, Update
from lab_tasks.runs.model import (
    Finished,
    Killed,
    Lost,
    Run,
    Running,
    RunRequest,
    RunState,
    Starting,
    Stopped,
)
from lab_tasks.runs.system_lines import SystemFacts
from tui.session.messages import Watched
from tui.widgets.run_status import status_text
from tui.words.run_rows import run_cells
from tui.words.run_state import state_words

REQUEST = run_request(
    id="train-act-02",
    requested_s=0.0,
    seed=2,
    group="train-act-seeds-01",
    resumes="train-act-01",
)


def shown(
    state: RunState,
    checkpoint: CheckpointFound | None = None,
    request: RunRequest = REQUEST,
    **facts: object,
) -> str:
    known: dict[str, object] = {
        "lines": (),
        "tail": (),
        "series": {"loss": Series()},
        "done": 1500,
        "total": 3000,
        "unit": "steps",
        "last_step": 1500,
        "started_s": 0.0,
        "elapsed_s": 60.0,
        "eta_s": None,
        "unreadable": 0,
    }
    update = Update(state=state, **(known | facts))  # type: ignore[arg-type]
    watched = Watched(Run(Path("x"), request, state), update, (), None, checkpoint)
    return status_text(watched, {}, 60).plain


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (Starting("the lab's \x1b[2JPython"), "◐ waiting for the lab's Python"),
        (Running(1.0), "● running"),
        (Running(1.0, is_supervised=False), "● running, unsupervised"),
        (Finished(0, 2.0), "✓ finished"),
        (Finished(3, 2.0), "× failed with status 3"),
        (Stopped(2.0), "■ stopped by you"),
        (Killed(9, 2.0), "× killed by signal 9"),
        (Killed(9, 2.0, out_of_memory=True), "× killed: out of memory"),
        (Lost("why"), "× lost: nobody saw it end"),
    ],
)
def test_each_state_has_a_mark_and_words(state: RunState, words: str) -> None:
    assert " ".join(state_words(state)[:2]) == words


def test_a_later_part_says_from_where_it_went_on_and_of_which_group_it_is() -> None:
    part = EarlierPart("train-act-01", {"loss": Series()}, 1500)
    text = shown(Running(1.0), earlier=(part,))
    assert "part 2, went on from step 1,500 of train-act-01" in text
    assert "seed 2 of train-act-seeds-01" in text


def test_the_machine_its_sleep_and_a_missing_supervisor_are_told() -> None:
    system = SystemFacts(1.0, 187.4, 1_300_000_000, 91.0, 5_000_000_000)
    text = shown(Running(1.0, is_supervised=False), system=system, suspended_s=90.0)
    assert "CPU 187 %  1.3 GB  GPU 91 %  5.0 GB" in text
    assert "slept 01:30 with the machine" in text
    assert "unsupervised: its end will not be seen" in text


def test_an_alarm_is_told_whole_within_the_width() -> None:
    alarm = Alarm("diverging", "The loss is above its start: 9 of late, 1 at the beginning. Stop.")
    lines = shown(Running(1.0), alarms=(alarm,)).splitlines()
    told = [line for line in lines if line.startswith(("! ", "  "))]
    assert " ".join(line.strip("! ") for line in told) == alarm.text
    assert all(len(line) <= 60 for line in told)


def test_a_lost_run_says_why_and_from_where_it_can_go_on() -> None:
    found = CheckpointFound(REQUEST.id, 1500, Path("train_config.json"), 4_300_000)
    text = shown(Lost("the machine was restarted"), found)
    assert "the machine was restarted" in text
    assert "R goes on from its Checkpoint of step 1,500 (4.3 MB)" in text


def test_a_later_part_without_a_checkpoint_says_where_it_can_begin_again() -> None:
    found = CheckpointFound("train-act-01", 1500, Path("train_config.json"), 4_300_000)
    assert "R goes on from step 1,500 of train-act-01 (4.3 MB)" in shown(Stopped(2.0), found)


def test_a_rehearsal_is_called_one_beside_its_figures_and_in_the_table() -> None:
    request = msgspec.structs.replace(REQUEST, rehearsal="tiny and random")
    run = Run(Path("train-act-02"), request, Finished(0, 5.0))
    cells = run_cells(run, None, {}, is_marked=False, has_alarm=False)
    assert "a rehearsal, not a result" in shown(run.state, request=request)
    assert any("rehearsal" in cell.plain for cell in cells)
    assert "rehearsal" not in shown(run.state)
