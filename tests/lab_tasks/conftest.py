"""Fixtures of the lab's tests: Workspaces in which the sample Course was solved."""

import shutil
from pathlib import Path

import pytest
import sample_workspace as sample

from lab_tasks.workspace import Workspace


@pytest.fixture(scope="session")
def _solved_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample.solved_workspace(tmp_path_factory.mktemp("sample") / "solved").root


@pytest.fixture
def solved(_solved_once: Path, tmp_path: Path) -> Workspace:
    """A Workspace of one's own in which Day 19 is solved and committed."""
    root = tmp_path / "solved"
    shutil.copytree(_solved_once, root, symlinks=True)
    return Workspace(root)


@pytest.fixture
def uncommitted(solved: Workspace) -> Workspace:
    """The same with nothing committed."""
    shutil.rmtree(solved.root / ".git")
    sample.git(solved.root, "init", "-q", "-b", "main")
    sample.git(solved.root, "config", "user.name", "Ada Student")
    sample.git(solved.root, "config", "user.email", "ada@example.org")
    return solved
