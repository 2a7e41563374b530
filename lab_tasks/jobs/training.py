"""Watching lerobot train: exact steps and metrics from its own objects, never from its console.

The console rounds (`step:12K`). lerobot hands its MetricsTracker to `logging.info` as it is, and a
log-record factory sees it there; handlers would not do, because lerobot clears them when it starts.
"""

import logging
from collections.abc import Callable
from types import ModuleType
from typing import Any

from lerobot.utils.logging_utils import MetricsTracker

from lab_tasks.jobs.metrics import MetricsFile

OWN_NAMES = {"dataloading_s": "data_s"}  # the name on lerobot's console


class TrainingWatch:
    """Writes a training's progress and metrics; keeps what the record needs."""

    def __init__(self, metrics: MetricsFile) -> None:
        """Watch nothing until `attach` is called."""
        self._metrics = metrics
        self.final: dict[str, float] = {}
        self.parameters = 0

    def attach(self, lerobot_train: ModuleType, steps: int) -> None:
        """Watch lerobot's training module, which is about to train up to `steps`."""
        self._metrics.start(steps, "steps")
        logging.setLogRecordFactory(self._log_record)
        lerobot_train.MetricsTracker = _counting(self._metrics.progress)  # type: ignore[attr-defined]
        made = lerobot_train.make_optimizer_and_scheduler
        lerobot_train.make_optimizer_and_scheduler = self._weighing(made)  # type: ignore[attr-defined]

    def _log_record(self, *args: Any, **options: Any) -> logging.LogRecord:
        made = logging.LogRecord(*args, **options)
        if isinstance(made.msg, MetricsTracker):
            self.final = _averages(made.msg)
            self._metrics.metric(made.msg.steps, self.final)
        return made

    def _weighing(self, make: Callable[..., Any]) -> Callable[..., Any]:
        def make_and_weigh(config: Any, policy: Any) -> Any:
            learnable = (each.numel() for each in policy.parameters() if each.requires_grad)
            self.parameters = sum(learnable)
            return make(config, policy)

        return make_and_weigh


def _averages(tracker: MetricsTracker) -> dict[str, float]:
    """Return what was measured since the last log line.

    A meter that got nothing is left out, for lerobot would show 0: VQ-BeT reports other names once
    its quantiser is done.
    """
    measured = {name: meter for name, meter in tracker.metrics.items() if meter.count}
    return {OWN_NAMES.get(name, name): meter.avg for name, meter in measured.items()}


def _counting(report: Callable[[int], None]) -> type[MetricsTracker]:
    """Return lerobot's tracker, which counts every step, made to tell each count."""

    class CountingTracker(MetricsTracker):
        def step(self) -> None:
            super().step()
            report(self.steps)

    return CountingTracker
