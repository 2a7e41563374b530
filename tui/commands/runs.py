"""`robolab-tui runs`: the Runs of the workspace, one a line."""

import json
import sys
import time
from argparse import Namespace

from lab_tasks.runs.model import Run
from lab_tasks.runs.store import list_runs
from lab_tasks.sanitise import clean_line
from lab_tasks.workspace import Workspace
from tui.cli import find_workspace
from tui.exit_code import ExitCode
from tui.rules.resuming import is_resumable
from tui.words.run_state import state_words


def run(words: Namespace) -> int:
    """Print the Runs, oldest first."""
    workspace = Workspace(find_workspace(words))
    runs = list_runs(workspace)
    if words.runs_format == "json":
        json.dump([_facts(one) for one in runs], sys.stdout, indent=1)
        sys.stdout.write("\n")
        return ExitCode.PASS
    for one in runs:
        sys.stdout.write(f"{_line(one)}\n")
    if not runs:
        sys.stderr.write(f"No runs in {workspace.root} yet.\n")
    resumable = [one.id for one in runs if is_resumable(one)]
    if resumable:
        names = ", ".join(resumable)
        sys.stderr.write(f"Can be resumed in the app (R in its list of Runs): {names}\n")
    return ExitCode.PASS


def _line(run: Run) -> str:
    started = time.strftime("%Y-%m-%d %H:%M", time.localtime(run.request.requested_s))
    state = type(run.state).__name__.lower()
    _, words, _ = state_words(run.state)
    more = "" if words == state else f"({words})"
    part = f"went on from {run.request.resumes}" if run.request.resumes else ""
    told = (run.request.title, run.request.group, part, more)
    said = "  ".join(clean_line(one) for one in told if one)
    return f"{started}  {state:9}  {run.id:24}  {said}"


def _facts(run: Run) -> dict[str, object]:
    return {
        "id": run.id,
        "step": run.request.step,
        "job": run.request.job,
        "profile": run.request.profile,
        "requested_s": run.request.requested_s,
        "state": type(run.state).__name__.lower(),
        "state_words": state_words(run.state)[1],
        "succeeded": run.succeeded,
        "seed": run.request.seed,
        "group": run.request.group,
        "resumes": run.request.resumes,
        "resumable": is_resumable(run),
    }
