"""Whether a Course gives each Check the arguments that it takes: all of them, of the right type."""

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec

from course import decoding
from course.findings import dotted
from course.lint import Fault
from course.model import CheckSpec, Course, Profile
from course.strict_yaml import Path as KeyPath
from lab_tasks.checks.registry import CHECKS


def argument_faults(course: Course) -> Iterator[Fault]:
    """Yield each Check whose arguments its function would refuse, in either Profile."""
    for day in course.days:
        file = Path(course.folder) / day.id / "day.yaml"
        for at, step in enumerate(day.steps):
            for position, deliverable in enumerate(step.deliverables):
                path = ("steps", at, "deliverables", position, "check")
                if problem := _problem(deliverable.check):
                    yield _fault(file, path, deliverable.check.name, problem)


def _problem(check: CheckSpec) -> str:
    """Return what is wrong with a Check's arguments; empty when nothing is, or nobody knows it."""
    known = CHECKS.get(check.name)
    if known is None:
        return ""
    profiles: tuple[Profile, ...] = get_args(Profile)
    for profile in profiles:
        try:
            msgspec.convert(check.args_for(profile), known.args)
        except msgspec.ValidationError as error:
            return str(error)
    return ""


def _fault(file: Path, path: KeyPath, check: str, problem: str) -> Fault:
    where = (*path, "args")
    line = decoding.nearest_line(decoding.lines(decoding.read(file)), where)
    told = f"{check} takes no such arguments: {problem}"
    remedy = f"Write the arguments of {check} as docs/authoring.md has them"
    return Fault(str(file), line, dotted(where), told, remedy)
