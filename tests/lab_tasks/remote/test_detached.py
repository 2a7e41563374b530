"""What stands by a Run elsewhere is begun, and begun again, one Run at a time."""

from pathlib import Path

import pytest
from fake_lab import ended
from run_elsewhere import PLACE, a_request, lost_run
from run_request import run_request

from lab_tasks.remote import detached
from lab_tasks.remote.detached import begin, reattach_all
from lab_tasks.remote.placed import Placed, note_launch
from lab_tasks.runs.launch_errors import KeeperFailed, RunFolderUnwritable
from lab_tasks.runs.model import LOCK, REQUEST, STOP, Lost, Stopped
from lab_tasks.runs.store import read_launch, read_state
from lab_tasks.workspace import Workspace


def test_a_run_that_cannot_be_looked_at_leaves_the_others_attended(workspace: Workspace) -> None:
    first, second, third = (lost_run(workspace) for _ in range(3))
    (first.folder / LOCK).unlink()
    (first.folder / LOCK).symlink_to(LOCK)  # as one that nobody may read, also for root
    (second.folder / REQUEST).write_text("no request")

    (attended,) = reattach_all(workspace)

    assert attended.id == third.id
    assert isinstance(ended(third), Stopped)
    assert isinstance(read_state(first.folder), Lost)


def test_a_run_that_did_not_start_leaves_no_token(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(detached, "ATTENDANT", "lab_tasks.remote.no_such_module")

    with pytest.raises(KeeperFailed, match="no_such_module"):
        begin(workspace, a_request(workspace), PLACE.name, lambda _: Placed(place=PLACE), "")

    assert [path for path in Path.home().rglob("*") if path.is_file()] == []
    assert list(workspace.runs_dir.iterdir()) == []


def test_a_file_in_the_place_of_the_runs_is_named_and_stays(workspace: Workspace) -> None:
    workspace.runs_dir.parent.mkdir(parents=True, exist_ok=True)
    workspace.runs_dir.write_text("not a folder")
    request = run_request()

    with pytest.raises(RunFolderUnwritable, match=r"cannot start train-act-01: .*runs"):
        begin(workspace, request, PLACE.name, lambda _: Placed(place=PLACE), "")

    assert workspace.runs_dir.read_text() == "not a folder"


def test_a_run_says_at_which_place_it_was_begun_also_when_its_attendant_has_spoken(
    workspace: Workspace,
) -> None:
    def place(folder: Path) -> Placed:
        (folder / STOP).touch()  # so that it ends at once
        return Placed(place=PLACE)

    run = begin(workspace, a_request(workspace), PLACE.name, place, "")
    launched = read_launch(run.folder)
    note_launch(run.folder, waiting_for="the host")
    noted = read_launch(run.folder)
    ended(run)

    assert launched is not None
    assert noted is not None
    assert launched.place == noted.place == "gpu-box"
