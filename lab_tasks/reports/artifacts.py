"""Artifacts: the Checkpoints that a Run left, with sizes and digests, and its logs."""

import re
from collections.abc import Iterator
from pathlib import Path

from lab_tasks import foreign
from lab_tasks.evidence.records import CheckpointRecord, FileRecord, digest, missing_files
from lab_tasks.problem import Problem
from lab_tasks.reports.training import Checkpoint
from lab_tasks.runs.model import (
    CONTEXT,
    EXIT,
    METRICS,
    OUTPUT,
    OUTPUT_LOG,
    RECORD,
    REQUEST,
    Run,
)

PRETRAINED = "pretrained_model"
WEIGHTS = "model.safetensors"
LARGEST_HASHED_BYTES = 256_000_000
"""Larger ones would take a report of ten big Checkpoints minutes: the record has the last one's."""


def checkpoints_of(run: Run, record: CheckpointRecord | None, base: Path) -> tuple[Checkpoint, ...]:
    """Return all Checkpoints of a Run by their steps; paths relative to `base`."""
    found = {path: _on_disk(path, step, base) for step, path in _folders(run.folder)}
    if record:
        found[run.folder / record.path] = _recorded(run, record, base)
    return tuple(sorted(found.values(), key=lambda each: (each.step or 0, each.path)))


def newest_pretrained(run: Run, record: CheckpointRecord | None) -> Path | None:
    """Return the folder of the newest saved policy; None when none is there."""
    if record:
        path = foreign.inside(run.folder, record.path)
        return None if isinstance(path, Problem) else path
    folders = sorted(_folders(run.folder))
    return folders[-1][1] if folders else None


def files_of(run: Run, base: Path) -> tuple[str, ...]:
    """Return the Run's own files that are there: log, metrics, records."""
    names = (OUTPUT_LOG, METRICS, REQUEST, CONTEXT, RECORD, EXIT)
    return tuple(relative(run.folder / n, base) for n in names if (run.folder / n).is_file())


def relative(path: Path, base: Path) -> str:
    """Return a path relative to `base` where it lies inside, else as it is."""
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.as_posix()


def _folders(run_folder: Path) -> Iterator[tuple[int, Path]]:
    for entry in (run_folder / OUTPUT / "checkpoints").glob("*"):
        if re.fullmatch(r"\d{1,12}", entry.name) and (entry / PRETRAINED).is_dir():
            yield int(entry.name), entry / PRETRAINED


def _recorded(run: Run, record: CheckpointRecord, base: Path) -> Checkpoint:
    gone = missing_files(run.folder, record)
    size_bytes = sum(file.size_bytes for file in record.files)
    path = relative(run.folder / record.path, base)
    note = f"recorded; {len(gone)} of its files are gone" if gone else "recorded"
    return Checkpoint(record.step, path, size_bytes, record.sha256, note)


def _on_disk(folder: Path, step: int, base: Path) -> Checkpoint:
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    size_bytes = sum(path.stat().st_size for path in files)
    path = relative(folder, base)
    if not (folder / WEIGHTS).is_file():
        return Checkpoint(step, path, size_bytes, None, "incomplete")
    if size_bytes > LARGEST_HASHED_BYTES:
        return Checkpoint(step, path, size_bytes, None, "too large to hash here")
    return Checkpoint(step, path, size_bytes, _digest(folder, files))


def _digest(folder: Path, files: list[Path]) -> str | None:
    hashed = [(path, foreign.sha256(path)) for path in files]
    listed = tuple(
        FileRecord(path=path.relative_to(folder.parent).as_posix(), size_bytes=0, sha256=sha256)
        for path, sha256 in hashed
        if isinstance(sha256, str)
    )
    return digest(listed, folder.name) if len(listed) == len(files) else None
