"""`robolab-tui --check`: what is really done in these workspaces, without a screen."""

import shutil
import sys
from argparse import Namespace
from collections.abc import Iterable
from pathlib import Path

from course.model import Course, Day
from lab_tasks.checks import report
from lab_tasks.checks.run import check_day
from lab_tasks.progress import progress
from lab_tasks.workspace import Workspace
from tui import given_course
from tui.cli import complain, find_workspace
from tui.exit_code import ExitCode
from tui.words.course_text import lost_ticks_text


def run(words: Namespace) -> int:
    """Check each workspace; the worst status of all is the status."""
    course = given_course.read(words.course, None if words.day is None else {words.day})
    days = _days(course, words)
    if not days:
        complain(*_known(given_course.read(words.course), words))
        return ExitCode.USAGE
    paths = [Path(p).expanduser().resolve() for p in words.check] or [find_workspace(words)]
    absent = [path for path in paths if not path.is_dir()]
    for path in absent:
        complain(f"{path} is not a folder.", "Name a student's workspace, or start it in the app.")
    others = [path for path in paths if path.is_dir() and not Workspace(path).is_begun]
    for path in others:
        remedy = "A student's folder has a course-progress.yaml; the app makes one when it starts."
        complain(f"{path} is no workspace of this app.", remedy)
    if absent or others:
        return ExitCode.USAGE
    if shutil.which("git") is None:
        complain("git was not found.", "Install git (Debian, Ubuntu: apt install git).")
        return ExitCode.ENVIRONMENT
    status = _check(course, days, paths, words)
    # each that is not says so
    readable = [_progress_is_readable(path, course, words) for path in paths]
    return status if all(readable) else ExitCode.ENVIRONMENT


def _check(course: Course, days: list[Day], paths: list[Path], words: Namespace) -> int:
    reports = [
        report.Report(course.id, path, day, check_day(course, day, Workspace(path)))
        for path in paths
        for day in days
    ]
    text = report.render(reports, words.format)
    if words.output:
        try:
            words.output.write_text(text, encoding="utf-8")
        except OSError as error:
            complain(f"The report could not be written to {words.output}: {error.strerror}.")
            return ExitCode.ENVIRONMENT
    else:
        sys.stdout.write(text)
    return report.exit_status(reports)


def _known(course: Course, words: Namespace) -> tuple[str, str]:
    """Return what is not there, and what is."""
    days = ", ".join(str(day.number) for day in course.days)
    if words.week is None:
        return f"{course.id} has no Day {words.day}.", f"It has the Days {days}."
    weeks = ", ".join(str(week.number) for week in course.weeks)
    day = "" if words.day is None else f" with a Day {words.day}"
    asked = f"{course.id} has no Week {words.week}{day}."
    return asked, f"It has the Weeks {weeks} and the Days {days}."


def _progress_is_readable(path: Path, course: Course, words: Namespace) -> bool:
    """Complain about a progress file that is damaged, newer or of another Course."""
    try:
        ticked = progress.read_of(Workspace(path), course.id).steps
    except progress.ProgressError as error:
        complain(str(error))
        return False
    _tell_lost_ticks(path, course, ticked, words)
    return True


def _tell_lost_ticks(path: Path, course: Course, ticked: Iterable[str], words: Namespace) -> None:
    """Say which ticks (full ids) are of Steps that the Course lacks; of one Day, of what it has."""
    known = {name for day in course.days for name in (day.id, *day.aliases)}
    asked = [name for name in sorted(ticked) if words.day is None or _day_id(name) in known]
    if lost := [name for name in asked if course.find_step(name) is None]:
        complain(f"{path}: {lost_ticks_text(lost)}")


def _day_id(full_id: str) -> str:
    return full_id.partition("/")[2].partition("/")[0]


def _days(course: Course, words: Namespace) -> list[Day]:
    weeks = [w for w in course.weeks if words.week in (None, w.number)]
    return [d for week in weeks for d in week.days if words.day in (None, d.number)]
