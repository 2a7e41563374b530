"""Trainings: a Check asked of each training seed of a Step, and told as one Verdict."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from course.model import Day, Step
from lab_tasks.checks.finished import ended
from lab_tasks.checks.question import Answer, Proved, Question, named
from lab_tasks.checks.verdict import Blocked, Fail, Inconclusive
from lab_tasks.seeds import seed_list
from lab_tasks.trainings import SeedRuns

Trainings = Annotated[int, msgspec.Meta(ge=1)]
"""How many trainings, each with a seed and a checkpoint of its own."""
NotSound = Fail | Blocked | Inconclusive


class Told(msgspec.Struct, frozen=True):
    """What the Run of one seed proves."""

    words: str
    checkpoint: str
    """Digest of the weights that were trained, or evaluated."""
    files: tuple[Path, ...]


def told_together(
    question: Question,
    least: int,
    told: Mapping[int, Told | NotSound],
    noun: Literal["trainings", "evaluations"] = "trainings",
) -> Answer:
    """Pass when so many seeds of the Step are sound, each with another checkpoint.

    `told`: of each seed that ran what its newest Run proves, or what is wrong with it. `noun`:
    what the Step's Runs are.
    """
    seeds = question.evidence.seed_runs(question.day, question.step)
    every: dict[int, Told | NotSound] = {
        seed: absent(question, question.day, question.step, seed) for seed in seeds.wanted
    }
    every.update(told)
    sound = {seed: each for seed, each in sorted(every.items()) if isinstance(each, Told)}
    if twins := _twins(question, sound):
        return twins
    if len(sound) >= least:
        words = "; ".join(f"seed {seed}: {each.words}" for seed, each in sound.items())
        files = tuple(path for each in sound.values() for path in each.files)
        return Proved("executed", f"{len(sound)} {noun}: {words}", files)
    wrong = {seed: each for seed, each in sorted(every.items()) if not isinstance(each, Told)}
    return _too_few(f"{least} {noun}", tuple(sound), seeds, wrong)


def absent(question: Question, day: Day, step: Step, seed: int) -> Fail:
    """Say why a Step has no result of a seed: it runs, it broke off, or it never ran."""
    seeds = question.evidence.seed_runs(day, step)
    remedy = f"Run {named(question, day, step)}: enter starts the seeds that are missing."
    why = "not run yet."
    if seed in seeds.alive:
        why = f"{seeds.alive[seed].id} is still running."
        remedy = "Wait for it to end: l shows its log."
    elif seed in seeds.broken:
        run = seeds.broken[seed]
        why = f"{run.id} left no result ({ended(run.state)})."
    return Fail(why, remedy, "a result of each seed", "none")


def _twins(question: Question, sound: Mapping[int, Told]) -> Fail | None:
    first: dict[str, int] = {}
    for seed, each in sound.items():
        twin = first.setdefault(each.checkpoint, seed)
        if twin != seed:
            why = f"Seeds {twin} and {seed} have the same weights: that is one training."
            again = f"Run {named(question, question.day, question.step)} again with seed {seed}."
            return Fail(why, again, "other weights", f"sha256 {each.checkpoint[:12]}… twice")
    return None


def _too_few(
    expected: str, sound: tuple[int, ...], seeds: SeedRuns, wrong: Mapping[int, NotSound]
) -> NotSound:
    """Return one Verdict that tells what is there, and of each other seed why it is not."""
    there = f" ({seed_list(sound)})" if sound else ""
    told = by_reason({seed: each.why for seed, each in wrong.items()})
    why = f"{len(sound)} of {expected} are there and sound{there}. {told}".strip()
    failed = {seed: each for seed, each in wrong.items() if isinstance(each, Fail)}
    if wrong and not failed:
        return msgspec.structs.replace(next(iter(wrong.values())), why=why)
    to_do = [each for seed, each in failed.items() if seed not in seeds.alive]
    first = next(iter([*to_do, *failed.values()]), None)
    remedy = first.remedy if first else "Run it with more seeds."
    return Fail(why, remedy, expected, str(len(sound)))


def by_reason(reasons: Mapping[int, str]) -> str:
    """Return each reason once, behind the seeds that have it: `Seeds 1, 3: not run yet.`"""
    seeds: dict[str, list[int]] = {}
    for seed in sorted(reasons):
        seeds.setdefault(reasons[seed], []).append(seed)
    told = ((seed_list(of).capitalize(), why.removesuffix(".")) for why, of in seeds.items())
    return " ".join(f"{who}: {why}." for who, why in told)
