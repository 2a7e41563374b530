"""Parts of a training: a Run and the Runs that it went on from, with all their logged values."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from lab_tasks.reports.training import LOSS, Logged, Part
from lab_tasks.runs.metric_lines import Facts, Measured, MetricLine, MetricLines, Start
from lab_tasks.runs.model import (
    METRICS,
    Exit,
    Finished,
    Killed,
    Lost,
    Run,
    Running,
    RunState,
    Starting,
    Stopped,
)
from lab_tasks.runs.store import RunDamaged, read_exit, read_launch, read_run

_CHECKPOINT = re.compile(r"/checkpoints/0*(\d+)/")


@dataclass(frozen=True)
class ReadPart:
    """A Run as a Part, and what else its metrics.jsonl says."""

    part: Part
    facts: Mapping[str, object]
    """What the job said of the training before it had ended."""
    unreadable: int
    """Lines that could not be read."""


def chain(run: Run) -> tuple[Run, ...]:
    """Return the Run and those it went on from, oldest first; one that cannot be read ends it."""
    found = [run]
    while found[0].request.resumes:
        earlier = _sibling(found[0], found[0].request.resumes)
        if earlier is None or earlier.id in {each.id for each in found}:
            break
        found.insert(0, earlier)
    return tuple(found)


def read_part(run: Run) -> ReadPart:
    """Read all that a Run logged, and how it ended."""
    file = MetricLines(run.folder / METRICS)
    lines = list(_all(file))
    points = tuple(without_repeats(_logged(line) for line in lines if isinstance(line, Measured)))
    facts = {n: v for line in lines if isinstance(line, Facts) for n, v in line.values.items()}
    return ReadPart(_part(run, points, _from_step(run, lines)), facts, file.unreadable)


def ending(state: RunState) -> str:
    """Return in words how a Run ended, or that it has not."""
    match state:
        case Starting() | Running():
            return "still running when this was written"
        case Finished(code):
            return "finished" if code == 0 else f"failed with status {code}"
        case Stopped():
            return "stopped by the student"
        case Killed(signal=number, out_of_memory=True):
            return f"killed by signal {number}: out of memory"
        case Killed(signal=number):
            return f"killed by signal {number}"
        case Lost(why):
            return f"lost: {why}"


def without_repeats(points: Iterable[Logged]) -> list[Logged]:
    """Return the points in order of their steps: what was trained again replaces what was."""
    kept: list[Logged] = []
    for point in points:
        while kept and point.step < kept[-1].step:
            kept.pop()
        if kept and point.step == kept[-1].step and point.is_exact:
            before = kept.pop()  # an evaluation beside a loss, or a step that was trained again
            time_s = point.time_s if LOSS in point.values else before.time_s
            point = replace(point, values={**before.values, **point.values}, time_s=time_s)
        kept.append(point)
    return kept


def _part(run: Run, points: tuple[Logged, ...], from_step: int | None) -> Part:
    end = read_exit(run.folder)
    end = end if isinstance(end, Exit) else None
    launch = read_launch(run.folder)
    first_s = next((point.time_s for point in points), None)
    started_s = end.started_s if end else (launch.started_s if launch else None)
    return Part(
        name=run.id,
        ended=ending(run.state),
        points=points,
        from_step=from_step,
        started_s=started_s or first_s,
        ended_s=end.ended_s if end else _ended_s(run.state),
        suspended_s=end.suspended_s if end else 0.0,
    )


def _all(file: MetricLines) -> Iterator[MetricLine]:
    """Yield every line up to the file's end; one look reads a stretch of it."""
    read_bytes = -1
    while file.read_bytes > read_bytes:
        read_bytes = file.read_bytes
        yield from file.poll()


def _logged(line: Measured) -> Logged:
    return Logged(line.step, _numbers(line.values), line.time_s)


def _numbers(values: dict[str, float | str]) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, value in values.items():
        try:
            found[name] = float(value)  # "NaN" and "Infinity" too
        except ValueError:
            continue
    return found


def _from_step(run: Run, lines: Iterable[MetricLine]) -> int | None:
    """Return the step of the Checkpoint that a resumed Run began at, as its job or path says."""
    if not run.request.resumes:
        return None
    begun = [line.done for line in lines if isinstance(line, Start)]
    if begun and begun[0]:
        return begun[0]
    named = _CHECKPOINT.search(run.request.flag("config_path") or "")
    return int(named[1]) if named else None


def _sibling(run: Run, run_id: str) -> Run | None:
    folder = run.folder.parent / run_id
    if folder.parent != run.folder.parent:  # an id that is a path
        return None
    try:
        return read_run(folder)
    except RunDamaged:
        return None


def _ended_s(state: RunState) -> float | None:
    return state.ended_s if isinstance(state, Finished | Stopped | Killed) else None
