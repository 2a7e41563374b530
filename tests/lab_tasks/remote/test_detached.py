"""What stands by a Run elsewhere is begun, and begun again, one Run at a time."""

from fake_lab import ended
from run_elsewhere import lost_run

from lab_tasks.remote.detached import reattach_all
from lab_tasks.runs.model import LOCK, REQUEST, Lost, Stopped
from lab_tasks.runs.store import read_state
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
