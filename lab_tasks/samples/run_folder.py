"""A finished Run's folder as its job and supervisor leave it, with a few bytes for what it made.

All but the weights, the frames and the episodes is what a job writes: paths, sizes, hashes, figures
that follow from one another.
"""

import hashlib
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from lab_tasks.evidence import records
from lab_tasks.evidence.adapters import ADAPTER
from lab_tasks.evidence.records import (
    CheckpointRecord,
    CheckpointUsed,
    DatasetRecord,
    DatasetUsed,
    EvaluationRecord,
    FileRecord,
    MeasurementRecord,
    Record,
)
from lab_tasks.runs.model import (
    CONTEXT,
    EXIT,
    METRICS,
    OUTPUT,
    OUTPUT_LOG,
    RECORD,
    REQUEST,
    Exit,
    RunRequest,
)
from lab_tasks.samples.request_numbers import BATCH_SIZE, SEED, STEPS, number
from lab_tasks.samples.sample_episodes import episodes_asked, episodes_of, eval_info, tasks_asked
from lab_tasks.workspace import Workspace

VERSIONS = {"python": "3.12.1", "lerobot": "0.6.1", "torch": "2.11.0", "mujoco": "3.3.0"}
DEMONSTRATIONS = 206
"""Episodes of a dataset of the hub."""
FRAMES_PER_EPISODE = 45
ROUNDS, WAYS = 20, ("tokens", "parallel", "flow")
"""How often the job `decoding` takes a time, and of what."""
MODEL_JOB = "tiny_vla"
"""Makes a policy without training one."""
PARAMETERS, ADAPTER_PARAMETERS = 1_000_000, 10_000


def begin(workspace: Workspace, request: RunRequest) -> Path:
    """Make the Run's folder with what is there before the job has done anything."""
    run = workspace.runs_dir / request.id
    run.mkdir(parents=True)
    _write(run / REQUEST, msgspec.to_builtins(request))
    device = "cpu" if request.profile == "quick" else "cuda"
    context = {"format": 1, "versions": VERSIONS, "platform": "Linux", "device": device}
    _write(run / CONTEXT, context)
    (run / OUTPUT_LOG).write_text("what the child printed\n")
    return run


def leave_dataset(workspace: Workspace, request: RunRequest, *, episodes: int) -> DatasetRecord:
    """Leave the Run of a job that made demonstrations; its seed is its flag's."""
    run = begin(workspace, request)
    data = run / OUTPUT / "data" / "chunk-000" / "file-000.parquet"
    data.parent.mkdir(parents=True)
    data.write_bytes(b"PAR1" + b"frames" * 40)
    files, digest = product(run, run / OUTPUT)
    record = DatasetRecord(
        format=1,
        path=OUTPUT,
        episodes=episodes,
        attempts=episodes + 1,
        frames=episodes * FRAMES_PER_EPISODE,
        seed=number(request, "seed", SEED),
        demonstrator=request.flag("demonstrator"),
        noise=None if (noise := request.flag("noise")) is None else float(noise),
        files=files,
        sha256=digest,
        duration_s=31.5,
    )
    return _end(run, record)


def leave_checkpoint(
    workspace: Workspace,
    request: RunRequest,
    *,
    policy_type: str,
    dataset: DatasetUsed | None,
    config: dict[str, Any] | None = None,
) -> CheckpointRecord:
    """Leave the Run of a training; steps, batch size and seed are those of its flags."""
    run = begin(workspace, request)
    is_made = request.job == MODEL_JOB
    steps = 0 if is_made else number(request, "steps", STEPS)
    path = f"{OUTPUT}/{'' if is_made else f'checkpoints/{steps:06d}/'}pretrained_model"
    folder = run / path
    folder.mkdir(parents=True)
    _write(folder / "config.json", {"type": policy_type} | (config or {}))
    is_adapter = request.flag("peft.method_type") is not None
    parameters = ADAPTER_PARAMETERS if is_adapter else PARAMETERS
    weights = _weights(parameters, request.id)
    (folder / ("adapter_model" if is_adapter else "model")).with_suffix(".safetensors").write_bytes(
        weights
    )
    if is_adapter:
        _write(folder / ADAPTER, {"base_model_name_or_path": request.flag("policy.path")})
    told = (
        f'{{"kind":"start","time_s":1.0,"total":{steps},"unit":"steps"}}\n'
        f'{{"kind":"facts","time_s":1.5,"values":{{"parameters":{parameters}}}}}\n'
        '{"kind":"metric","time_s":2.0,"step":50,"values":{"loss":0.5}}\n'
        f'{{"kind":"progress","time_s":3.0,"done":{steps},"total":{steps}}}\n'
    )
    (run / METRICS).write_text(told if steps else "")
    files, digest = product(run, folder)
    record = CheckpointRecord(
        format=1,
        policy_type=policy_type,
        path=path,
        step=steps,
        files=files,
        sha256=digest,
        final={"loss": 0.031},
        dataset=dataset,
        batch_size=number(request, "batch_size", BATCH_SIZE),
        seed=number(request, "seed", SEED),
        device="cpu",
        parameters=parameters,
        duration_s=120.0,
    )
    return _end(run, record)


def _weights(parameters: int, name: str) -> bytes:
    """Return the head of so many weights, then any bytes, the same each time, in place of them."""
    shape = {"dtype": "F32", "shape": [parameters], "data_offsets": [0, 4 * parameters]}
    head = json.dumps({"weights": shape}).encode()
    return len(head).to_bytes(8, "little") + head + random.Random(name).randbytes(4096)


def leave_measurement(workspace: Workspace, request: RunRequest) -> MeasurementRecord:
    """Leave the Run of a job that took times: every way at every chunk that its flags name."""
    run = begin(workspace, request)
    rounds = number(request, "rounds", ROUNDS)
    chunks = (request.flag("chunks") or "1").split(",")
    names = [f"{way}-{chunk}" for chunk in chunks for way in WAYS]
    times_s = {name: [0.125 + 0.25 * at] * rounds for at, name in enumerate(names)}
    path = run / OUTPUT / "decoding.json"
    path.parent.mkdir(parents=True)
    _write(path, {"format": 1, "times_s": times_s})
    files, _ = product(run, run / OUTPUT)
    record = MeasurementRecord(
        format=1,
        name="decoding",
        path=f"{OUTPUT}/{path.name}",
        files=files,
        sha256=files[0].sha256,
        rounds=rounds,
        medians={name: times[0] for name, times in times_s.items()},
        seed=number(request, "seed", SEED),
        device="cpu",
        duration_s=60.0,
    )
    return _end(run, record)


def leave_evaluation(
    workspace: Workspace,
    request: RunRequest,
    *,
    solved: int,
    policy_type: str,
    env: dict[str, str],
    checkpoint: CheckpointUsed | None,
) -> EvaluationRecord:
    """Leave the Run of an evaluation whose first `solved` episodes succeeded."""
    run = begin(workspace, request)
    tasks = tasks_asked(request)
    played = episodes_of(solved, episodes_asked(request))
    info = run / OUTPUT / "eval_info.json"
    info.parent.mkdir(parents=True)
    took_s = 20 + random.Random(request.id).random()  # no two take the same time
    _write(info, eval_info(played, took_s))
    files, _ = product(run, run / OUTPUT)
    record = EvaluationRecord(
        format=1,
        policy_type=policy_type,
        eval_info=f"{OUTPUT}/{info.name}",
        files=files,
        sha256=files[0].sha256,
        n_episodes=len(played["successes"]),
        seed=number(request, "seed", SEED),
        batch_size=number(request, "eval.batch_size", 1),
        device="cpu",
        env=env if tasks == 1 else env | {"tasks": tasks},
        checkpoint=checkpoint,
        max_rewards=tuple(played["max_rewards"]),
        sum_rewards=tuple(played["sum_rewards"]),
        successes=tuple(played["successes"]),
        duration_s=20.0,
    )
    return _end(run, record)


def product(run: Path, folder: Path) -> tuple[tuple[FileRecord, ...], str]:
    """Return the files of a folder as a record lists them, and the folder's digest."""
    files = tuple(_file(run, path) for path in sorted(folder.rglob("*")) if path.is_file())
    return files, records.digest(files, folder.relative_to(run).as_posix())


def _file(run: Path, path: Path) -> FileRecord:
    content = path.read_bytes()
    name = path.relative_to(run).as_posix()
    return FileRecord(
        path=name, size_bytes=len(content), sha256=hashlib.sha256(content).hexdigest()
    )


def _end[R: Record](run: Path, record: R) -> R:
    _write(run / RECORD, msgspec.to_builtins(record))
    _write(run / EXIT, msgspec.to_builtins(Exit(code=0, started_s=1.0, ended_s=121.0)))
    return record


def _write(path: Path, content: Sequence[Any] | dict[str, Any]) -> None:
    path.write_text(json.dumps(content))
