"""Opening the glossary from any screen, and going to a Day from it."""

from functools import partial
from typing import Any

from textual.app import App

from course.errors import CourseError
from course.glossary import Entry, Place, glossary
from course.model import Course
from course.shipped import SHIPPED
from tui.screens.glossary import GlossaryScreen
from tui.screens.lab import LabScreen
from tui.screens.page import Page


def open_or_close(app: App[Any]) -> None:
    """Open the glossary of the open Course in front, or close it where it is in front."""
    front = app.screen
    if isinstance(front, GlossaryScreen):
        front.dismiss(None)
        return
    lab = next((each for each in app.screen_stack if isinstance(each, LabScreen)), None)
    if lab is None:
        if isinstance(front, Page):
            front.say("The Course is still being read.")
        return
    course = lab.request.course

    def answered(place: Place | None) -> None:
        day = course.day(place.day) if place else None
        if day:
            step = next((each.id for each in day.steps if each.kind == "glossary"), None)
            lab.open_day(day, step)

    goes_to = lab.day.number if front is lab else None
    read_all = partial(_with_others, course)
    app.push_screen(GlossaryScreen(glossary([course]), course.id, goes_to, read_all), answered)


def _with_others(course: Course) -> tuple[Entry, ...]:
    """Return the terms of the open Course and of the others that come along."""
    from course.loader import load_course

    courses = [course]
    for name in SHIPPED:
        try:
            courses += [load_course(name)] if name != course.id else []
        except CourseError:
            continue  # it cannot be opened either, and says why then
    return glossary(courses)
