"""`robolab-tui course new`: a Day's folder that holds together, for its author to write over."""

import sys
from argparse import Namespace
from pathlib import Path

from course.errors import CourseError
from course.shipped import CONTENT, SHIPPED
from lab_tasks.authoring.new_day import NotMade, new_day
from tui.cli import complain
from tui.exit_code import ExitCode


def run(words: Namespace) -> int:
    """Write it; say what was written and what comes next."""
    folder = CONTENT / words.path if words.path in SHIPPED else Path(words.path)
    try:
        written = new_day(folder.resolve(), words.number, words.title, words.week_number)
    except NotMade as refused:
        complain(f"{refused}.", f"{refused.remedy}.")
        return ExitCode.USAGE
    except CourseError as error:
        complain(str(error))
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
