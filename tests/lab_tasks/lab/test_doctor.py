import shutil

import pytest

from lab_tasks.lab import doctor
from lab_tasks.lab.lab_environment import NEEDED_BYTES
from lab_tasks.workspace import Workspace


@pytest.mark.parametrize(
    ("free_bytes", "names"),
    [(NEEDED_BYTES - 1, ["lab's disk"]), (NEEDED_BYTES, []), (10, ["disk", "lab's disk"])],
)
def test_a_disk_on_which_the_lab_cannot_be_made_is_told(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, free_bytes: int, names: list[str]
) -> None:
    monkeypatch.delenv("ROBOLAB_LAB_PYTHON", raising=False)
    monkeypatch.setattr(
        shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 0, free_bytes)
    )

    wrong = [f.name for f in doctor.examine(workspace) if "disk" in f.name and not f.ok]

    assert wrong == names
