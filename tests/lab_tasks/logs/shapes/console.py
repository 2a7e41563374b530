"""A console as lerobot writes it: the lines of a training, and the truth that they show."""

import math
import pprint
from dataclasses import dataclass, field

STARTED = 8 * 3600
FRAMES, EPISODES, BATCH = 20_000, 125, 8


def short(number: float) -> str:
    """Return a number as lerobot's `format_big_number` does."""
    for suffix in ("", "K", "M", "B"):
        if abs(number) < 1000:
            return f"{number:.0f}{suffix}"
        number /= 1000
    return f"{number}"


@dataclass
class Point:
    """A line of metrics or an evaluation, as it truly was."""

    part: int
    step: int
    exact: bool
    values: dict[str, str]


@dataclass
class Console:
    """Writes the log of one version."""

    version: str
    bars: bool = False
    pid: bool = False
    text: str = ""
    points: list[Point] = field(default_factory=list)
    part: int = 0
    seconds: float = 0.0
    exact: bool = True

    def say(self, message: str, line: int = 100, level: str = "INFO") -> None:
        """Write one record."""
        place = "scripts/train.py" if self.version == "0.3" else "scripts/lerobot_train.py"
        location = f"/venv/lerobot/{place}:{line}"[-15:]
        clock = int(STARTED + self.seconds)
        time = f"2026-11-21 {clock // 3600:02}:{clock // 60 % 60:02}:{clock % 60:02}"
        pid = "[PID: 4711] " if self.pid else ""
        self.text += f"{level} {pid}{time} {location:>15} {message}\n"

    def header(self, *, steps: int, log_freq: int, start: int = 0, policy: str = "act") -> None:
        """Write what comes before the first step."""
        config = {
            "batch_size": BATCH,
            "checkpoint_path": None,
            "dataset": {"repo_id": "local/pusht", "episodes": None},
            "log_freq": log_freq,
            "output_dir": f"outputs/train/{policy}",
            "policy": {"device": "cuda", "type": policy, "use_amp": False},
            "resume": start > 0,
            "seed": 1000,
            "steps": steps,
        }
        self.say(pprint.pformat(config), 111)
        self.say(f"Output dir: outputs/train/{policy}", 156)
        self.say(f"cfg.steps={steps} ({short(steps)})", 159)
        self.say(f"dataset.num_frames={FRAMES} ({short(FRAMES)})", 160)
        self.say(f"dataset.num_episodes={EPISODES}", 161)
        if self.version != "0.3":
            self.say(f"Effective batch size: {BATCH} x 1 = {BATCH}", 162)
        self.say("num_learnable_params=51597190 (52M)", 163)
        self.say("num_total_params=51597232 (52M)", 164)
        if self.bars:
            self.text += f"Training:   0%|          | 0/{steps - start} [00:00<?, ?step/s]"
        self.say("Start offline training on a fixed dataset", 202)

    def bar(self, done: int, total: int, rate: str = "1.00s/step") -> None:
        """Draw the bar, which a carriage return brings back to the beginning of its line."""
        counted = f"{done}/{total} [00:01<00:09,  {rate}]"
        self.text += f"\rTraining: {done / total:4.0%}|{'█' * 3}       | {counted}"

    def metrics(self, step: int, more: str = "", *, loss: str = "", exact: bool = True) -> None:
        """Write a line of metrics."""
        samples = step * BATCH
        shown = loss or f"{3 * math.exp(-step / 9000) + 0.1:.3f}"
        norm = f"{12 * math.exp(-step / 9000):.3f}"
        values = f"loss:{shown} grdn:{norm} lr:1.0e-05 updt_s:0.231 data_s:0.004"
        if self.version == "0.6":
            values += " smp/s:34"
        values = f"{values} {more}".strip()
        self.say(
            f"step:{short(step)} smpl:{short(samples)} ep:{short(samples / (FRAMES / EPISODES))} "
            f"epch:{samples / FRAMES:.2f} {values}",
            232,
        )
        pairs = dict(pair.split(":") for pair in values.split())
        self.points.append(Point(self.part, step, exact and self.exact, pairs))

    def train(self, start: int, end: int, *, total: int, log_freq: int, more: str = "") -> None:
        """Train from after `start` to `end`; with bars, the one on the line and the one before."""
        for step in range(start + log_freq, end + 1, log_freq):
            self.seconds += 60
            if self.bars:
                self.bar(step - 1 - start, total - start)
                self.bar(step - start, total - start)
            self.metrics(step, more)

    def checkpoint(self, step: int) -> None:
        """Say that a Checkpoint is written."""
        self.say(f"Checkpoint policy after step {step}", 241)

    def evaluate(self, step: int, success: float = 50.0) -> None:
        """Evaluate as the version does, and say so."""
        self.say(f"Eval policy at step {step}", 250)
        self.seconds += 30
        if self.version == "0.3":
            self.say(
                f"step:{short(step)} smpl:{short(step * BATCH)} ep:1K epch:0.56 "
                f"∑rwrd:123.456 success:{success:.1f} eval_s:12.500",
                275,
            )
        else:
            result = {
                "avg_sum_reward": 123.456,
                "avg_max_reward": 0.75,
                "pc_success": success,
                "n_episodes": 10,
                "eval_s": 12.5,
                "eval_ep_s": 1.25,
                "video_paths": ["outputs/train/act/eval/videos_step_001400/eval_episode_0.mp4"],
            }
            self.say(f"Suite per_group aggregated: {{'pusht': {result}}}", 300)
            self.say(f"Suite overall aggregated: {result}", 300)
        values = {"eval_success": f"{success / 100}", "eval_reward": "123.456"}
        self.points.append(Point(self.part, step, True, values))

    def end(self) -> None:
        """Say that the training came to its end."""
        if self.bars:
            self.text += "\n"
        self.say("End of training", 283)
