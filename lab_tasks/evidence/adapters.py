"""Adapters: checkpoints that hold what was added to a base model, and name that base.

lerobot writes into `adapter_config.json` the base as `--policy.path` named it. A path relative to
the Workspace leads to the same base in every clone; one from the root leads nowhere but here.
"""

import posixpath

import msgspec

from lab_tasks import foreign
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.records import CheckpointRecord
from lab_tasks.problem import Problem
from lab_tasks.runs.model import Run

ADAPTER = "adapter_config.json"
RUNS = ".robolab/runs/"


class AdapterConfig(msgspec.Struct, frozen=True):
    """What of an adapter's configuration matters here."""

    base_model_name_or_path: str | None = None


def base_of(evidence: Evidence, training: Run) -> str | Problem | None:
    """Return the base that a training's adapter names: a path or an id of the hub.

    None: its checkpoint is whole. A Problem: the adapter cannot be read, or names no base.
    """
    record = evidence.record(training)
    if not isinstance(record, CheckpointRecord):
        return None
    path = foreign.existing_file(training.folder, f"{record.path}/{ADAPTER}")
    if path is None:
        return None
    config = foreign.read_json(path, AdapterConfig)
    if isinstance(config, Problem):
        return config
    base = config.base_model_name_or_path
    return base or Problem(f"{record.path}/{ADAPTER} names no base model")


def is_of_one_machine(base: str) -> bool:
    """Whether a base is a path that another machine does not have."""
    return base.startswith(("/", "~")) or ".." in base.split("/")


def base_run_id(base: str) -> str | None:
    """Return the id of the Run whose product a base is; None: it is no Run's."""
    path = posixpath.normpath(base)
    return path.removeprefix(RUNS).split("/", 1)[0] if path.startswith(RUNS) else None


def base_run(evidence: Evidence, training: Run) -> Run | None:
    """Return the Run that made the base of a training's adapter; None: none is here."""
    base = base_of(evidence, training)
    run_id = base_run_id(base) if isinstance(base, str) else None
    return next((run for run in evidence.runs if run.id == run_id), None)
