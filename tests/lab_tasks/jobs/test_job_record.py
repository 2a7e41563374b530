"""What a run leaves behind: whole files, paths relative to its folder, hashes that agree."""

import json
from pathlib import Path

import pytest

from lab_tasks.jobs import context, digest, files, record


def test_a_folder_is_described_from_the_runs_folder(tmp_path: Path) -> None:
    made = tmp_path / "output" / "model"
    made.mkdir(parents=True)
    (made / "weights").write_bytes(b"123")

    product = record.product(tmp_path, made)

    sha256 = digest.of_file(made / "weights")
    weights = {"path": "output/model/weights", "size_bytes": 3, "sha256": sha256}
    assert product == {"files": [weights], "sha256": digest.of_folder(made)}


def test_a_file_is_its_own_product(tmp_path: Path) -> None:
    (tmp_path / "eval_info.json").write_text("{}")

    product = record.product(tmp_path, tmp_path / "eval_info.json")

    assert product["sha256"] == digest.of_file(tmp_path / "eval_info.json")


def test_links_are_resolved_so_that_last_is_never_recorded(tmp_path: Path) -> None:
    (tmp_path / "003000").mkdir()
    (tmp_path / "last").symlink_to("003000")

    assert record.relative(tmp_path, tmp_path / "last") == "003000"


def test_a_record_begins_with_its_format_and_kind(tmp_path: Path) -> None:
    record.write(tmp_path, "dataset", {"episodes": 4})

    written = json.loads((tmp_path / "record.json").read_text())
    assert written == {"format": 1, "kind": "dataset", "episodes": 4}


def test_what_cannot_be_written_leaves_the_old_file(tmp_path: Path) -> None:
    files.write_json(tmp_path / "a.json", {"old": True})

    with pytest.raises(ValueError, match="not JSON compliant"):
        files.write_json(tmp_path / "a.json", {"new": float("nan")})

    assert json.loads((tmp_path / "a.json").read_text()) == {"old": True}


def test_the_context_names_versions_even_of_what_is_absent(tmp_path: Path) -> None:
    context.write(tmp_path, "cpu")

    written = json.loads((tmp_path / "context.json").read_text())
    assert set(written["versions"]) == {"python", *context.PACKAGES}
    assert written["device"] == "cpu"
    assert written["cpu"]
