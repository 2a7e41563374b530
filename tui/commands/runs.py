"""`robolab-tui runs`: the Runs of the workspace, one a line."""

import json
import sys
import time
from argparse import Namespace

from lab_tasks.runs.model import Run
from lab_tasks.runs.store import list_runs
from lab_tasks.sanitise import clean
from lab_tasks.workspace import Workspace
from tui.cli import find_workspace
from tui.exit_code import ExitCode


def run(words: Namespace) -> int:
    """Print the Runs, oldest first."""
    workspace = Workspace(find_workspace(words))
    runs = list_runs(workspace)
    if words.runs_format == "json":
        json.dump([_facts(one) for one in runs], sys.stdout, indent=1)
        sys.stdout.write("\n")
    else:
        for one in runs:
            sys.stdout.write(f"{_line(one)}\n")
        if not runs:
            sys.stderr.write(f"No runs in {workspace.root} yet.\n")
    return ExitCode.PASS


def _line(run: Run) -> str:
    started = time.strftime("%Y-%m-%d %H:%M", time.localtime(run.request.requested_s))
    state = type(run.state).__name__.lower()
    return f"{started}  {state:9}  {run.id:24}  {clean(run.request.title)}"


def _facts(run: Run) -> dict[str, object]:
    return {
        "id": run.id,
        "step": run.request.step,
        "job": run.request.job,
        "profile": run.request.profile,
        "requested_s": run.request.requested_s,
        "state": type(run.state).__name__.lower(),
        "succeeded": run.succeeded,
    }
