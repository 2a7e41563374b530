"""`robolab-tui runs`: the Runs of the workspace, one a line; one is stopped, or goes on."""

import json
import sys
import time
from argparse import Namespace

from lab_tasks.runs.model import Run
from lab_tasks.runs.store import list_runs
from lab_tasks.sanitise import clean_line
from lab_tasks.workspace import Workspace
from tui.cli import complain, find_workspace
from tui.exit_code import ExitCode
from tui.rules.resuming import resumable
from tui.words.run_state import state_words


def run(words: Namespace) -> int:
    """Print the Runs, oldest first; or stop one, or let one go on."""
    workspace = Workspace(find_workspace(words))
    runs = list_runs(workspace)
    if words.runs_action:
        found = next((one for one in runs if one.id == words.run), None)
        if found is None:
            complain(
                f"There is no Run {clean_line(words.run)!r}.", "`robolab-tui runs` lists them."
            )
            return ExitCode.USAGE
        return _stop(found) if words.runs_action == "stop" else _resume(workspace, found)
    if words.runs_format == "json":
        json.dump(_facts(runs), sys.stdout, indent=1)
        sys.stdout.write("\n")
        return ExitCode.PASS
    for one in runs:
        sys.stdout.write(f"{_line(one)}\n")
    if not runs:
        sys.stderr.write(f"No runs in {workspace.root} yet.\n")
    if names := ", ".join(one.id for one in resumable(runs)):
        sys.stderr.write(f"`robolab-tui runs resume RUN` goes on with: {names}\n")
    return ExitCode.PASS


def _stop(run: Run) -> int:
    from lab_tasks.runs.stop import Unsupervised, stop

    if not run.is_alive:
        complain(f"{run.id} is not running.")
        return ExitCode.USAGE
    try:
        stop(run)
    except (Unsupervised, OSError) as problem:
        complain(str(problem))
        return ExitCode.ENVIRONMENT
    sys.stderr.write(f"Asked {run.id} to stop.\n")
    return ExitCode.PASS


def _resume(workspace: Workspace, run: Run) -> int:
    from tui.rules.resuming import ResumeOffer, offer
    from tui.rules.run_start import start_request
    from tui.rules.start_outcome import Started

    try:
        found = offer(workspace, run)
    except OSError as problem:
        complain(f"{run.id} cannot be resumed: {problem}.")
        return ExitCode.ENVIRONMENT
    if not isinstance(found, ResumeOffer):
        complain(found.why, f"{found.remedy}.")
        return ExitCode.USAGE
    outcome = start_request(workspace, found.request)
    if not isinstance(outcome, Started):
        complain(outcome.why, outcome.remedy)
        return ExitCode.ENVIRONMENT
    sys.stdout.write(f"started {outcome.run.id}\n")
    sys.stderr.write(
        f"It goes on from step {found.checkpoint.step:,} of {found.checkpoint.run_id}.\n"
    )
    return ExitCode.PASS


def _line(run: Run) -> str:
    started = time.strftime("%Y-%m-%d %H:%M", time.localtime(run.request.requested_s))
    state = type(run.state).__name__.lower()
    _, words, _ = state_words(run.state)
    more = "" if words == state else f"({words})"
    part = f"went on from {run.request.resumes}" if run.request.resumes else ""
    rehearsal = "rehearsal" if run.request.rehearsal else ""
    told = (run.request.title, rehearsal, run.request.group, part, more)
    said = "  ".join(clean_line(one) for one in told if one)
    return f"{started}  {state:9}  {run.id:24}  {said}"


def _facts(runs: tuple[Run, ...]) -> list[dict[str, object]]:
    to_resume = resumable(runs)
    return [{**_facts_of(run), "resumable": run in to_resume} for run in runs]


def _facts_of(run: Run) -> dict[str, object]:
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
        "rehearsal": run.request.rehearsal,
    }
