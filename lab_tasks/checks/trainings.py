"""Trainings: a Check asked of each training seed of a Step, and told as one Verdict."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import msgspec

from lab_tasks.checks.finished import ended
from lab_tasks.checks.question import Answer, Proved, Question, named
from lab_tasks.checks.verdict import Blocked, Fail, Inconclusive
from lab_tasks.runs.model import Run
from lab_tasks.seeds import seed_list
from lab_tasks.trainings import SeedRuns

Trainings = Annotated[int, msgspec.Meta(ge=1)]
"""How many trainings, each with a seed and a checkpoint of its own."""


class Told(msgspec.Struct, frozen=True):
    """What the Run of one seed proves."""

    words: str
    checkpoint: str
    """Digest of the checkpoint that was trained, or evaluated."""
    files: tuple[Path, ...]


NotSound = Fail | Blocked | Inconclusive
Tell = Callable[[Run], Told | NotSound]
Absent = Callable[[int], Blocked | None]
"""What keeps a seed from being there that never ran; None: nothing does."""


def told_together(
    question: Question, trainings: int, tell: Tell, absent: Absent = lambda _: None
) -> Answer:
    """Pass when so many seeds of the Step are sound, each with another checkpoint."""
    seeds = question.evidence.seed_runs(question.day, question.step)
    told = {seed: tell(run) for seed, run in sorted(seeds.there.items())}
    sound = {seed: each for seed, each in told.items() if isinstance(each, Told)}
    if twins := _twins(question, sound):
        return twins
    if len(sound) >= trainings:
        words = "; ".join(f"seed {seed}: {each.words}" for seed, each in sound.items())
        files = tuple(path for each in sound.values() for path in each.files)
        return Proved("executed", f"{len(sound)} trainings: {words}", files)
    wrong = {seed: each for seed, each in told.items() if not isinstance(each, Told)}
    lacking = {seed: why for seed in seeds.wanted if seed not in told and (why := absent(seed))}
    return _too_few(question, trainings, tuple(sound), seeds, lacking | wrong)


def _twins(question: Question, sound: Mapping[int, Told]) -> Fail | None:
    first: dict[str, int] = {}
    for seed, each in sound.items():
        twin = first.setdefault(each.checkpoint, seed)
        if twin != seed:
            why = f"Seeds {twin} and {seed} have the same checkpoint: that is one training."
            again = f"Run {named(question, question.day, question.step)} again with seed {seed}."
            return Fail(why, again, "another checkpoint", f"sha256 {each.checkpoint[:12]}… twice")
    return None


def _too_few(
    question: Question,
    trainings: int,
    sound: tuple[int, ...],
    seeds: SeedRuns,
    wrong: Mapping[int, NotSound],
) -> NotSound:
    """Return one Verdict that tells what is there, and of each other seed why it is not."""
    absent = [seed for seed in seeds.wanted if seed not in sound and seed not in wrong]
    reasons = {seed: each.why for seed, each in wrong.items()}
    reasons |= {seed: _why_absent(seeds, seed) for seed in absent}
    there = f" ({seed_list(sound)})" if sound else ""
    told = _by_reason(reasons)
    why = f"{len(sound)} of {trainings} trainings are there and sound{there}. {told}".strip()
    settled = [each for each in wrong.values() if isinstance(each, Fail)]
    others = [each for each in wrong.values() if not isinstance(each, Fail)]
    if others and not settled and not absent:
        return msgspec.structs.replace(others[0], why=why)
    remedy = settled[0].remedy if settled else _remedy(question, seeds, absent)
    return Fail(why, remedy, f"{trainings} trainings", str(len(sound)))


def _by_reason(reasons: Mapping[int, str]) -> str:
    """Return each reason once, behind the seeds that have it: `Seeds 1, 3: not run yet.`"""
    seeds: dict[str, list[int]] = {}
    for seed in sorted(reasons):
        seeds.setdefault(reasons[seed], []).append(seed)
    return " ".join(f"{seed_list(of).capitalize()}: {why}" for why, of in seeds.items())


def _why_absent(seeds: SeedRuns, seed: int) -> str:
    if seed in seeds.alive:
        return f"{seeds.alive[seed].id} is still running."
    if seed in seeds.broken:
        run = seeds.broken[seed]
        return f"{run.id} left no result ({ended(run.state)})."
    return "not run yet."


def _remedy(question: Question, seeds: SeedRuns, absent: list[int]) -> str:
    if absent and all(seed in seeds.alive for seed in absent):
        return "Wait for it to end: l shows its log."
    step = named(question, question.day, question.step)
    return f"Run {step}: enter starts the seeds that are missing."
