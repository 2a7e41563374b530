"""Curves of trainings: which metrics are drawn together, and how many points of each."""

from collections.abc import Iterable, Iterator, Sequence

from lab_tasks.metrics import Series
from lab_tasks.reports.figures import Curve, Panel
from lab_tasks.reports.training import GRADIENT, LOSS, RATE, SUCCESS, Training
from lab_tasks.sanitise import clean_line

MOST_POINTS = 1000
"""Of one curve; more would only make the file larger. Every spike is kept."""
LABELS = {LOSS: "loss", GRADIENT: "gradient norm", RATE: "learning rate"}
LONGEST_NAME = 48


def overlay(trainings: Sequence[Training]) -> tuple[Panel, ...]:
    """Return loss and gradient norm of all trainings, each over one axis."""
    panels = (_across(trainings, name) for name in (LOSS, GRADIENT))
    return tuple(panel for panel in panels if panel)


def of_one(training: Training) -> tuple[Panel, ...]:
    """Return a training's loss with what it is made of, gradient norm, and what else moved."""
    is_scheduled = len({point.values[RATE] for point in training.logged(RATE)}) > 1
    panels = (
        _within(training, LABELS[LOSS], [LOSS, *_components(training)]),
        _within(training, LABELS[GRADIENT], [GRADIENT]),
        _within(training, LABELS[RATE], [RATE] if is_scheduled else [], may_be_log=False),
        _within(training, "success in training", [SUCCESS], may_be_log=False),
    )
    return tuple(panel for panel in panels if panel)


def named(title: str) -> str:
    """Return a foreign title as one line that fits above a figure."""
    return clean_line(title, 2 * LONGEST_NAME)


def _across(trainings: Sequence[Training], name: str) -> Panel | None:
    curves = tuple(found for each in trainings if (found := _curve(each, name, each.name)))
    return Panel(LABELS[name], curves) if curves else None


def _within(
    training: Training, label: str, names: Iterable[str], *, may_be_log: bool = True
) -> Panel | None:
    curves = tuple(found for name in names if (found := _curve(training, name, name)))
    return Panel(label, curves, may_be_log) if curves else None


def _components(training: Training) -> list[str]:
    """Return the metrics that a loss is made of, such as l1_loss and kld_loss.

    One that is the whole loss at every step is left out: plain L1 has no second part.
    """
    names = {name for point in training.points for name in point.values if name.endswith("_loss")}
    return sorted(name for name in names - {LOSS} if not _is_the_loss(training, name))


def _is_the_loss(training: Training, name: str) -> bool:
    both = training.logged(name)
    return all(point.values[name] == point.values.get(LOSS) for point in both)


def _curve(training: Training, name: str, called: str) -> Curve | None:
    points = tuple(_thinned([(p.step, p.values[name]) for p in training.logged(name)]))
    breaks = tuple(p.from_step for p in training.parts[1:] if p.from_step is not None)
    return Curve(clean_line(called, LONGEST_NAME), points, breaks) if points else None


def _thinned(points: Sequence[tuple[int, float]]) -> Iterator[tuple[int, float]]:
    if len(points) <= MOST_POINTS:
        yield from points
        return
    series = Series()
    for step, value in points:
        series.add(step, value)
    yield from series.points(MOST_POINTS)
