"""What came from a host is looked at before it takes a place."""

import json
from pathlib import Path

import pytest

from lab_tasks.remote.believing import believe, checkpoint_named


@pytest.mark.parametrize("content", [b"", b"[1]", b"{", b"\xff", b"null"])
def test_what_is_no_object_takes_no_place(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "came").write_bytes(content)
    (tmp_path / "target").write_text("old")

    believe(tmp_path / "came", tmp_path / "target")

    assert (tmp_path / "target").read_text() == "old"


def test_a_link_that_came_is_not_followed_out_of_its_folder(tmp_path: Path) -> None:
    (tmp_path / "came").symlink_to("/dev/zero")

    believe(tmp_path / "came", tmp_path / "target")

    assert not (tmp_path / "target").exists()


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("output/checkpoints/003000/pretrained_model", "003000"),
        ("output/checkpoints/../../x", ""),
        ("output/checkpoints/*/x", ""),
        ("output/checkpoints", ""),
        ("/output/checkpoints/003000", ""),
        ("output", ""),
    ],
)
def test_a_record_names_a_checkpoint_or_none(tmp_path: Path, path: str, named: str) -> None:
    (tmp_path / "record.json").write_text(json.dumps({"kind": "checkpoint", "path": path}))

    assert checkpoint_named(tmp_path / "record.json") == named
