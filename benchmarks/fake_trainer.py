"""A trainer that only talks: lines as lerobot 0.6 prints them, and metrics.jsonl beside them.

As a process, `python -m benchmarks.fake_trainer LOG STEPS HERTZ`, or a line at a time.
"""

import argparse
import json
import math
import time
from pathlib import Path

LOG_FREQ = 1


def loss_at(step: int) -> float:
    """Return the loss that is told for a step, with as many digits as the console has."""
    return round(5 * math.exp(-step / 3000) + 0.1 + 0.01 * math.sin(step * 12.9898), 3)


def header(steps: int) -> str:
    """Return what is printed before the first step."""
    config = f"{{'log_freq': {LOG_FREQ},\n 'policy': {{'type': 'act'}},\n 'steps': {steps}}}"
    return f"{_line('ot_train.py:272', config)}{_line('ot_train.py:441', f'cfg.steps={steps}')}"


def line(step: int) -> str:
    """Return the console's line of a step; the console rounds the step, from 1000 on."""
    short = str(step) if step < 1000 else f"{step / 1000:.0f}K"
    return _line(
        "ot_train.py:641",
        f"step:{short} smpl:{step * 8} ep:{step // 20} epch:{step / 2500:.2f} "
        f"loss:{loss_at(step):.3f} grdn:4.009 lr:1.0e-05 updt_s:0.041 data_s:0.003",
    )


def bar(step: int, steps: int) -> str:
    """Return what tqdm prints for a step, over the bar before it."""
    return f"\rTraining: {step / steps:4.0%}|          | {step}/{steps} [00:10<10:00, 19.98step/s]"


def main() -> None:
    """Write every step at its time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("log", type=Path)
    parser.add_argument("steps", type=int)
    parser.add_argument("hertz", type=float)
    parser.add_argument("--from", type=int, default=1, dest="first", help="go on at this step")
    parser.add_argument("--metrics", type=Path, help="a metrics.jsonl to write too")
    words = parser.parse_args()
    started = time.monotonic()
    with words.log.open("a", buffering=1) as file:
        if words.first == 1:
            file.write(header(words.steps))
        for step in range(words.first, words.steps + 1):
            due = started + (step - words.first + 1) / words.hertz
            time.sleep(max(0.0, due - time.monotonic()))
            file.write(line(step))
            if words.metrics:
                _append(words.metrics, step)
        file.write(_line("ot_train.py:770", "End of training"))


def _append(metrics: Path, step: int) -> None:
    values = {"loss": loss_at(step)}
    told = {"kind": "metric", "time_s": time.time(), "step": step, "values": values}
    with metrics.open("a") as file:
        file.write(json.dumps(told) + "\n")


def _line(place: str, message: str) -> str:
    return f"INFO {time.strftime('%Y-%m-%d %H:%M:%S')} {place} {message}\n"


if __name__ == "__main__":
    main()
