"""`robolab-tui`: open the app."""

import os
import shutil
import sys
from argparse import Namespace

from course.loader import CourseError, load_course
from lab_tasks.workspace import Workspace
from tui.cli import complain, find_workspace
from tui.exit_code import ExitCode
from tui.open_request import OpenRequest


def run(words: Namespace) -> int:
    """Open the app on the student's workspace, or say why it cannot."""
    try:
        course = load_course(words.course)
    except CourseError as error:
        complain(str(error))
        return ExitCode.USAGE
    if words.day is not None and course.day(words.day) is None:
        known = ", ".join(str(day.number) for day in course.days)
        complain(f"{course.id} has no Day {words.day}.", f"It has the Days {known}.")
        return ExitCode.USAGE
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        complain(
            "The app needs a terminal, and this is none.",
            "Use --check, --day 21 --headless, or run it in a terminal.",
        )
        return ExitCode.USAGE
    if shutil.which("git") is None:
        complain("git was not found.", "Install git (Debian, Ubuntu: apt install git).")
        return ExitCode.ENVIRONMENT
    from tui.app import run_app

    return run_app(
        OpenRequest(
            course=course,
            workspace=Workspace(find_workspace(words)),
            profile=words.profile,
            day=words.day,
            fresh_clone_source=words.source,
            makes_lab=bool(os.environ.get("ROBOLAB_MAKE_LAB")),
        )
    )
