"""A Training read from a log that nobody wrote for us: what it says, and what it does not."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from lab_tasks.logs.points import LogPoint, read_facts, read_points
from lab_tasks.reports.run_parts import without_repeats
from lab_tasks.reports.training import Dataset, Logged, Part, Setting, Training

IN_OTHER_PLACES = ("started", "ended", "episodes", "frames", "dataset", "parameters", "device")
"""Facts that have a row of their own in the document."""
MACHINE = ("device", "version")


def read_log_training(path: Path, name: str, place: str) -> Training:
    """Return the training that a log tells of, called `name`; `place` is its path as it is shown.

    Raises LogUnreadable and OSError. Without any logged value the Training's part has no points.
    """
    facts = read_facts(path)
    parts, before = _parts(name, path, facts)
    return Training(
        name=name,
        title=name,
        policy=facts.get("policy", ""),
        place=place,
        parts=parts,
        settings=tuple(_settings(facts, path.name)),
        machine=tuple(Setting(n, facts[n], path.name) for n in MACHINE if facts.get(n)),
        dataset=_dataset(facts),
        total=_count(facts.get("steps")),
        parameters=_count(facts.get("parameters")),
        files=(place,),
        seed=_count(facts.get("seed")),
        notes=tuple(_notes(parts, before)),
    )


def _parts(name: str, path: Path, facts: Mapping[str, str]) -> tuple[tuple[Part, ...], int]:
    """Return the parts of the last training in the log, and how many trainings it holds before."""
    stretches = [
        tuple(without_repeats(map(_logged, points)))
        for _, points in groupby(read_points(path), key=lambda point: point.part)
    ]
    begun = max(
        (i for i in range(1, len(stretches)) if not _goes_on(*stretches[i - 1 : i + 1])), default=0
    )
    own = stretches[begun:] or [()]
    parts = [_part(name, points, facts, own[at - 1] if at else ()) for at, points in enumerate(own)]
    return tuple(parts), begun


def _goes_on(before: tuple[Logged, ...], after: tuple[Logged, ...]) -> bool:
    """Whether a stretch was resumed: one that begins anew logs the same first step again."""
    return after[0].step > before[0].step


def _logged(point: LogPoint) -> Logged:
    return Logged(point.step, point.values, point.time_s, point.is_exact)


def _part(
    name: str, points: tuple[Logged, ...], facts: Mapping[str, str], before: tuple[Logged, ...]
) -> Part:
    timed = [point.time_s for point in points if point.time_s is not None]
    earlier = [point.step for point in before if point.step < points[0].step]
    return Part(
        name=name,
        ended="the log says that it came to its end"
        if facts.get("ended")
        else "the log does not say",
        points=points,
        from_step=earlier[-1] if earlier else None,
        started_s=timed[0] if timed else None,
        ended_s=timed[-1] if timed else None,
    )


def _settings(facts: Mapping[str, str], source: str) -> Iterator[Setting]:
    for name, fact in facts.items():
        if fact and name not in IN_OTHER_PLACES and name not in MACHINE:
            yield Setting(name, fact, source)


def _dataset(facts: Mapping[str, str]) -> Dataset | None:
    episodes, frames = _count(facts.get("episodes")), _count(facts.get("frames"))
    if episodes is None and frames is None and not facts.get("dataset"):
        return None
    return Dataset(facts.get("dataset"), episodes, frames, None)


def _notes(parts: Sequence[Part], before: int) -> Iterator[str]:
    yield (
        "This was read from a log: no record tells what the training made, so no checkpoint and "
        "no evaluation stands here."
    )
    if before:
        yield f"The log holds {before:,} trainings before this one: this is the last."
    points = [point for part in parts for point in part.points]
    rounded = sum(not point.is_exact for point in points)
    if rounded:
        yield (
            f"{rounded:,} of {len(points):,} logged steps are approximate (≈): the log rounds "
            "them, and they could not be rebuilt from it."
        )


def _count(text: str | None) -> int | None:
    digits = (text or "").replace(",", "").replace("_", "")
    return int(digits) if digits.isdecimal() and len(digits) < 16 else None
