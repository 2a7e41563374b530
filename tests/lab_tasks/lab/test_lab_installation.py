"""Making the lab's environment, where it cannot even begin."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from lab_tasks.lab import lab_installation
from lab_tasks.lab.lab_environment import OVERRIDES, REQUIREMENTS, Missing


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


def test_what_is_left_out_of_every_lab_is_not_among_its_packages() -> None:
    left_out = re.findall(r"^([\w-]+) ; sys_platform == 'never'", OVERRIDES.read_text(), re.M)
    listed = REQUIREMENTS.read_text()
    assert len(left_out) >= 4
    assert not [name for name in left_out if re.search(rf"^{name}==", listed, re.M)]
