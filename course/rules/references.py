"""References: Steps that are named (in needs, placeholders, checks) are there, and come before."""

from collections.abc import Iterator

from course import placeholders
from course.errors import suggestion
from course.findings import Finding
from course.model import STEP_ARGUMENTS, Profile, Step, steps_in
from course.placeholders import Placeholder
from course.rules.subject import Subject
from course.strict_yaml import Path

CHECKPOINT_JOBS = ("train", "tiny_vla")
"""Jobs whose Runs record a checkpoint."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Yield references that lead nowhere, or to what comes later."""
    yield from _day_aliases(subject)
    for at, step in enumerate(subject.day.steps):
        path: Path = ("steps", at)
        for position, reference in enumerate(step.needs):
            yield from _reference(subject, step, (*path, "needs", position), reference)
        yield from _reproduction(subject, step, path)
        yield from _checks(subject, step, path)
        for profile, recipe in step.recipe.profiles.items() if step.recipe else ():
            where = (*path, "recipe", "profiles", profile, "args")
            for position, argument in enumerate(recipe.args):
                yield from _argument(subject, step, profile, (*where, position), argument)


def _day_aliases(subject: Subject) -> Iterator[Finding]:
    for at, alias in enumerate(subject.day.aliases):
        for day in subject.days.values():
            if day is not subject.day and alias in (day.id, *day.aliases):
                problem = f'the alias "{alias}" belongs to {day.id}'
                yield Finding(("aliases", at), problem, "Remove it from one of the two Days")


def _reference(subject: Subject, step: Step, path: Path, reference: str) -> Iterator[Finding]:
    if subject.is_missing(reference):
        problem = f'there is no Step "{reference}"'
        yield Finding(path, problem, suggestion(reference, subject.references()))
    elif subject.step(reference) and not subject.comes_before(reference, step):
        problem = f'"{reference}" does not come before "{step.id}"'
        yield Finding(path, problem, "Move one of the two Steps, or refer to an earlier one")


def _argument(
    subject: Subject, step: Step, profile: Profile, path: Path, argument: str
) -> Iterator[Finding]:
    for text in placeholders.unknown(argument):
        remedy = "Write {output}, {output:STEP} or {checkpoint:STEP}"
        yield Finding(path, f"{text} is not a placeholder", remedy)
    for placeholder in placeholders.find(argument):
        if placeholder.step:
            yield from _reference(subject, step, path, placeholder.step)
            yield from _target(subject, step, profile, path, placeholder)
        elif placeholder.kind == "checkpoint":
            remedy = "Name the Step that trains it: {checkpoint:train-act}"
            yield Finding(path, "{checkpoint} names no Step", remedy)


def _target(
    subject: Subject, step: Step, profile: Profile, path: Path, placeholder: Placeholder
) -> Iterator[Finding]:
    target = subject.step(placeholder.step)
    if target is None:
        return
    if target.recipe is None or profile not in target.recipe.profiles:
        problem = f'"{placeholder.step}" runs nothing in the profile {profile}'
        yield Finding(path, problem, "Refer to a Step that has a recipe there")
    elif placeholder.kind == "checkpoint" and target.recipe.job not in CHECKPOINT_JOBS:
        problem = f'"{placeholder.step}" makes no checkpoint: its job is {target.recipe.job}'
        yield Finding(path, problem, "Refer to a Step whose job is train")
    elif placeholder.step not in step.needs:
        problem = f'"{step.id}" reads what "{placeholder.step}" makes and does not need it'
        yield Finding(path, problem, f"Add {placeholder.step} to its needs")


def _reproduction(subject: Subject, step: Step, path: Path) -> Iterator[Finding]:
    if step.kind == "fresh-clone" and (
        step.reproduction is None or not step.reproduction.evaluations
    ):
        problem = f'"{step.id}" does not say what is evaluated again'
        yield Finding(path, problem, "Add reproduction.evaluations with ids of evaluate Steps")
    for at, reference in enumerate(step.reproduction.evaluations if step.reproduction else ()):
        where = (*path, "reproduction", "evaluations", at)
        yield from _reference(subject, step, where, reference)
        target = subject.step(reference)
        if target and (target.recipe is None or target.recipe.job != "evaluate"):
            problem = f'"{reference}" is no evaluation'
            yield Finding(where, problem, "Refer to a Step whose job is evaluate")


def _checks(subject: Subject, step: Step, path: Path) -> Iterator[Finding]:
    for at, deliverable in enumerate(step.deliverables):
        for name in STEP_ARGUMENTS:
            where = (*path, "deliverables", at, "check", "args", name)
            for reference in steps_in(deliverable.check.args.get(name)):
                yield from _reference(subject, step, where, reference)
