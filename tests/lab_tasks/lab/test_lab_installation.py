"""Making the lab's environment, where it cannot even begin."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from lab_tasks.lab import lab_installation
from lab_tasks.lab.lab_environment import Missing


def test_a_folder_that_cannot_be_made_is_a_reason_and_no_crash(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(lab_installation, "made_home", lambda: tmp_path / "file" / "lab")
    monkeypatch.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=10**12))

    state = lab_installation.start()

    assert isinstance(state, Missing)
    assert "Not a directory" in state.why
    assert "ROBOLAB_LAB_PYTHON" in state.remedy
