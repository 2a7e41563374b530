"""`robolab-tui`: open the app."""

import os
import shutil
import sys
from argparse import Namespace
from functools import partial

from tui import given_course
from tui.cli import complain, find_workspace
from tui.exit_code import ExitCode
from tui.least_size import too_small_text
from tui.open_request import CannotOpen, OpenRequest


def run(words: Namespace) -> int:
    """Open the app on the student's workspace, or say why it cannot."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        complain(
            "The app needs a terminal, and this is none.",
            "Use --check, --day 21 --headless, or run it in a terminal.",
        )
        return ExitCode.USAGE
    if shutil.which("git") is None:
        complain("git was not found.", "Install git (Debian, Ubuntu: apt install git).")
        return ExitCode.ENVIRONMENT
    width, height = shutil.get_terminal_size()
    if too_small := too_small_text(width, height):
        complain(too_small, "Enlarge it or choose a smaller font, or use --check.")
        return ExitCode.USAGE
    from tui.app import run_app

    where = words.course if words.day is None else f"{words.course} › Day {words.day}"
    try:
        return run_app(partial(read_request, words), where)
    except CannotOpen as refusal:
        complain(refusal.text, refusal.remedy)
        return ExitCode.USAGE


def read_request(words: Namespace) -> OpenRequest:
    """Load the Course and return what to open. The app calls it after its first frame.

    Raises:
        CannotOpen: the Course cannot be loaded, or lacks the Day.
    """
    # Loaded here, so that the first frame does not wait for it.
    from lab_tasks.workspace import Workspace

    try:
        course = given_course.read(words.course)
    except given_course.CourseRefused as refused:
        raise CannotOpen(str(refused)) from refused
    if words.day is not None and course.day(words.day) is None:
        known = ", ".join(str(day.number) for day in course.days)
        raise CannotOpen(f"{course.id} has no Day {words.day}.", f"It has the Days {known}.")
    return OpenRequest(
        course=course,
        workspace=Workspace(find_workspace(words)),
        profile=words.profile,
        day=words.day,
        fresh_clone_source=words.source,
        makes_lab=bool(os.environ.get("ROBOLAB_MAKE_LAB")),
    )
