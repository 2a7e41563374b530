"""Trainings to watch: folders as a job writes them, followed as the app follows them."""

import json
import math
from collections.abc import Sequence
from pathlib import Path

from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen

from lab_tasks.runs.follow import Follower
from lab_tasks.runs.model import EXIT, METRICS
from tui.screens.monitor import MonitorScreen, MonitorSource
from tui.themes import NIGHT
from tui.widgets.monitor_chart import MonitorChart
from tui.widgets.say_line import SayLine

START_S = 1_700_000_000.0
STEPS = list(range(50, 5_001, 50))
FALLING = [1 / step for step in STEPS]


class Training:
    """One Run's folder, written line by line."""

    def __init__(self, folder: Path, total: int = 10_000) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self._time_s = START_S
        self._line(kind="start", total=total, unit="steps")

    def measure(self, steps: Sequence[int], losses: Sequence[object], **more: object) -> None:
        for step, loss in zip(steps, losses, strict=True):
            self._line(kind="metric", step=step, values={"loss": loss, **more})

    def finish(self, code: int = 0) -> None:
        end = {"format": 1, "code": code, "started_s": START_S, "ended_s": self._time_s}
        (self.folder / EXIT).write_text(json.dumps(end))

    def source(self, group: str = "") -> MonitorSource:
        return MonitorSource(self.folder.name, Follower(self.folder).poll, group)

    def _line(self, **line: object) -> None:
        self._time_s += 1.0
        with (self.folder / METRICS).open("a") as file:
            file.write(json.dumps({"time_s": self._time_s, **line}) + "\n")


class MonitorOnly(App[int]):
    """An app that is nothing but the monitor."""

    def __init__(self, sources: Sequence[MonitorSource]) -> None:
        super().__init__()
        self._sources = sources
        self.register_theme(NIGHT)
        self.theme = NIGHT.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(NIGHT.variables)

    def on_mount(self) -> None:
        self.push_screen(MonitorScreen(self._sources))


def monitor(pilot: Pilot[int]) -> MonitorScreen:
    screen = pilot.app.screen
    assert isinstance(screen, MonitorScreen)
    return screen


def finished(folder: Path, losses: list[float] = FALLING) -> Training:
    training = Training(folder)
    training.measure(STEPS, losses, lr=1e-4)
    training.finish()
    return training


def traces(screen: Screen[object]):  # type: ignore[no-untyped-def]
    return screen.query_one(MonitorChart).plot.traces


def last_step(screen: Screen[object]) -> float | None:
    """Return the last step that is drawn."""
    ends = [trace.points[-1][0] for trace in traces(screen) if trace.points]
    return max(ends, default=None)


def last_known(screen: Screen[object]) -> float:
    extent = screen.extent()  # type: ignore[attr-defined]
    return float(extent[1]) if extent else math.nan


def said(screen: Screen[object]) -> str:
    return str(screen.query_one(SayLine).content)
