import fcntl
import sys
from pathlib import Path

import pytest

from lab_tasks.lab import lab_environment
from lab_tasks.lab.lab_environment import Installing, Missing, Ready, find, made_home
from lab_tasks.workspace import Workspace


def make_environment(folder: Path, lerobot: str | None) -> Path:
    """Lay out what a virtual environment looks like on disk; return its python."""
    site = folder / "lib" / "python3.12" / "site-packages"
    site.mkdir(parents=True)
    if lerobot:
        info = site / f"lerobot-{lerobot}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: lerobot\nVersion: {lerobot}\n"
        )
    python = folder / "bin" / "python"
    python.parent.mkdir()
    python.symlink_to(sys.executable)
    return python


def test_the_setting_comes_before_the_workspace(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_environment(workspace.root / ".venv", "0.6.1")
    chosen = make_environment(tmp_path / "mine", "0.6.2")
    monkeypatch.setenv(lab_environment.SETTING, str(chosen))

    assert find(workspace) == Ready(chosen, "the setting ROBOLAB_LAB_PYTHON")


def test_the_workspaces_own_environment_is_used_when_it_has_lerobot(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(lab_environment.SETTING, raising=False)
    python = make_environment(workspace.root / ".venv", "0.6.1")

    assert find(workspace) == Ready(python, "the workspace's .venv")


@pytest.mark.parametrize(("version", "said"), [("0.5.1", "0.5.1"), ("0.7.0", "0.7.0")])
def test_another_lerobot_is_refused_with_its_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, said: str
) -> None:
    monkeypatch.setenv(lab_environment.SETTING, str(make_environment(tmp_path / "old", version)))

    state = find()

    assert isinstance(state, Missing)
    assert said in state.why
    assert "lerobot>=0.6.1,<0.7" in state.remedy


def test_a_setting_without_lerobot_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(lab_environment.SETTING, str(make_environment(tmp_path / "bare", None)))

    state = find()

    assert isinstance(state, Missing)
    assert "has no lerobot" in state.why


def test_no_lerobot_anywhere_names_the_remedy(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(lab_environment.SETTING, raising=False)

    state = find(workspace)

    assert isinstance(state, Missing)
    assert "uv" in state.remedy


def test_an_installation_is_seen_by_its_lock_and_its_failure_by_its_log(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(lab_environment.SETTING, raising=False)
    home = made_home()
    home.mkdir(parents=True)
    (home / "install.log").write_text("Resolved 100 packages\nerror: no space left on device\n")

    with (home / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        alive = find()
    dead = find()

    assert isinstance(alive, Installing)
    assert alive.python == home / "env" / "bin" / "python"
    assert isinstance(dead, Missing)
    assert "no space left on device" in dead.why
