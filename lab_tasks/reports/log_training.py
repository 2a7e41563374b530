"""A Training read from a log that nobody wrote for us: what it says, and what it does not."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from lab_tasks.logs.points import LogPoint, read_facts, read_points
from lab_tasks.reports.run_parts import without_repeats
from lab_tasks.reports.training import Dataset, Logged, Part, Setting, Training

MACHINE = ("device", "version")
IN_OTHER_PLACES = (
    *MACHINE,
    "started",
    "ended",
    "is_complete",
    "notes",
    "dataset",
    "episodes",
    "frames",
    "parameters",
)
"""Facts that have a row of their own in the document."""
NO_RECORD = (
    "This was read from a log: no record tells what the training made, so no checkpoint and no "
    "evaluation stands here."
)


def read_log_training(path: Path, name: str, place: str) -> Training:
    """Return the newest training that a log tells of, called `name`; `place` is where it lies.

    Without any logged value the Training's part has no points. Raises LogUnreadable and OSError.
    """
    facts = read_facts(path)
    parts = _parts(name, path, facts)
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
        notes=(NO_RECORD, *([facts["notes"]] if facts.get("notes") else [])),
    )


def _parts(name: str, path: Path, facts: Mapping[str, str]) -> tuple[Part, ...]:
    """Return the newest training's parts: several when it was resumed in the same file."""
    stretches = [
        tuple(without_repeats(map(_logged, points)))
        for _, points in groupby(read_points(path), key=lambda point: point.part)
    ]
    own = list(_newest(stretches, facts.get("resume") == "true")) or [()]
    earlier = [_part(name, points, before) for points, before in zip(own, [(), *own], strict=False)]
    return (*earlier[:-1], _with_facts(earlier[-1], facts))


def _newest(stretches: Sequence[tuple[Logged, ...]], resumed: bool) -> Sequence[tuple[Logged, ...]]:
    begin = len(stretches) - 1
    # One that begins anew logs the same first step as the one before; a resumed one a later.
    while resumed and begin > 0 and stretches[begin][0].step > stretches[begin - 1][0].step:
        begin -= 1
    return stretches[max(0, begin) :]


def _logged(point: LogPoint) -> Logged:
    return Logged(point.step, point.values, point.time_s, point.is_exact)


def _part(name: str, points: tuple[Logged, ...], before: tuple[Logged, ...]) -> Part:
    timed = (point.time_s for point in points if point.time_s is not None)
    earlier = [point.step for point in before if points and point.step < points[0].step]
    return Part(
        name=name,
        ended="the log goes on with the next part",
        points=points,
        from_step=earlier[-1] if earlier else None,
        started_s=next(timed, None),
    )


def _with_facts(part: Part, facts: Mapping[str, str]) -> Part:
    """Return the newest part with what the log says of its beginning and its end."""
    is_complete = facts.get("is_complete") == "true"
    started_s, ended_s = _seconds(facts.get("started")), _seconds(facts.get("ended"))
    return Part(
        name=part.name,
        ended="the log says that it came to its end" if is_complete else "the log does not say how",
        points=part.points,
        from_step=part.from_step,
        started_s=part.started_s if started_s is None else started_s,
        ended_s=ended_s if is_complete else None,
        newest_s=ended_s,
    )


def _settings(facts: Mapping[str, str], source: str) -> Iterator[Setting]:
    for name, fact in facts.items():
        if fact and name not in IN_OTHER_PLACES:
            yield Setting(name, fact, source)


def _dataset(facts: Mapping[str, str]) -> Dataset | None:
    episodes, frames = _count(facts.get("episodes")), _count(facts.get("frames"))
    if episodes is None and frames is None and not facts.get("dataset"):
        return None
    return Dataset(facts.get("dataset"), episodes, frames, None)


def _count(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None


def _seconds(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None
