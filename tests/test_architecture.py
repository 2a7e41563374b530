"""The runtime half of the border: what a fresh interpreter loads (import-linter is the other)."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

SCREEN = {"textual", "rich", "plotext"}
LAB = {"torch", "lerobot", "gymnasium", "mujoco", "numpy"}
HEAVY = {*SCREEN, *LAB, "git", "matplotlib", "PIL"}


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
    "module",
    [
        "course.loader",
        "lab_tasks.checks.run",
        "lab_tasks.runs.store",
        "lab_tasks.reports.held_lines",
        "lab_tasks.reports.told_trainings",
    ],
)
def test_the_core_loads_no_screen(module: str, tmp_path: Path) -> None:
    assert loaded_by(f"import {module}", tmp_path) & HEAVY == set()


def test_the_supervisor_loads_nothing_but_the_standard_library_and_the_runs(tmp_path: Path) -> None:
    loaded = loaded_by("import lab_tasks.runs.supervisor", tmp_path)

    assert loaded & (HEAVY | {"yaml", "course", "tui"}) == set()


def test_jobs_import_nothing_of_ours_but_themselves_and_atomic() -> None:
    """They run where only lerobot is installed; a new module of ours is forbidden by itself."""
    allowed = ("lab_tasks.jobs", "lab_tasks.atomic")
    jobs = [*sorted((ROOT / "lab_tasks/jobs").rglob("*.py")), ROOT / "lab_tasks/atomic.py"]
    of_ours = {
        (path.name, name)
        for path in jobs
        for name in imported_by(path)
        if name.split(".")[0] in {"lab_tasks", "course", "tui"}
    }

    assert ("train.py", "lab_tasks.jobs.metrics.MetricsFile") in of_ours, "the test reads imports"
    assert {(file, name) for file, name in of_ours if not name.startswith(allowed)} == set()


def imported_by(path: Path) -> set[str]:
    """Return the full names that a file imports, at its top or within its functions."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            names |= {f"{node.module}.{each.name}" for each in node.names}
    return names
