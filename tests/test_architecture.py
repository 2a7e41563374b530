"""The runtime half of the border: what a fresh interpreter loads (import-linter is the other)."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"textual", "rich", "plotext", "git", "torch", "lerobot", "gymnasium", "mujoco", "numpy"}


def loaded_by(code: str, cwd: Path) -> set[str]:
    """Return the top-level modules that a fresh interpreter has after running `code`."""
    program = f"import sys, json\n{code}\nprint(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in json.loads(done.stderr.splitlines()[-1])}


def test_checking_a_workspace_loads_neither_screen_nor_lerobot(tmp_path: Path) -> None:
    code = f"from tui.cli import main\nmain(['--check', {str(tmp_path)!r}, '--day', '19'])"

    assert loaded_by(code, tmp_path) & HEAVY == set()


@pytest.mark.parametrize(
    "module", ["course.loader", "lab_tasks.checks.run", "lab_tasks.runs.store"]
)
def test_the_core_loads_no_screen(module: str, tmp_path: Path) -> None:
    assert loaded_by(f"import {module}", tmp_path) & HEAVY == set()


def test_the_supervisor_loads_nothing_but_the_standard_library_and_the_runs(tmp_path: Path) -> None:
    loaded = loaded_by("import lab_tasks.runs.supervisor", tmp_path)

    assert loaded & (HEAVY | {"yaml", "course", "tui"}) == set()
