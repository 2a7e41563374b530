"""Words that must be there: titles, texts, hints, sources, glossary, and minutes to plan by."""

from collections.abc import Iterator

from course.findings import Finding
from course.model import Step
from course.rules.subject import Subject
from course.strict_yaml import Path

HINTED_KINDS = ("run", "robot", "fresh-clone")
"""Kinds on which a student can get stuck alone at night."""
_LONGEST_DAY_MINUTES = 8 * 60


def findings(subject: Subject) -> Iterator[Finding]:
    """Yield what a Day leaves unsaid."""
    day = subject.day
    yield from _blank(("title",), day.title)
    yield from _blank(("commit_message",), day.commit_message)
    for name, items in (("objectives", day.objectives), ("sources", day.sources)):
        if not items:
            yield Finding((name,), f"the Day has no {name}", f"List at least one under {name}")
    for at, objective in enumerate(day.objectives):
        yield from _blank(("objectives", at), objective)
    yield from _glossary(subject)
    if not day.steps:
        yield Finding(("steps",), "the Day has no Steps", "Add at least one under steps")
    for at, step in enumerate(day.steps):
        yield from _step(("steps", at), step, subject.texts[step.id])


def _step(path: Path, step: Step, text: str) -> Iterator[Finding]:
    yield from _blank((*path, "title"), step.title)
    if not text.strip():
        remedy = "Say what to do, why, and what to expect"
        yield Finding((*path, "text"), f'the text of "{step.id}" is empty', remedy)
    if not 0 < step.minutes <= _LONGEST_DAY_MINUTES:
        remedy = "Write the minutes that a student needs, from 1 to 480"
        yield Finding((*path, "minutes"), f"{step.minutes} minutes cannot be planned", remedy)
    if step.kind in HINTED_KINDS and not step.hints:
        remedy = "Add hints, from a question to the answer: the first never gives it away"
        yield Finding((*path, "hints"), f'"{step.id}" has no hints', remedy)
    if step.hints and not step.hints[0].rstrip().endswith("?"):
        remedy = "Begin with a question, and leave the answer to the last hint"
        yield Finding((*path, "hints", 0), f'the first hint of "{step.id}" is no question', remedy)
    for at, hint in enumerate(step.hints):
        yield from _blank((*path, "hints", at), hint)


def _glossary(subject: Subject) -> Iterator[Finding]:
    seen: set[str] = set()
    for at, term in enumerate(subject.day.glossary):
        path: Path = ("glossary", at)
        yield from _blank((*path, "term"), term.term)
        yield from _blank((*path, "meaning"), term.meaning)
        if term.term.casefold() in seen:
            problem = f'"{term.term}" is explained twice'
            yield Finding((*path, "term"), problem, "Keep one of the two")
        seen.add(term.term.casefold())
    for at, step in enumerate(subject.day.steps):
        if step.kind == "glossary" and not seen:
            problem = f'"{step.id}" is about a glossary that is empty'
            yield Finding(("steps", at, "kind"), problem, "Add terms under glossary")


def _blank(path: Path, text: str) -> Iterator[Finding]:
    if not text.strip():
        yield Finding(path, "it is blank", "Write it, or leave the whole entry out")
