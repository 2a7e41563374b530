"""Files of TensorBoard and W&B: which Python has the library that wrote them, and how to ask it."""

import os
import sys
from importlib.metadata import distributions
from pathlib import Path

from lab_tasks.lab.lab_environment import Ready, find
from lab_tasks.logs.log_unreadable import LogUnreadable
from lab_tasks.runs.jobs_path import jobs_path

READERS = {"tensorboard": "lab_tasks.jobs.read_events", "wandb": "lab_tasks.jobs.read_wandb"}
"""The job that reads a format, by the name of the library that defines it."""


def command(path: Path, library: str, *options: str) -> list[str]:
    """Return the command that says what is in `path`, one JSON object a line.

    Raises:
        LogUnreadable: no Python here has the library.
    """
    return [str(_python_with(library)), "-P", "-m", READERS[library], os.fspath(path), *options]


def environment() -> dict[str, str]:
    """Return the environment in which another Python finds our jobs and nothing else of ours."""
    return {**os.environ, "PYTHONPATH": str(jobs_path())}


def _python_with(library: str) -> Path:
    own = Path(sys.executable)
    if next(iter(distributions(name=library)), None):
        return own
    lab = find()
    if isinstance(lab, Ready) and _has(lab.python, library):
        return lab.python
    into = lab.python if isinstance(lab, Ready) else own
    raise LogUnreadable(
        f"Reading this file takes the library {library}, which no Python here has.",
        f"Install it with: {own} -m uv pip install --python {into} {library}",
    )


def _has(python: Path, library: str) -> bool:
    places = [str(path) for path in python.parent.parent.glob("lib/python3*/site-packages")]
    return next(iter(distributions(name=library, path=places)), None) is not None
