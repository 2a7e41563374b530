"""Records: what a job says it made, by size and hash, read from `record.json` and verified.

The file is foreign: a student may have edited it, or another program written it.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Annotated, Any

import msgspec

from lab_tasks import foreign
from lab_tasks.problem import Problem
from lab_tasks.runs.model import RECORD
from lab_tasks.sanitise import clean_line

Sha256 = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
Count = Annotated[int, msgspec.Meta(ge=0)]


class FileRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One file a job made. `path` is relative to the Run's folder."""

    path: str
    size_bytes: Count
    sha256: Sha256


class DatasetUsed(msgspec.Struct, frozen=True, kw_only=True):
    """The dataset a training read; digest and path are None for one of the hub."""

    sha256: Sha256 | None
    episodes: Count
    frames: Count
    path: str | None = None


class CheckpointRecord(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="checkpoint"
):
    """What a training made: the folder `path` of its last checkpoint, `sha256` its digest."""

    format: int
    policy_type: str
    path: str
    step: Count
    files: tuple[FileRecord, ...]
    sha256: Sha256
    final: dict[str, float | str]
    dataset: DatasetUsed | None
    batch_size: Count
    seed: int | None
    device: str
    parameters: Count | None = None
    duration_s: float


class CheckpointUsed(msgspec.Struct, frozen=True, kw_only=True):
    """The checkpoint an evaluation ran: its folder relative to the Workspace, and its digest."""

    path: str
    sha256: Sha256 | None
    """None: a checkpoint of the hub, which no Run here made."""


class EvaluationRecord(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="evaluation"
):
    """What an evaluation found, episode i from seed `seed + i`. No checkpoint: the expert's."""

    format: int
    policy_type: str
    eval_info: str
    files: tuple[FileRecord, ...]
    sha256: Sha256
    n_episodes: Annotated[int, msgspec.Meta(ge=1, le=100_000)]
    seed: int
    batch_size: Count
    device: str
    env: dict[str, Any]
    checkpoint: CheckpointUsed | None
    max_rewards: tuple[float, ...]
    sum_rewards: tuple[float, ...]
    successes: tuple[bool, ...]
    duration_s: float

    @property
    def task(self) -> str:
        """What was evaluated: environment and task."""
        return " ".join(str(self.env[key]) for key in ("type", "task") if self.env.get(key))


class DatasetRecord(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="dataset"):
    """The demonstrations a job made: the folder `path`, `sha256` its digest."""

    format: int
    path: str
    episodes: Count
    attempts: Count
    frames: Count
    seed: int
    demonstrator: str | None = None
    """Who demonstrated. None: recorded before there was a choice, or by another program."""
    noise: float | None = None
    """How disturbed, 0 not at all, 1 as usual. None: as above."""
    files: tuple[FileRecord, ...]
    sha256: Sha256
    duration_s: float


class MeasurementRecord(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="measurement"
):
    """What a job measured of the machine: the file `path` with each time, and their medians."""

    format: int
    name: str
    path: str
    files: tuple[FileRecord, ...]
    sha256: Sha256
    rounds: Annotated[int, msgspec.Meta(ge=1)]
    medians: dict[str, float]
    """Seconds by name."""
    seed: int
    device: str
    parameters: Count | None = None
    duration_s: float


Record = CheckpointRecord | EvaluationRecord | DatasetRecord | MeasurementRecord


def read_record(run_folder: Path) -> Record | Problem | None:
    """Return a Run's record; None when it left none, a Problem when the file is not one."""
    path = run_folder / RECORD
    if not path.exists():
        return None
    return foreign.read_json(path, Record)  # type: ignore[arg-type]  # a union is no `type` to mypy


def digest(files: Sequence[FileRecord], folder: str) -> str:
    """Return the digest of `folder` by its files: sha256 over `path NUL sha256 LF`, sorted by path.

    `folder` and the files' paths are relative to the same place. Raises ValueError when a file is
    not inside.
    """
    names = {PurePosixPath(f.path).relative_to(folder).as_posix(): f.sha256 for f in files}
    lines = (f"{name}\0{names[name]}\n" for name in sorted(names))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def weights_digest(record: CheckpointRecord) -> str:
    """Return the digest of a checkpoint's weights alone, of an adapter's those that were trained.

    The folder's own digest tells twins apart by their settings: lerobot writes the seed and the
    output folder into `train_config.json`. It stands in where no file is named as weights are.
    """
    hashes = {file.path: file.sha256 for file in record.files}
    is_adapter = f"{record.path}/adapter_config.json" in hashes
    names = ("adapter_model.safetensors", "model.safetensors")[0 if is_adapter else 1 :]
    found = (hashes.get(f"{record.path}/{name}") for name in names)
    return next((sha256 for sha256 in found if sha256), record.sha256)


def verify_files(run_folder: Path, record: Record) -> list[Problem]:
    """Say which files of a record are missing, have another size or other bytes."""
    found = (_verify_file(run_folder, file) for file in record.files)
    return [*verify_digest(record), *(problem for problem in found if problem)]


def missing_files(run_folder: Path, record: Record) -> list[str]:
    """Return the recorded paths at which there is nothing."""
    places = {file.path: foreign.inside(run_folder, file.path) for file in record.files}
    return [p for p, at in places.items() if isinstance(at, Problem) or not at.exists()]


def verify_digest(record: Record) -> list[Problem]:
    """Say whether the record's own digest follows from the files it lists."""
    if not record.files:
        return [Problem("the record lists no files")]
    try:
        derived = record.files[0].sha256
        if not isinstance(record, EvaluationRecord | MeasurementRecord):
            derived = digest(record.files, record.path)
    except ValueError:
        return [Problem("the record lists files outside of what it says was made")]
    if derived == record.sha256:
        return []
    hashes = f"sha256 {derived[:12]}…", f"sha256 {record.sha256[:12]}…"
    return [Problem("record.json: its digest does not follow from its files", "", *hashes)]


def _verify_file(run_folder: Path, file: FileRecord) -> Problem | None:
    name = clean_line(file.path)
    path = foreign.inside(run_folder, file.path)
    if isinstance(path, Problem):
        return path
    if not path.exists():
        return Problem(f"{name} is missing", expected=f"{file.size_bytes:,} bytes", found="no file")
    if path.stat().st_size != file.size_bytes:
        sizes = f"{file.size_bytes:,} bytes", f"{path.stat().st_size:,} bytes"
        return Problem(f"{name} has another size than recorded", expected=sizes[0], found=sizes[1])
    actual = foreign.sha256(path)
    if isinstance(actual, Problem):
        return actual
    if actual != file.sha256:
        hashes = f"sha256 {file.sha256[:12]}…", f"sha256 {actual[:12]}…"
        return Problem(f"{name} was changed after the Run", expected=hashes[0], found=hashes[1])
    return None
