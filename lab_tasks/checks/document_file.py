"""A student's document as the Checks read it: its text and its template, or why there is none."""

import os
from pathlib import Path

import msgspec

from lab_tasks.checks.question import Proved, Question, named
from lab_tasks.checks.verdict import Fail
from lab_tasks.documents import guidance, regions
from lab_tasks.documents.asked import held_regions
from lab_tasks.documents.editable import LARGEST_DOCUMENT_BYTES
from lab_tasks.documents.overrides import Override, overrides
from lab_tasks.documents.sections import Section, section, sections
from lab_tasks.documents.templates import template_of
from lab_tasks.problem import Problem


class DocumentFile(msgspec.Struct, frozen=True):
    """A document that is there. `template` is empty where the Day names none for it.

    In its text the marks of a region that no Check holds are gone: they would hide a claim.
    """

    path: str
    file: Path
    text: str
    template: str

    def section(self, heading: str) -> Section | Fail:
        """Return the section under a heading; a Fail that names those there are."""
        if found := section(self.text, heading):
            return found
        there = ", ".join(each.heading for each in sections(self.text)) or "no headings"
        why = f"{self.path} lacks the heading {heading!r}."
        return Fail(why, f"Add a line `## {heading}` and write below it.", heading, there)


def opened(question: Question, path: str, holds: str = "") -> DocumentFile | Fail:
    """Return the document at `path` of the Workspace, or why it cannot be judged.

    `holds` is the region that the asking Check itself holds against the records.
    """
    root = question.evidence.workspace.root
    text = question.evidence.document(path, LARGEST_DOCUMENT_BYTES)
    if isinstance(text, Problem):
        return unread(question, path, text)
    held = held_regions(question.course, question.evidence.profile, path)
    text = regions.laid_open(text, held | {holds})
    return DocumentFile(path, root / path, text, template_of(question.course, question.day, path))


def unread(question: Question, path: str, problem: Problem) -> Fail:
    """Return why a document was not read: it is not there, or something else is in its place."""
    step = named(question, question.day, question.step)
    if not os.path.lexists(question.evidence.workspace.root / path):
        return Fail(f"{path} has not been written yet.", f"Write {path}: {step}.", path, "none")
    remedy = f"Put a text file of your own in its place: {step}."
    return Fail(f"{problem.what}.", remedy, path, "something else")


def overridden(document: DocumentFile, check: str, said: str) -> Proved | None:
    """Return a pass by the student's own word; None: no override, or one that gives no reason.

    `said` is what the Check found: the report shows it beside the reason.
    """
    own = guidance.without(document.text, document.template)
    reasoned = [o for o in overrides(own, check) if o.is_reasoned]
    return Proved("attested", told(document, reasoned[:1], said)) if reasoned else None


def told(document: DocumentFile, given: list[Override], said: str) -> str:
    """Return how a report tells of overrides: line, reason, and what the Check had found."""
    reasons = "; ".join(f"line {each.line}: {each.reason}" for each in given)
    return f"overridden in {document.path}, {reasons} (the check found: {said})"
