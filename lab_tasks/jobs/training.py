"""Watching lerobot train: exact steps and metrics from its own objects, never from its console.

The console rounds (`step:12K`). lerobot hands its MetricsTracker to `logging.info` as it is, and a
log-record factory sees it there; handlers would not do, because lerobot clears them when it starts.
"""

import logging
import math
import re
from collections.abc import Callable
from types import ModuleType
from typing import Any

import accelerate
from lerobot.utils.logging_utils import MetricsTracker

from lab_tasks.jobs.metrics import MetricsFile

OWN_NAMES = {"dataloading_s": "data_s"}  # the name on lerobot's console
EVALUATION_NAMES = {
    "pc_success": "eval_success",
    "avg_sum_reward": "eval_reward",
    "avg_max_reward": "eval_max_reward",
    "eval_s": "eval_seconds",
    "n_episodes": "eval_episodes",
}
VALIDATION = re.compile(r"step (\d+): eval_loss=(\S+)")
CONSOLE_ERROR = 0.6e-4  # four digits are shown


class TrainingWatch:
    """Writes a training's progress and metrics; keeps what the record needs."""

    def __init__(self, metrics: MetricsFile, steps: int, done: int = 0) -> None:
        """Say how much there is to do: up to `steps`, of which an earlier run has `done` some."""
        self._metrics = metrics
        self._metrics.start(steps, "steps", done)
        self._step = done
        self._dataset: Any = None
        self._reduced = math.nan
        self.final: dict[str, float] = {}
        """The newest values; empty before the first."""
        self.parameters: int | None = None
        """Learnable ones; None before the policy is made."""

    def attach(self, lerobot_train: ModuleType) -> None:
        """Watch lerobot's training module, which is about to train."""
        logging.setLogRecordFactory(self._log_record)
        own = vars(lerobot_train)
        own["MetricsTracker"] = self._counting()
        own["make_train_eval_datasets"] = self._seeing(own["make_train_eval_datasets"])
        own["make_optimizer_and_scheduler"] = self._weighing(own["make_optimizer_and_scheduler"])
        own["EpisodeAwareSampler"] = _going_on(own["EpisodeAwareSampler"])
        own["eval_policy_all"] = self._evaluating(own["eval_policy_all"])
        accelerate.Accelerator.reduce = self._reducing(accelerate.Accelerator.reduce)

    def advance(self, step: int) -> None:
        """Take the number of steps done."""
        self._step = step
        self._metrics.progress(step)

    def _log_record(self, *args: Any, **options: Any) -> logging.LogRecord:
        made = logging.LogRecord(*args, **options)
        if isinstance(made.msg, MetricsTracker):
            self.final = _averages(made.msg)
            self._metrics.metric(made.msg.steps, self.final)
        elif isinstance(made.msg, str) and (told := VALIDATION.match(made.msg)):
            self._metrics.metric(int(told[1]), {"eval_loss": self._exact(float(told[2]))})
        return made

    def _exact(self, shown: float) -> float:
        """Return the validation loss, which the console rounds, as it was reduced just before."""
        same = math.isclose(self._reduced, shown, rel_tol=0, abs_tol=CONSOLE_ERROR)
        return self._reduced if same else shown

    def _counting(self) -> type[MetricsTracker]:
        """Return lerobot's tracker, which counts every step, made to tell each count."""
        advance = self.advance

        class CountingTracker(MetricsTracker):
            def step(self) -> None:
                super().step()
                advance(self.steps)

            def update_metrics(self, values: dict[str, Any]) -> None:
                super().update_metrics({name: _scalar(value) for name, value in values.items()})

        return CountingTracker

    def _seeing(self, make: Callable[..., Any]) -> Callable[..., Any]:
        def make_and_see(config: Any) -> Any:
            made = make(config)
            self._dataset = made[0]
            return made

        return make_and_see

    def _weighing(self, make: Callable[..., Any]) -> Callable[..., Any]:
        def make_and_weigh(config: Any, policy: Any) -> Any:
            learnable = (each.numel() for each in policy.parameters() if each.requires_grad)
            self.parameters = sum(learnable)
            self._metrics.facts(self._facts(config))
            _go_on_counting(policy, self._step)
            return make(config, policy)

        return make_and_weigh

    def _facts(self, config: Any) -> dict[str, object]:
        return {
            "policy": config.policy.type,
            "steps": config.steps,
            "batch_size": config.batch_size,
            "seed": config.seed,
            "device": config.policy.device,
            "parameters": self.parameters,
            "episodes": self._dataset.num_episodes,
            "frames": self._dataset.num_frames,
        }

    def _evaluating(self, evaluate: Callable[..., Any]) -> Callable[..., Any]:
        def evaluate_and_tell(*args: Any, **options: Any) -> Any:
            info = evaluate(*args, **options)
            overall = info["overall"]
            told = {own: overall[name] for name, own in EVALUATION_NAMES.items() if name in overall}
            if "eval_success" in told:
                told["eval_success"] /= 100
            self._metrics.metric(self._step, told)
            return info

        return evaluate_and_tell

    def _reducing(self, reduce: Callable[..., Any]) -> Callable[..., Any]:
        def reduce_and_see(*args: Any, **options: Any) -> Any:
            reduced = reduce(*args, **options)
            self._reduced = _scalar(reduced) if getattr(reduced, "ndim", None) == 0 else math.nan
            return reduced

        return reduce_and_see


def _averages(tracker: MetricsTracker) -> dict[str, float]:
    """Return what was measured since the last log line.

    A meter that got nothing is left out, for lerobot would show 0: VQ-BeT reports other names once
    its quantiser is done.
    """
    measured = {name: meter for name, meter in tracker.metrics.items() if meter.count}
    return {OWN_NAMES.get(name, name): meter.avg for name, meter in measured.items()}


def _scalar(value: Any) -> Any:
    """Return the number in a tensor of one; lerobot's tracker would leave it out."""
    return value.item() if getattr(value, "ndim", None) == 0 else value


def _going_on(sampler: Any) -> Any:
    """Return lerobot's sampler, made to go on in the epoch that a checkpoint was saved in.

    accelerate 1.15 counts epochs from 0 in each process and tells the sampler so: a training that
    is resumed in its third epoch would see the order of the first again.
    """

    class GoingOnSampler(sampler):
        _first_epoch = 0

        def load_state_dict(self, state: dict[str, Any]) -> None:
            super().load_state_dict(state)
            self._first_epoch = state["epoch"]

        def set_epoch(self, epoch: int) -> None:
            super().set_epoch(self._first_epoch + epoch)

    return GoingOnSampler


def _go_on_counting(policy: Any, done: int) -> None:
    """Tell VQ-BeT's quantiser how many steps it has had, which its checkpoints do not hold.

    It would train as long as at first, and the policy that much later or never.
    """
    for module in policy.modules() if done else ():
        if hasattr(module, "optimized_steps"):
            module.optimized_steps = done
