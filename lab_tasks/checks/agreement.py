"""Agreement: a Run's record beside what was asked of it and what its other files say."""

from collections.abc import Iterator
from pathlib import PurePosixPath

import msgspec

from lab_tasks import foreign
from lab_tasks.evidence.records import (
    CheckpointRecord,
    DatasetRecord,
    EvaluationRecord,
    MeasurementRecord,
    Record,
)
from lab_tasks.problem import Problem
from lab_tasks.runs.model import METRICS, REQUEST, Run
from lab_tasks.sanitise import clean_line

UNDO = "Undo the change (`git checkout` brings back what was committed), or run the step again."
LARGEST_METRICS_BYTES = 64_000_000

TRAINING_FLAGS = {"step": "steps", "policy_type": "policy.type"}
FLAGS = {"batch_size": "batch_size", "seed": "seed"}
EVALUATION_FLAGS = {"n_episodes": "eval.n_episodes", "batch_size": "eval.batch_size"}
EXPERT_FLAGS = {"n_episodes": "n_episodes", "seed": "seed", "policy_type": "player"}
MEASUREMENT_FLAGS = {"rounds": "rounds", "seed": "seed"}
DATASET_FLAGS = {name: name for name in ("episodes", "seed", "demonstrator", "noise")}

Claim = tuple[str, object, str, str | int | None]
"""A record's field, what it says there, the file beside it, what that says (None: nothing)."""


class _ModelConfig(msgspec.Struct, frozen=True):
    type: str


class _MetricLine(msgspec.Struct, frozen=True):
    step: int | None = None
    done: int | None = None
    kind: str = ""
    values: msgspec.Raw = msgspec.Raw(b"{}")


class _Facts(msgspec.Struct, frozen=True):
    parameters: int | None = None


def record_problem(run: Run, record: Record, env_type: str | None = None) -> Problem | None:
    """Return the first field of a record that another file of its Run contradicts.

    `env_type` is the environment that the Step's Recipe evaluates in; None: it names none.
    """
    for field, claimed, file, told in _claims(run, record, env_type):
        if told is not None and not _equal(claimed, told):
            what = f"record.json was changed: its {field} is not what {file} says"
            return Problem(what, UNDO, clean_line(str(told)), clean_line(str(claimed)))
    return None


def _claims(run: Run, record: Record, env_type: str | None) -> Iterator[Claim]:
    yield from _asked(run, record)
    match record:
        case CheckpointRecord():
            yield from _trained(run, record)
        case EvaluationRecord():
            yield from _evaluated(run, record, env_type)
        case DatasetRecord() | MeasurementRecord():
            pass


def _asked(run: Run, record: Record) -> Iterator[Claim]:
    """Yield the fields that flags of the request decide."""
    for field, flag in _flags(run, record).items():
        told: str | int | None = run.request.flag(flag)
        if field == "n_episodes" and isinstance(record, EvaluationRecord):
            told = _episodes(told, record)
        # Of a batch size of 0 lerobot makes one that fits the machine.
        if not (field == "batch_size" and told == "0"):
            yield field, getattr(record, field), REQUEST, told


def _episodes(told: str | int | None, record: EvaluationRecord) -> str | int | None:
    """Return how many episodes were asked for: lerobot-eval plays so many of each task."""
    tasks = record.env.get("tasks", 1)
    each = str(told)
    return int(each) * tasks if each.isdecimal() and isinstance(tasks, int) else told


def _flags(run: Run, record: Record) -> dict[str, str]:
    if isinstance(record, CheckpointRecord):
        return FLAGS | TRAINING_FLAGS
    if isinstance(record, DatasetRecord):
        return DATASET_FLAGS
    if isinstance(record, MeasurementRecord):
        return MEASUREMENT_FLAGS
    return EXPERT_FLAGS if run.request.job == "expert" else FLAGS | EVALUATION_FLAGS


def _trained(run: Run, record: CheckpointRecord) -> Iterator[Claim]:
    # Of an evaluation the request's seed is its training's, and says nothing of this record.
    yield "seed", record.seed, REQUEST, run.request.seed
    folder = PurePosixPath(record.path).parent.name
    yield "step", record.step, "its folder's name", folder if folder.isdecimal() else None
    yield "step", record.step, METRICS, _last_step(run)
    if record.parameters is not None:
        yield "number of parameters", record.parameters, METRICS, _parameters(run)
    path = foreign.inside(run.folder, f"{record.path}/config.json")
    config = path if isinstance(path, Problem) else foreign.read_json(path, _ModelConfig)
    told = None if isinstance(config, Problem) else config.type
    yield "policy_type", record.policy_type, "config.json", told


def _evaluated(run: Run, record: EvaluationRecord, env_type: str | None) -> Iterator[Claim]:
    found = record.env.get("type")
    yield "env.type", found, REQUEST, run.request.flag("env.type")
    yield "env.type", found, "the course's recipe", env_type
    if record.checkpoint:
        told = run.request.flag("policy.path")
        yield "checkpoint.path", record.checkpoint.path, REQUEST, told


def _last_step(run: Run) -> int | None:
    """Return the last step a training told; None where the file cannot say."""
    for told in _metric_lines(run, backwards=True):
        if told.step is not None or told.done is not None:
            return told.done if told.step is None else told.step
    return None


def _parameters(run: Run) -> int | None:
    """Return how many parameters the job told that it trains; None where it told none."""
    for told in _metric_lines(run):
        if told.kind == "facts":
            try:
                return msgspec.json.decode(told.values, type=_Facts).parameters
            except msgspec.DecodeError:
                return None
    return None


def _metric_lines(run: Run, *, backwards: bool = False) -> Iterator[_MetricLine]:
    content = foreign.read_bytes(run.folder / METRICS, LARGEST_METRICS_BYTES)
    lines = [] if isinstance(content, Problem) else content.splitlines()
    for line in reversed(lines) if backwards else lines:
        try:
            yield msgspec.json.decode(line, type=_MetricLine)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
            continue


def _equal(claimed: object, told: str | int) -> bool:
    if isinstance(claimed, int | float):
        try:
            return float(told) == claimed
        except ValueError:
            return False
    return claimed == told
