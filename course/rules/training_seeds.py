"""Training seeds: a training that runs over seeds has one to replace; an evaluation follows it."""

import math
from collections.abc import Iterator
from typing import Literal

from course import placeholders
from course.findings import Finding
from course.model import Profile, ProfileRecipe, Step
from course.rules.subject import Subject
from course.strict_yaml import Path

_SEED = "--seed="
_FEWEST_SEEDS = 2
_LARGEST_SEED = 999_999_999
"""What `--seeds` on the command line takes: nine digits."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Yield seeds that cannot be run over, and Checks that ask for more trainings than there are.

    What `training_seeds` mean to a job is said in `course.model.ProfileRecipe`.
    """
    for at, step in enumerate(subject.day.steps):
        for profile, own in step.recipe.profiles.items() if step.recipe else ():
            path: Path = ("steps", at, "recipe", "profiles", profile)
            if own.training_seeds:
                yield from _well_formed((*path, "training_seeds"), own)
                yield from _of_the_job(subject, step, profile, path)
                yield from _planned(("steps", at, "minutes"), step, profile, own)
            yield from _asked_for(step, profile, own, ("steps", at, "deliverables"))


def _well_formed(path: Path, recipe: ProfileRecipe) -> Iterator[Finding]:
    seeds = recipe.training_seeds
    for at, seed in enumerate(seeds):
        if not 0 <= seed <= _LARGEST_SEED:
            problem = f"{seed} is not a seed"
            yield Finding((*path, at), problem, f"Write whole numbers from 0 to {_LARGEST_SEED}")
        elif seed in seeds[:at]:
            yield Finding((*path, at), f"the seed {seed} is given twice", "Keep one of them")
    if len(seeds) < _FEWEST_SEEDS:
        remedy = "Write two or more, or leave the key out: one seed stands in the arguments"
        yield Finding(path, "one training seed is no sweep", remedy)


def _of_the_job(subject: Subject, step: Step, profile: Profile, path: Path) -> Iterator[Finding]:
    assert step.recipe is not None  # its Profile is what is looked at
    job, own = step.recipe.job, step.recipe.profiles[profile]
    if job == "train":
        yield from _training(step, own, path)
    elif job == "evaluate":
        yield from _evaluation(subject, step, profile, path)
    else:
        problem = f'"{step.id}" trains and evaluates nothing: its job is {job}'
        remedy = "Remove training_seeds: they belong to the jobs train and evaluate"
        yield Finding((*path, "training_seeds"), problem, remedy)


def _training(step: Step, recipe: ProfileRecipe, path: Path) -> Iterator[Finding]:
    given = [a.removeprefix(_SEED) for a in recipe.args if a.startswith(_SEED)]
    if not any(value.isdecimal() for value in given):
        problem = f'"{step.id}" has training_seeds and no --seed= for them to replace'
        remedy = f"Add {_SEED}{recipe.training_seeds[0]} to its args"
        yield Finding((*path, "args"), problem, remedy)


def _evaluation(subject: Subject, step: Step, profile: Profile, path: Path) -> Iterator[Finding]:
    assert step.recipe is not None  # as above
    own = step.recipe.profiles[profile]
    found = [p for argument in own.args for p in placeholders.find(argument)]
    named = [p.step for p in found if p.kind == "checkpoint" and p.step]
    if not named:
        problem = f'"{step.id}" has training_seeds and evaluates no {{checkpoint:STEP}}'
        remedy = "Name the training: --policy.path={checkpoint:train-act}"
        yield Finding((*path, "args"), problem, remedy)
    for reference in named:
        target = subject.step(reference)
        trained = target.training_seeds(profile) if target else ()
        lacking = [str(seed) for seed in own.training_seeds if seed not in trained]
        if target and lacking:
            problem = (
                f'"{reference}" has no training with seed {", ".join(lacking)} in the profile '
                f"{profile}"
            )
            remedy = f"Write the same training_seeds at {reference}"
            yield Finding((*path, "training_seeds"), problem, remedy)


def _planned(path: Path, step: Step, profile: Profile, own: ProfileRecipe) -> Iterator[Finding]:
    """Yield minutes that are too few for all seeds together; `full` runs while one does others."""
    if profile != "quick" or own.expected_s is None:
        return
    spent_min = math.ceil(own.expected_s * len(own.training_seeds) / 60)
    if step.minutes < spent_min:
        times = f"{len(own.training_seeds)} Runs of {own.expected_s:g} s"
        problem = f"{step.minutes} minutes are too few for {times}"
        yield Finding(path, problem, f"Plan {spent_min} minutes or more")


def _asked_for(
    step: Step, profile: Profile, recipe: ProfileRecipe, path: Path
) -> Iterator[Finding]:
    """Yield Checks whose `trainings` this Profile's Runs cannot reach."""
    there = max(len(recipe.training_seeds), 1)
    for at, deliverable in enumerate(step.deliverables):
        check = deliverable.check
        key: Literal["args", "full"] = (
            "full" if profile == "full" and "trainings" in check.full else "args"
        )
        asked = check.args_for(profile).get("trainings", 1)
        if isinstance(asked, int) and asked > there:
            problem = f"{asked} trainings are asked for and the profile {profile} makes {there}"
            remedy = f"Give its recipe {asked} training_seeds, or ask for fewer"
            yield Finding((*path, at, "check", key, "trainings"), problem, remedy)
