"""The record of a run, `record.json`: what was made, by hash; there only if the job succeeded."""

import os
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path

from lab_tasks.jobs import digest, files


def write(run_dir: Path, kind: str, facts: Mapping[str, object]) -> None:
    """Write `record.json`: its format, its kind, then the facts in the order given."""
    files.write_json(run_dir / "record.json", {"format": 1, "kind": kind, **facts})


def product(run_dir: Path, path: Path) -> dict[str, object]:
    """Describe a file or folder that a job made, with paths relative to the run's folder."""
    inside = relative(run_dir, path)
    if path.is_file():
        sha256 = digest.of_file(path)
        described = [digest.FileDigest(inside, path.stat().st_size, sha256)]
        return {"files": [asdict(file) for file in described], "sha256": sha256}
    found = digest.files_below(path)
    listed = [asdict(replace(file, path=f"{inside}/{file.path}")) for file in found]
    return {"files": listed, "sha256": digest.of_files(found)}


def relative(run_dir: Path, path: Path) -> str:
    """Return a path relative to the run's folder, links resolved, with forward slashes."""
    return Path(os.path.relpath(path.resolve(), run_dir.resolve())).as_posix()
