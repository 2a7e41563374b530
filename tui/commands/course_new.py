"""`robolab-tui course new`: a Day's folder that holds together, for its author to write over."""

import sys
from argparse import Namespace
from pathlib import Path

from course.shipped import CONTENT, SHIPPED
from lab_tasks.authoring.new_day import NotMade, new_day
from lab_tasks.sanitise import first_unsafe
from tui import given_course
from tui.cli import complain
from tui.exit_code import ExitCode

NAME_IT = "Name a course, its folder, or a folder to be made."
TITLE_IT = "Write a title, or leave --title out: a title to be written over stands there then."


def run(words: Namespace) -> int:
    """Write it; say what was written and what comes next."""
    for name, given, remedy in (
        ("COURSE", words.path, NAME_IT),
        ("--title", words.title, TITLE_IT),
    ):
        if given is not None and (wrong := _wrong(given)):
            complain(f"{name}{wrong}.", remedy)
            return ExitCode.USAGE
    folder = CONTENT / words.path if words.path in SHIPPED else Path(words.path)
    try:
        with given_course.reading():
            written = new_day(folder.resolve(), words.number, words.title or "", words.week_number)
    except NotMade as refused:
        complain(f"{refused}.", f"{refused.remedy}.")
        return ExitCode.USAGE
    except OSError as error:
        complain(f"{error.filename or folder}: {error.strerror}.", "Choose another folder.")
        return ExitCode.ENVIRONMENT
    for path in written.files:
        sys.stdout.write(f"{path}\n")
    sys.stderr.write(
        f"Next: edit them, look with `robolab-tui course preview {words.path} --day "
        f"{written.number}`, and prove them with `robolab-tui course lint {words.path}`.\n"
    )
    return ExitCode.PASS


def _wrong(given: str) -> str:
    """Return what is wrong with a word that is to be read by people; empty: nothing."""
    acting = [each for each in given if each in "\t\n" or first_unsafe(each) is not None]
    if given.strip() and acting:
        return f": a control character (U+{ord(acting[0]):04X})"
    return "" if given.strip() else " is blank"
