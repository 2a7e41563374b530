"""`robolab-tui queue`: what waits, why it waits, and how many may run at once."""

import json
import sys
from argparse import Namespace

from lab_tasks.queue import allowed, runner, store
from lab_tasks.queue.queue_folder import QueueProblem, has_runner, unwritable
from lab_tasks.sanitise import clean, clean_line
from lab_tasks.workspace import Workspace
from tui.cli import complain, find_workspace
from tui.exit_code import ExitCode

SHOWN_DROPPED = 5
LONGEST_LINE = 200


def run(words: Namespace) -> int:
    """List the queue, empty it, let it go on, or set its limit."""
    workspace = Workspace(find_workspace(words))
    try:
        match words.queue_action:
            case "clear":
                count = store.clear(workspace)
                sys.stderr.write(f"{count} taken out. What runs goes on.\n")
            case "resume":
                _resume(workspace)
            case "limit":
                allowed.set_limit(workspace, words.limit)
                runner.ensure_running(workspace)
                sys.stderr.write(f"{words.limit} may run at once.\n")
            case _:
                _list(workspace, words.queue_format)
    except ValueError as error:
        complain(f"{error}.")
        return ExitCode.USAGE
    except QueueProblem as error:
        complain(str(error))
        return ExitCode.ENVIRONMENT
    except OSError as error:
        complain(str(unwritable(workspace, error)))
        return ExitCode.ENVIRONMENT
    return ExitCode.PASS


def _resume(workspace: Workspace) -> None:
    allowed.resume(workspace)
    begun = runner.ensure_running(workspace)
    count = len(store.yet_to_begin(workspace))
    if count == 0:
        sys.stderr.write("Nothing waits.\n")
    else:
        sys.stderr.write(f"{count} wait; the queue {'goes on' if begun else 'is running'}.\n")


def _list(workspace: Workspace, form: str) -> None:
    waiting, paused = store.yet_to_begin(workspace), allowed.paused(workspace)
    dropped = store.still_dropped(workspace)
    if form == "json":
        facts = {
            "limit": allowed.limit(workspace),
            "running": has_runner(workspace),
            "paused": paused and {"why": paused.why, "remedy": paused.remedy},
            "waiting": [
                {"entry": one.id, "step": one.step, "seed": one.seed, "group": one.group}
                for one in waiting
            ],
            "dropped": [
                {"step": one.entry.step, "seed": one.entry.seed, "why": one.why} for one in dropped
            ],
        }
        sys.stdout.write(json.dumps(facts, indent=1) + "\n")
        return
    for place, entry in enumerate(waiting, 1):
        where = "" if entry.place == "local" else f"at {entry.place}"
        told = "  ".join(filter(None, (entry.name, entry.group, where)))
        sys.stdout.write(f"{place:3}  {clean(told, LONGEST_LINE)}\n")
    _comment(workspace)


def _comment(workspace: Workspace) -> None:
    """Say on stderr what the list itself does not tell."""
    paused = allowed.paused(workspace)
    if not store.yet_to_begin(workspace):
        sys.stderr.write("Nothing waits.\n")
    elif paused:
        sys.stderr.write(f"It waits: {clean_line(paused.why)} {clean_line(paused.remedy)}\n")
        sys.stderr.write("`robolab-tui queue resume` lets it go on.\n")
    elif not has_runner(workspace):
        sys.stderr.write("Its runner has ended: `robolab-tui queue resume` lets it go on.\n")
    for one in store.still_dropped(workspace)[-SHOWN_DROPPED:]:
        sys.stderr.write(f"dropped: {clean_line(one.why)}. {clean_line(one.remedy)}\n")
    for path in store.unreadable(workspace):
        sys.stderr.write(f"unreadable, and left where it is: {clean_line(str(path))}\n")
