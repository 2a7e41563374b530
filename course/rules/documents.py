"""Documents: what the app writes from a template, and that the template fits what is checked."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from course.errors import suggestion
from course.findings import Finding
from course.model import Document, Step
from course.rules.subject import Subject
from course.strict_yaml import Path

WRITTEN_KINDS = ("write", "reflect")
"""Kinds of Steps that may have a Document."""
PLACE = "Write a path such as docs/day21_design.md"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_HEADING_ARGUMENTS = ("heading", "headings", "hypothesis", "sections", "trials")
"""Arguments of Checks that name headings of the file at their `path`."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Yield Documents of the wrong Step or place, and headings that their template lacks."""
    paths: dict[str, str] = {}
    for at, step in enumerate(subject.day.steps):
        document, path = step.document, ("steps", at, "document")
        if document is None:
            continue
        if step.kind not in WRITTEN_KINDS:
            problem = f"a Step of kind {step.kind} has no document"
            yield Finding(path, problem, "Remove it, or write `kind: write`")
        if problem := _path_problem(document):
            yield Finding((*path, "path"), problem, PLACE)
        elif document.path in paths:
            problem = f'"{paths[document.path]}" begins {document.path} already'
            yield Finding((*path, "path"), problem, "Give each Step a document of its own")
        paths.setdefault(document.path, step.id)
        if not subject.templates[step.id].strip():
            problem = f"{document.template} is empty"
            yield Finding((*path, "template"), problem, "Write its headings and what to write")
    templates = {
        step.document.path: (step.document, subject.templates[step.id])
        for step in subject.day.steps
        if step.document
    }
    for at, step in enumerate(subject.day.steps):
        yield from _checked(("steps", at, "deliverables"), step, templates)


def headings(text: str) -> list[str]:
    """Return the headings of a Markdown text, in order; code and comments hold none."""
    return [m[1].strip() for m in _HEADING.finditer(_FENCE.sub("", _COMMENT.sub("", text)))]


def _path_problem(document: Document) -> str:
    is_markdown = PurePosixPath(document.path).suffix == ".md"
    told = "" if is_markdown else f'"{document.path}" is not a Markdown file'
    return _place_problem(document.path) or told


def _place_problem(path: str) -> str:
    """Say why a path is no place in a student's folder; empty: it is one."""
    parts = PurePosixPath(path)
    is_elsewhere = parts.is_absolute() or ".." in parts.parts or parts.parts[:1] == (".robolab",)
    return f'"{path}" is no place for a student\'s file' if is_elsewhere else ""


def _checked(
    path: Path, step: Step, templates: dict[str, tuple[Document, str]]
) -> Iterator[Finding]:
    """Yield the headings that a Check asks of a Document and its template does not have."""
    for at, deliverable in enumerate(step.deliverables):
        args = deliverable.check.args
        asked = args.get("path")
        is_own = isinstance(asked, str) and asked not in templates  # theirs are judged above
        if is_own and (problem := _place_problem(str(asked))):
            where = (*path, at, "check", "args", "path")
            yield Finding(where, problem, PLACE)
        document, text = templates.get(str(args.get("path")), (None, ""))
        if document is None:
            continue
        there = headings(text)
        known = {heading.casefold() for heading in there}
        for name in _HEADING_ARGUMENTS:
            for heading in _named(args.get(name)):
                if heading.casefold() not in known:
                    problem = f'{document.template} has no heading "{heading}"'
                    where = (*path, at, "check", "args", name)
                    yield Finding(where, problem, suggestion(heading, there))


def _named(value: object) -> list[str]:
    values = [value] if isinstance(value, str) else value
    return [v for v in values if isinstance(v, str)] if isinstance(values, list | dict) else []
