"""The queue of these tests: real, detached processes that need no lerobot."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from queue_lab import QueueLab

from lab_tasks.lab import lab_environment
from lab_tasks.lab.lab_environment import Ready
from lab_tasks.workspace import Workspace

# The saver of checkpoints is that of the Runs' tests.
sys.path.insert(0, str(Path(__file__).parents[1] / "runs"))


@pytest.fixture
def lab(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[QueueLab]:
    """A Workspace whose jobs are the tests' own."""
    ready = Ready(Path(sys.executable), "the test's")
    monkeypatch.setattr(lab_environment, "find", lambda workspace=None: ready)
    made = QueueLab(workspace, tmp_path / "jobs")
    yield made
    made.clean_up()
