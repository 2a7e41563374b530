"""Room on the disk: what a Run needs, refused in words before anything is made."""

import json
from pathlib import Path

import pytest
from fake_lab import STEP, FakeLab, ended
from run_request import run_request

from lab_tasks.runs import disk
from lab_tasks.runs.launch_errors import DiskFull
from lab_tasks.runs.model import OUTPUT, REQUEST, Finished, RunRequest
from lab_tasks.workspace import Workspace

MB = disk.MB


def a_request(profile: str, job: str = "train") -> RunRequest:
    return run_request(
        id="train-act-09",
        step=STEP,
        job=job,
        profile=profile,
    )


def a_run_with_checkpoint(workspace: Workspace, profile: str, size_bytes: int) -> None:
    folder = workspace.runs_dir / "train-act-01"
    model = folder / OUTPUT / "checkpoints" / "000100" / "pretrained_model"
    model.mkdir(parents=True)
    with (model / "model.safetensors").open("wb") as file:
        file.truncate(size_bytes)
    (model.parents[1] / "last").symlink_to("000100")
    request = {"id": folder.name, "step": STEP, "title": "t", "job": "train", "profile": profile}
    rest = {"args": [], "git": {"commit": None, "dirty": None}, "requested_s": 1.0}
    (folder / REQUEST).write_text(json.dumps(request | rest))


@pytest.mark.parametrize(
    ("profile", "job", "needed"),
    [("quick", "train", 200), ("full", "evaluate", 1000), ("full", "train", 5000)],
)
def test_a_first_run_needs_what_its_kind_takes(
    tmp_path: Path, profile: str, job: str, needed: int
) -> None:
    assert disk.needed_bytes(Workspace(tmp_path), a_request(profile, job)) == needed * MB


@pytest.mark.parametrize(("profile", "needed"), [("full", 200 + 3 * 600), ("quick", 200)])
def test_a_later_run_goes_by_the_checkpoint_of_the_last_of_its_kind(
    tmp_path: Path, profile: str, needed: int
) -> None:
    workspace = Workspace(tmp_path)
    a_run_with_checkpoint(workspace, "full", 600 * MB)

    assert disk.needed_bytes(workspace, a_request(profile)) == needed * MB


def test_three_gigabytes_are_enough_for_a_quick_run_and_too_few_for_a_first_full_one(
    lab: FakeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "free_bytes", lambda _folder: 3000 * MB)

    run = lab.launch("exit:0")

    assert isinstance(ended(run), Finished)
    assert disk.needed_bytes(lab.workspace, a_request("full")) > 3000 * MB


def test_too_little_room_is_refused_before_anything_is_made(
    lab: FakeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "free_bytes", lambda _folder: 120 * MB)

    with pytest.raises(DiskFull, match=r"120 MB are free .* needs 200 MB\. Free 80 MB there"):
        lab.launch("exit:0")

    assert list(lab.workspace.root.iterdir()) == []


def test_a_disk_that_tells_nothing_refuses_nobody(tmp_path: Path) -> None:
    assert disk.free_bytes(tmp_path / "gone") is None
    assert disk.warning(tmp_path, 200 * MB, None) == ""


def test_it_is_warned_below_half_of_what_is_needed(tmp_path: Path) -> None:
    assert disk.warning(tmp_path, 200 * MB, 100 * MB) == ""
    assert "99 MB" in disk.warning(tmp_path, 200 * MB, 99 * MB)
    assert "4.9 GB" in disk.warning(tmp_path, 10_000 * MB, 4_900 * MB)
