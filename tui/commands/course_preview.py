"""`robolab-tui course preview`: what students will see of a Day, in a terminal or a pipe."""

import sys
from argparse import Namespace

from rich.console import Console, RenderableType

from course.model import Course, Day, Profile
from tui import given_course
from tui.cli import complain
from tui.exit_code import ExitCode
from tui.words.preview_text import day_preview, step_preview

PIPE_COLUMNS = 100


def run(words: Namespace) -> int:
    """Print a Day, or one Step of it."""
    course = given_course.read(words.path or words.course)
    day = _day(course, words.preview_day)
    if day is None:
        numbers = ", ".join(str(each.number) for each in course.days)
        complain(f"{course.id} has no Day {words.preview_day}.", f"It has: {numbers}.")
        return ExitCode.USAGE
    with given_course.reading():
        return _show(course, day, words)


def _day(course: Course, number: int | None) -> Day | None:
    return course.days[0] if number is None else course.day(number)


def _show(course: Course, day: Day, words: Namespace) -> int:
    profile: Profile = words.profile or "quick"
    if words.preview_step is None:
        return _print(tuple(day_preview(course, day, profile)))
    step = day.step(words.preview_step)
    if step is None:
        ids = ", ".join(each.id for each in day.steps)
        complain(f"{day.id} has no Step {words.preview_step}.", f"It has: {ids}.")
        return ExitCode.USAGE
    return _print(tuple(step_preview(course, day, step, profile)))


def _print(parts: tuple[RenderableType, ...]) -> int:
    width = None if sys.stdout.isatty() else PIPE_COLUMNS
    console = Console(file=sys.stdout, width=width, markup=False, highlight=False, emoji=False)
    for part in parts:
        console.print(part)
    return ExitCode.PASS
