"""Recipes: a job, arguments as the job takes them, and a word about every Profile."""

import re
from collections.abc import Iterator
from typing import get_args

from course.errors import suggestion
from course.findings import Finding
from course.model import Profile, ProfileRecipe, Recipe, Step
from course.rules.subject import Subject
from course.strict_yaml import Path

TRAIN = "train"
"""The job that passes its arguments on to lerobot-train."""
RUN_KINDS = ("run",)
"""Kinds that run a Recipe."""
_JOB = re.compile(r"[a-z][a-z_]*")
_FLAG = re.compile(r"--([A-Za-z][\w.-]*)=(.*)")
_ENV_NAME = re.compile(r"[A-Z_][A-Z0-9_]*")
_SECRET = re.compile(r"(^|_)(TOKEN|SECRET|PASSWORD|PASSWD|KEY)(_|$)")
_LOADING = re.compile(r"LD_.*|DYLD_.*|PYTHON.*|GIT_.*|SSH_.*|BASH_ENV|ENV|PATH|HOME|SHELL|IFS")
_REASON_WORDS = 4


def findings(subject: Subject) -> Iterator[Finding]:
    """Yield what keeps a Recipe from running in one Profile or the other."""
    for at, step in enumerate(subject.day.steps):
        path: Path = ("steps", at)
        yield from _not_needed(path, step)
        if step.recipe is None:
            if step.kind in RUN_KINDS:
                problem = f'"{step.id}" is of kind {step.kind} and has no recipe'
                yield Finding(path, problem, "Add a recipe, or choose another kind")
        elif step.kind in RUN_KINDS:
            yield from _job((*path, "recipe", "job"), step.recipe.job, subject.jobs)
            yield from _recipe((*path, "recipe"), step.recipe)
            yield from _lengths((*path, "recipe", "profiles"), step.recipe)
        else:
            problem = f"a Step of kind {step.kind} runs no recipe"
            yield Finding((*path, "recipe"), problem, "Remove it, or write `kind: run`")


def _job(path: Path, job: str, known: frozenset[str]) -> Iterator[Finding]:
    if not _JOB.fullmatch(job):
        problem = f'"{job}" is not the name of a job'
        yield Finding(path, problem, "Write the name of a module of lab_tasks/jobs")
    elif known and job not in known:
        yield Finding(path, f'there is no job "{job}"', suggestion(job, known))


def _recipe(path: Path, recipe: Recipe) -> Iterator[Finding]:
    if "quick" not in recipe.profiles:
        remedy = "Add profiles.quick: every Step must be possible on a laptop"
        yield Finding((*path, "profiles"), "the recipe has no quick profile", remedy)
    for profile in get_args(Profile):
        yield from _mentioned(path, recipe, profile)
    for profile, own in recipe.profiles.items():
        yield from _profile((*path, "profiles", profile), own)


def _lengths(path: Path, recipe: Recipe) -> Iterator[Finding]:
    """Yield trainings that do not say how long they are: LeRobot would take 100,000 steps."""
    for profile, own in recipe.profiles.items():
        if recipe.job == TRAIN and not any(arg.startswith("--steps=") for arg in own.args):
            remedy = "Write --steps= with the number that the Step's check asks for"
            yield Finding((*path, profile, "args"), "a training without --steps", remedy)


def _not_needed(path: Path, step: Step) -> Iterator[Finding]:
    """Yield reasons of a Step without a Recipe that stand wrong."""
    where = (*path, "not_needed")
    if step.not_needed and step.recipe:
        yield Finding(where, "the Step runs something", "Write recipe.not_needed instead")
    if "quick" in step.not_needed:
        problem = "the Step has nothing to do in quick"
        yield Finding(where, problem, "Remove it: every Step must be possible on a laptop")
    for profile, reason in step.not_needed.items():
        if not reason.strip():
            problem = f"not_needed.{profile} gives no reason"
            yield Finding((*where, profile), problem, "Say why, as a student should read it")


def _mentioned(path: Path, recipe: Recipe, profile: Profile) -> Iterator[Finding]:
    reason = recipe.not_needed.get(profile)
    if profile in recipe.profiles and reason is not None:
        problem = f"the profile {profile} is described and said not to be needed"
        yield Finding((*path, "not_needed"), problem, "Keep one of the two")
    elif reason is not None and not reason.strip():
        problem = f"not_needed.{profile} gives no reason"
        yield Finding(
            (*path, "not_needed", profile), problem, "Say why, as a student should read it"
        )
    elif profile != "quick" and profile not in recipe.profiles and reason is None:
        problem = f"nothing is said about the profile {profile}"
        remedy = f"Add profiles.{profile}, or not_needed.{profile} with the reason"
        yield Finding((*path, "profiles"), problem, remedy)


def _profile(path: Path, recipe: ProfileRecipe) -> Iterator[Finding]:
    if recipe.expected_s is not None and recipe.expected_s <= 0:
        remedy = "Write the seconds that you measured, or leave the key out"
        yield Finding((*path, "expected_s"), f"{recipe.expected_s} is not a time", remedy)
    if recipe.rehearsal and len(recipe.rehearsal.split()) < _REASON_WORDS:
        problem = "the rehearsal has no reason that a student could understand"
        yield Finding((*path, "rehearsal"), problem, "Say in a sentence why this is no result")
    for name in recipe.env:
        if not _ENV_NAME.fullmatch(name):
            problem = f'"{name}" is not the name of an environment variable'
            yield Finding((*path, "env", name), problem, "Use capitals, digits and _")
        elif _SECRET.search(name):
            remedy = (
                "Remove it: a course is read by everybody, and a student has secrets of their own"
            )
            yield Finding((*path, "env", name), f"{name} names a secret", remedy)
        elif _LOADING.fullmatch(name):
            remedy = "Remove it: a recipe chooses a job and its arguments, and nothing else"
            yield Finding((*path, "env", name), f"{name} changes which programs run", remedy)
    yield from _arguments((*path, "args"), recipe.args)


def _arguments(path: Path, arguments: tuple[str, ...]) -> Iterator[Finding]:
    seen: set[str] = set()
    for at, argument in enumerate(arguments):
        match = _FLAG.fullmatch(argument)
        if not match:
            problem = f'the argument "{argument}" is not a flag with its value'
            yield Finding((*path, at), problem, "Write it as --name=value")
        elif match[1] in seen:
            problem = f"--{match[1]} is given more than once"
            yield Finding((*path, at), problem, "Keep one of them")
        elif match[2].startswith(("/", "~")):
            problem = f"{argument} names a place on one machine"
            remedy = "Use a placeholder such as {output}, or a path inside the workspace"
            yield Finding((*path, at), problem, remedy)
        seen.add(match[1] if match else argument)
