"""Told: what the lines of metrics.jsonl have said so far."""

from collections.abc import Sequence

from lab_tasks.runs.alarms import AlarmWatch
from lab_tasks.runs.curves import Curves, columns, numbers
from lab_tasks.runs.heartbeat import Sleep
from lab_tasks.runs.metric_lines import Measured, MetricLine, Progressed, Start
from lab_tasks.runs.pace import Pace


class Told:
    """Curves, alarms, how far it is and since when. For one thread."""

    def __init__(self) -> None:
        """Begin with nothing told."""
        self.curves = Curves()
        self.alarms = AlarmWatch()
        self.done: int | None = None
        self.total: int | None = None
        self.unit = ""
        self.last_step: int | None = None
        self.first_s: float | None = None
        self.newest_s: float | None = None
        self._pace = Pace()

    def take(self, lines: list[MetricLine]) -> None:
        """Take the next lines, in their order."""
        measured = [line for line in lines if isinstance(line, Measured)]
        self.curves.add(columns(measured))
        for each in measured:
            self.alarms.take(each.step, numbers(each), each.time_s)
        for line in lines:
            self._count(line)
        if lines:
            self.first_s = lines[0].time_s if self.first_s is None else self.first_s
            self.newest_s = lines[-1].time_s

    def eta_s(self, now_s: float, sleeps: Sequence[Sleep]) -> float | None:
        """Return the seconds left at the pace of late; None while that cannot be told."""
        return self._pace.eta_s(self.total, now_s, sleeps) if self.total else None

    def _count(self, line: MetricLine) -> None:
        match line:
            case Start():
                self.total, self.unit = line.total, line.unit
                self.done = line.done or self.done
                self._pace.start(line.time_s, line.done)
            case Progressed():
                self.total = line.total
                self._advance(line.time_s, line.done)
            case Measured():
                self.last_step = line.step
                self._advance(line.time_s, line.step)

    def _advance(self, time_s: float, done: int) -> None:
        self.done = done
        self._pace.add(time_s, done)
