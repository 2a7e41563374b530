"""A job that only tells: FOLDER -- STEPS HERTZ, a line of metrics and a line of output a step."""

import json
import sys
import time
from pathlib import Path

LINE = "INFO 2026-01-01 00:00:00 ot_train.py:641 step:{} smpl:{} loss:{:.3f} grdn:4.0 lr:1.0e-05"
LOSSES = (2.0, 1.7, 1.9, 1.4)


def main(folder: str, _: str, steps: str, hertz: str) -> None:
    """Tell a tenth of the steps at once, and the others at their time."""
    metrics = Path(folder) / "metrics.jsonl"
    _tell(metrics, kind="start", total=int(steps), unit="steps")
    for step in range(1, int(steps) + 1):
        loss = LOSSES[step % 4] * 500 / (500 + step)
        _tell(metrics, kind="metric", step=step, values={"loss": loss, "lr": 1e-5})
        print(LINE.format(step, step * 8, loss), flush=True)
        time.sleep(1 / float(hertz) if step > int(steps) // 10 else 0)


def _tell(metrics: Path, **line: object) -> None:
    with metrics.open("a") as file:
        file.write(json.dumps({"time_s": time.time(), **line}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
