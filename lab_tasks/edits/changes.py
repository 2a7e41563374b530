"""Changes from one version of a Course to the next, and what each does to a student's progress."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from course.errors import nearest
from course.loader import step_text, template_text
from course.model import Course, Day, Deliverable, Step
from course.quiz_questions import QuizQuestion
from lab_tasks.progress.course_asks import digest_of, is_stale
from lab_tasks.quiz.marking import key_of

Effect = Literal["lost", "stale", "new", "kept"]
"""`lost`: ticks and Runs no longer count. `stale`: what was ticked answered another question.
`new`: nobody has done it yet. `kept`: nothing that was done is touched."""
HARM: tuple[Effect, ...] = ("lost", "stale")


class Change(msgspec.Struct, frozen=True):
    """One thing that is otherwise in the new version."""

    effect: Effect
    day: str
    step: str
    """Id in the old version, of a new Step its own; empty: the whole Day."""
    what: str
    remedy: str = ""


def changes(old: Course, new: Course) -> tuple[Change, ...]:
    """Return what has changed, in the order of the old Days, then what is new.

    Raises CourseError when a text of either has gone.
    """
    return (*_of_course(old, new), *_of_days(old, new), *_new_days(old, new))


def new_day_of(new: Course, day: Day) -> Day | None:
    """Return the Day that an old one has become; None: it is gone."""
    return next((d for d in new.days if day.id == d.id or day.id in d.aliases), None)


def _of_course(old: Course, new: Course) -> Iterator[Change]:
    if old.id != new.id:
        what = f"the course's id was {old.id} and is {new.id}: no tick and no Run counts any more"
        yield Change("lost", "", "", what, f"Write `id: {old.id}` in course.yaml")


def _of_days(old: Course, new: Course) -> Iterator[Change]:
    for day in old.days:
        now = new_day_of(new, day)
        if now is None:
            what = f"the Day is gone, and with it the progress of {len(day.steps)} Steps"
            remedy = f"Keep it, or write `aliases: [{day.id}]` in the Day that took its place"
            yield Change("lost", day.id, "", what, remedy)
            continue
        if now.id != day.id:
            yield Change("kept", day.id, "", f"it is called {now.id} now; progress follows it")
        yield from _of_day(old, day, new, now)


def _new_days(old: Course, new: Course) -> Iterator[Change]:
    known = {now.id for day in old.days if (now := new_day_of(new, day))}
    for day in new.days:
        if day.id not in known:
            what = f"a new Day of {len(day.steps)} Steps and {day.minutes} minutes"
            yield Change("new", day.id, "", what)


def _of_day(old: Course, day: Day, new: Course, now: Day) -> Iterator[Change]:
    for step in day.steps:
        after = now.step(step.id)
        if after is None:
            yield _gone(day, step, now)
            continue
        if after.id != step.id:
            what = f"it is called {after.id} now; progress follows it"
            yield Change("kept", day.id, step.id, what)
        yield from _asked(day, step, after)
        if words := ", ".join(_harmless((old, day, step), (new, now, after))):
            yield Change("kept", day.id, step.id, words)
    for step in now.steps:
        if not any(now.step(each.id) is step for each in day.steps):
            what = f"a new Step of {step.minutes} minutes: “{step.title}”"
            yield Change("new", now.id, step.id, what)


def _gone(day: Day, step: Step, now: Day) -> Change:
    """Return a Step that is gone, and the new one that it has most likely become."""
    added = [each for each in now.steps if day.step(each.id) is None]
    alike = next((a for a in added if step.title == a.title or step.text == a.text), None)
    near = alike.id if alike else nearest(step.id, [each.id for each in added])
    if near:
        what = f"its id is gone, and {near} is new: a rename loses the tick and the Runs"
        return Change("lost", day.id, step.id, what, f"Write `aliases: [{step.id}]` in {near}")
    remedy = f"Keep it, or write `aliases: [{step.id}]` in the Step that took its place"
    return Change("lost", day.id, step.id, "the Step is gone: its tick and its Runs", remedy)


def _asked(day: Day, step: Step, after: Step) -> Iterator[Change]:
    if not is_stale(digest_of(step), after):
        if not digest_of(step) and digest_of(after):
            what = "nothing of it was checked, and now something is"
            yield Change("stale", day.id, step.id, what)
        return
    told = "; ".join((*_deliverables(step, after), *_questions(step, after)))
    yield Change("stale", day.id, step.id, told or "it asks for the same in another order")


def _deliverables(step: Step, after: Step) -> Iterator[str]:
    now = {each.id: each for each in after.deliverables}
    for each in step.deliverables:
        if each.id not in now:
            yield f"it no longer asks for {each.id}"
        elif each.check != now[each.id].check:
            yield f"{each.id} is asked otherwise: {_check_words(each, now[each.id])}"
    before = {each.id for each in step.deliverables}
    yield from (f"it also asks for {name}" for name in now if name not in before)


def _check_words(before: Deliverable, after: Deliverable) -> str:
    a, b = before.check, after.check
    if a.name != b.name:
        return f"{a.name} → {b.name}"
    told = []
    for label, then, now in (("", a.args, b.args), ("full ", a.full, b.full)):
        for name in sorted({*then, *now}):
            if then.get(name) != now.get(name):
                told.append(f"{label}{name} {then.get(name, '–')} → {now.get(name, '–')}")
    return ", ".join(told)


def _questions(step: Step, after: Step) -> Iterator[str]:
    now = {name: each for each in after.questions for name in (each.id, *each.aliases)}
    for question in step.questions:
        if question.id not in now:
            yield f"the question {question.id} is gone"
        elif key_of(question) != key_of(now[question.id]):
            yield f"the question {question.id} has another right answer and is asked anew"
    before: set[QuizQuestion | str] = {each.id for each in step.questions}
    for each in after.questions:
        if not before & {each.id, *each.aliases}:
            yield f"the question {each.id} is new"


def _harmless(before: tuple[Course, Day, Step], after: tuple[Course, Day, Step]) -> Iterator[str]:
    """Yield what changed and touches nothing that was done."""
    (_, _, old), (_, _, new) = before, after
    if old.minutes != new.minutes:
        yield f"minutes {old.minutes} → {new.minutes}"
    for name in ("title", "kind", "hints", "needs", "code"):
        if getattr(old, name) != getattr(new, name):
            yield f"its {name}"
    if step_text(*before) != step_text(*after):
        yield "its text"
    if old.recipe != new.recipe:
        yield "its recipe: Runs that are there count as long as their checks pass"
    if old.document and new.document:
        templates = [template_text(c, d, s.document) for c, d, s in (before, after) if s.document]
        if templates[0] != templates[1]:
            yield "its template: a document that was begun keeps the old one's text"
        if old.document.path != new.document.path:
            yield f"its document: one that was begun stays at {old.document.path}"
