"""Job: time three ways of getting a chunk of actions out of one and the same random model.

`python -m lab_tasks.jobs.decoding RUN_DIR -- [--chunks=1,8,16] [--rounds=20] [--layers=8]
[--heads=18] [--seed=1] [--output_dir=…]`

What is timed does not depend on what the weights are, so the times are a result about computation.
They say nothing of success.
"""

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path

from lab_tasks.jobs import arguments, context, record, signals, system
from lab_tasks.jobs.metrics import MetricsFile
from lab_tasks.jobs.refusal import Refusal, run_or_refuse

CHUNKS, ROUNDS, LAYERS, HEADS, SEED = "1,8,16", 20, 8, 18, 1
NAMES = ("chunks", "rounds", "layers", "heads", "seed", "output_dir")
TIMES = "decoding.json"
WARM_UP = 2


def main() -> None:
    """Build the model, time every way at every chunk in turn, then record the times."""
    signals.stop_promptly()
    asked = arguments.parse(sys.argv[1:]).with_output()
    asked.only(*NAMES)
    folder = Path(asked.value("output_dir") or "")
    chunks, rounds = _chunks(asked.value("chunks") or CHUNKS), asked.number("rounds", ROUNDS)
    context.write(asked.run_dir, "cpu")
    system.watch(asked.run_dir)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        times_s, parameters = _measure(asked, Path(scratch), chunks, rounds)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / TIMES
    path.write_text(json.dumps({"format": 1, "times_s": times_s}, indent=1), encoding="utf-8")
    medians = {name: statistics.median(values) for name, values in times_s.items()}
    _tell(medians)
    facts = {
        "name": "decoding",
        "path": record.relative(asked.run_dir, path),
        **record.product(asked.run_dir, path),
        "rounds": rounds,
        "medians": medians,
        "seed": asked.number("seed", SEED),
        "device": "cpu",
        "parameters": parameters,
        "duration_s": time.monotonic() - started,
    }
    record.write(asked.run_dir, "measurement", facts)


def _chunks(text: str) -> list[int]:
    if not all(part.isdecimal() and int(part) for part in text.split(",")):
        raise Refusal(f"--chunks={text} is no list of whole numbers: write it as {CHUNKS}")
    return [int(part) for part in text.split(",")]


def _measure(
    asked: arguments.Arguments, folder: Path, chunks: list[int], rounds: int
) -> tuple[dict[str, list[float]], int]:
    """Return seconds a chunk by `<way>-<chunk>`, in the order measured, and the parameters."""
    from lab_tasks.jobs.tiny_model import backbone
    from lab_tasks.jobs.tiny_model.ways import Ways

    heads = asked.number("heads", HEADS)
    if heads <= 0 or heads % backbone.HEADS_A_KEY:
        known = backbone.HEADS_A_KEY
        raise Refusal(f"--heads={heads} cannot share keys: give a multiple of {known}")
    size = backbone.Size(asked.number("layers", LAYERS), heads)
    backbone.write(folder, size)
    ways = Ways(folder, size, asked.number("seed", SEED))
    metrics = MetricsFile(asked.run_dir)
    metrics.start(rounds, "rounds")
    times_s: dict[str, list[float]] = {}
    for done in range(-WARM_UP, rounds):
        for chunk in chunks:
            for way, decode in ways.of(chunk).items():
                begun = time.perf_counter()
                decode()
                took_s = time.perf_counter() - begun
                if done >= 0:
                    times_s.setdefault(f"{way}-{chunk}", []).append(took_s)
        if done >= 0:
            metrics.progress(done + 1)
    return times_s, ways.parameters


def _tell(medians: dict[str, float]) -> None:
    print("way and chunk   a chunk     an action   actions a second", flush=True)
    for name, median_s in medians.items():
        each_s = median_s / int(name.rpartition("-")[2])
        times = f"{1e3 * median_s:8.2f} ms {1e3 * each_s:8.2f} ms {1 / each_s:12.1f}"
        print(f"{name:14} {times}", flush=True)


if __name__ == "__main__":
    run_or_refuse(main)
