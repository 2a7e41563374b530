"""Deliverables: every Step leaves something, and a Check that exists proves it."""

from collections.abc import Iterator

from course.errors import suggestion
from course.findings import Finding
from course.model import CheckSpec, Step
from course.rules.subject import Subject
from course.strict_yaml import Path
from course.structure import ID

ATTESTED_KINDS = ("glossary", "read", "read-code")
"""Kinds whose doing only the student can know; they may go without a Deliverable."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Yield Deliverables that cannot be proved."""
    for at, step in enumerate(subject.day.steps):
        path: Path = ("steps", at, "deliverables")
        if not step.deliverables and step.kind not in ATTESTED_KINDS:
            problem = f'"{step.id}" leaves nothing that could be checked'
            yield Finding(path, problem, "Add a deliverable with a check")
        yield from _ids(path, step)
        for position, deliverable in enumerate(step.deliverables):
            where = (*path, position, "check")
            yield from _check(where, deliverable.check, subject)


def _ids(path: Path, step: Step) -> Iterator[Finding]:
    seen: set[str] = set()
    for at, deliverable in enumerate(step.deliverables):
        where = (*path, at, "id")
        if not ID.fullmatch(deliverable.id):
            problem = f'"{deliverable.id}" is not a well-shaped id'
            yield Finding(where, problem, "Use small letters, digits and single hyphens")
        if deliverable.id in seen:
            problem = f'two deliverables of "{step.id}" are called "{deliverable.id}"'
            yield Finding(where, problem, "Rename one of them")
        if not deliverable.title.strip():
            yield Finding((*path, at, "title"), "it is blank", "Say what the student leaves")
        seen.add(deliverable.id)


def _check(path: Path, check: CheckSpec, subject: Subject) -> Iterator[Finding]:
    known = subject.checks.get(check.name)
    if known is None:
        problem = f'there is no check "{check.name}"'
        yield Finding((*path, "name"), problem, suggestion(check.name, subject.checks))
        return
    for key, arguments in (("args", check.args), ("full", check.full)):
        for name in arguments:
            if name not in known:
                problem = f'the check {check.name} has no argument "{name}"'
                yield Finding((*path, key, name), problem, suggestion(name, known))
