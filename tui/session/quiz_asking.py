"""A quiz asked line by line in the terminal, while the app waits."""

import subprocess
import sys

from textual.app import App, SuspendNotSupported

from course.model import Course, Day, Step
from lab_tasks.workspace import Workspace


def ask_quiz(app: App[int], course: Course, workspace: Workspace, day: Day, step: Step) -> str:
    """Ask the Step's questions by `robolab-tui quiz`; return what to tell the student."""
    name = f"{day.id}/{step.id}"
    words = ["--workspace", str(workspace.root), "--course", course.folder or course.id]
    try:
        with app.suspend():
            # -P: the working folder may be the student's, and no place to import from.
            status = subprocess.run(
                [sys.executable, "-P", "-m", "tui", *words, "quiz", name], check=False
            ).returncode
            sys.stdout.write("\nenter goes back to the app ")
            sys.stdout.flush()
            sys.stdin.readline()
    except SuspendNotSupported:
        return f"This terminal cannot be handed over: run `robolab-tui quiz {name}` in another."
    except OSError as problem:
        return f"The quiz cannot be started ({problem.strerror}): run `robolab-tui quiz {name}`."
    if status:
        return f"The quiz ended with status {status}; run `robolab-tui quiz {name}` to see why."
    return "Your answers are kept; enter asks again, c checks this Day."
