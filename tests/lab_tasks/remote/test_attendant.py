"""What an attendant does at the end: a Run may be attended again until its end is known."""

from pathlib import Path

import pytest
from refusing_disk import REFUSALS, failing
from run_elsewhere import lost_run

from lab_tasks import atomic
from lab_tasks.remote.attendant import conclude
from lab_tasks.remote.detached import needs_attendant
from lab_tasks.remote.placed import Placed, read_placed
from lab_tasks.remote.unseen_end import UnseenEnd
from lab_tasks.runs import exit_file
from lab_tasks.runs.model import EXIT, Exit
from lab_tasks.workspace import Workspace

END = Exit(code=0, started_s=1.0, ended_s=2.0)


def attended(workspace: Workspace) -> tuple[Path, Placed]:
    run = lost_run(workspace)
    placed = read_placed(run.folder)
    assert placed is not None
    return run.folder, placed


@pytest.mark.parametrize("number", REFUSALS)
def test_an_end_that_could_not_be_written_is_asked_for_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    folder, placed = attended(workspace)
    monkeypatch.setattr(exit_file, "DEADLINE_S", 0.0)
    monkeypatch.setattr(atomic, "write_json", failing(number))

    conclude(folder, placed, END)

    assert needs_attendant(folder)


def test_an_end_that_was_written_is_the_last_word(workspace: Workspace) -> None:
    folder, placed = attended(workspace)

    conclude(folder, placed, END)
    (folder / EXIT).unlink()  # else that alone would say so

    assert not needs_attendant(folder)


@pytest.mark.parametrize("is_final", [True, False])
def test_an_end_that_nobody_saw_is_asked_for_again_unless_nobody_ever_will(
    workspace: Workspace, is_final: bool
) -> None:
    folder, placed = attended(workspace)

    conclude(folder, placed, UnseenEnd(is_final))

    assert needs_attendant(folder) is not is_final
