"""`python -m tests.lab_tasks.logs.shapes.write_shapes`: writes each shape with its true points."""

import csv
from collections.abc import Callable
from pathlib import Path

from tests.lab_tasks.logs.shapes.console import Console, Point

FOLDER = Path(__file__).parent
TRACEBACK = """Traceback (most recent call last):
  File "/venv/bin/lerobot-train", line 8, in <module>
    sys.exit(main())
  File "/venv/lerobot/scripts/lerobot_train.py", line 545, in main
    train()
torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 MiB. step:3K loss:9.9
"""
SHOWN = {
    "grdn": "grad_norm",
    "updt_s": "update_s",
    "smp/s": "samples_per_s",
    "mem_gb": "gpu_mem_gb",
}
Shape = tuple[bytes, list[Point]]


def _of(console: Console) -> Shape:
    return console.text.encode(), console.points


def _plain(version: str, *, bars: bool = False, pid: bool = False, more: str = "") -> Console:
    console = Console(version, bars=bars, pid=pid)
    console.header(steps=3000, log_freq=200)
    console.train(0, 1400, total=3000, log_freq=200, more=more)
    console.checkpoint(1400)
    console.evaluate(1400)
    console.train(1400, 3000, total=3000, log_freq=200, more=more)
    console.end()
    return console


def v03_no_bars() -> Shape:
    return _of(_plain("0.3"))


def v03_pid() -> Shape:
    return _of(_plain("0.3", pid=True))


def v04_no_bars() -> Shape:
    return _of(_plain("0.4"))


def v04_resumed() -> Shape:
    """No bar, no earlier part: epochs and log_freq leave one step only."""
    console = Console("0.4")
    console.header(steps=20_000, log_freq=200, start=10_000)
    console.train(10_000, 13_000, total=20_000, log_freq=200)
    return _of(console)


def v05_bars() -> Shape:
    return _of(_bars_from_zero("0.5"))


def _bars_from_zero(version: str, more: str = "") -> Console:
    console = Console(version, bars=True)
    console.header(steps=5000, log_freq=250)
    console.train(0, 5000, total=5000, log_freq=250, more=more)
    console.end()
    return console


def v06_gpu() -> Shape:
    return _of(_bars_from_zero("0.6", more="mem_gb:7.31 l1_loss:0.412 kld_loss:0.051"))


def v06_names_change() -> Shape:
    """VQ-BeT trains its tokens first, then something else."""
    console = Console("0.6", bars=True)
    console.header(steps=4000, log_freq=200, policy="vqbet")
    console.train(0, 2000, total=4000, log_freq=200, more="n_different_codes:31.000")
    console.text = console.text.replace("Training:", "Training:")
    for step in range(2200, 4001, 200):
        console.bar(step, 4000)
        console.metrics(step, "equal_single_code_error:0.912 offset_loss:0.077")
    return _of(console)


def v06_resumed_in_one_file() -> Shape:
    console = Console("0.6", bars=True)
    console.header(steps=20_000, log_freq=200)
    console.train(0, 11_000, total=20_000, log_freq=200)
    console.checkpoint(10_000)
    console.text += "\nTerminated\n"
    console.part = 1
    console.header(steps=20_000, log_freq=200, start=10_000)
    console.train(10_000, 14_000, total=20_000, log_freq=200)
    return _of(console)


def v06_two_trainings() -> Shape:
    console = _bars_from_zero("0.6")
    console.part = 1
    console.header(steps=1000, log_freq=100, policy="diffusion")
    console.train(0, 1000, total=1000, log_freq=100)
    console.end()
    return _of(console)


def v06_traceback() -> Shape:
    console = Console("0.6", bars=True)
    console.header(steps=5000, log_freq=200)
    console.train(0, 2000, total=5000, log_freq=200)
    console.text += "\n" + TRACEBACK
    console.say("Falling back to gradient checkpointing", level="WARNING")
    console.train(2000, 3000, total=5000, log_freq=200)
    return _of(console)


def v06_crlf() -> Shape:
    text, points = _of(_plain("0.6"))
    return text.replace(b"\n", b"\r\n"), points


def v06_end_cut() -> Shape:
    text, points = _of(_bars_from_zero("0.6"))
    cut = text.rindex(b"updt_s:")
    return text[: cut + 9], points[:-1]


def v06_begin_cut_bars() -> Shape:
    """`tail` of a log: slow bars are drawn at every step, so they say log_freq and the step."""
    text, points = _of(_slow_bars())
    cut = text.index(b"step:12K")
    lines = text[:cut].count(b" smpl:") + 1
    return text[text.index(b"\n", cut) + 1 :], points[lines:]


def _slow_bars() -> Console:
    console = Console("0.6", bars=True)
    console.header(steps=20_000, log_freq=200)
    console.train(0, 15_000, total=20_000, log_freq=200)
    return console


def v03_begin_cut() -> Shape:
    """Nothing but rounded steps is left: no step is certain."""
    console = Console("0.3")
    console.header(steps=20_000, log_freq=200)
    console.train(0, 15_000, total=20_000, log_freq=200)
    cut = console.text.index("step:12K")
    lines = console.text[:cut].count(" smpl:") + 1
    points = [Point(p.part, p.step, False, p.values) for p in console.points[lines:]]
    return console.text[console.text.index("\n", cut) + 1 :].encode(), points


def v06_lines_lost() -> Shape:
    """A part of the middle is missing; what stands behind it is found again by bars and epochs."""
    text, points = _of(_slow_bars())
    begin, end = text.index(b"step:6K"), text.index(b"step:8K")
    before, lost = text[:begin].count(b" smpl:"), text[begin:end].count(b" smpl:")
    begin, end = text.rindex(b"\n", 0, begin), text.rindex(b"\n", 0, end)
    return text[:begin] + text[end:], points[:before] + points[before + lost :]


def v06_rubbish() -> Shape:
    """A disk that lost power: zeros and noise, one line of metrics overwritten."""
    text, points = _of(_bars_from_zero("0.6"))
    place = text.index(b"step:2K")
    noise = bytes(range(256)).replace(b"\n", b"") * 3 + bytes(2000)
    index = text[:place].count(b" smpl:")
    damaged = text[: place + 40] + noise + text[text.index(b"\n", place) :]
    kept = points[:index] + points[index + 1 :]
    # By which of the lines the gap is noticed depends on the reader; all are within one frequency.
    return noise + b"\n" + damaged, kept


def v06_not_finite() -> Shape:
    console = Console("0.6")
    console.header(steps=1000, log_freq=100)
    for step, loss in ((100, "2.100"), (200, "inf"), (300, "nan"), (400, "-inf"), (500, "1.0e+09")):
        console.metrics(step, loss=loss)
    return _of(console)


def v06_validation() -> Shape:
    console = Console("0.6")
    console.header(steps=2000, log_freq=500)
    for step in (500, 1000, 1500, 2000):
        console.metrics(step)
        console.say(f"step {step}: eval_loss={step / 10_000:.4f}", 673)
        values = {"eval_loss": f"{step / 10_000}"}
        console.points.append(Point(0, step, True, values))
    return _of(console)


def v06_fast_bars() -> Shape:
    """100,000 steps, 40 a second: the bar lags behind the line that it shares."""
    console = Console("0.6", bars=True)
    console.header(steps=100_000, log_freq=1000)
    for step in range(1000, 100_001, 1000):
        for done in (step - 7, step - 3):
            console.bar(done, 100_000, "39.87step/s")
        console.metrics(step)
    console.end()
    return _of(console)


def v06_no_header() -> Shape:
    """Only lines of metrics, as `grep step:` leaves them: the first steps say log_freq."""
    text, points = _of(_plain("0.6"))
    lines = [line for line in text.splitlines() if b" smpl:" in line]
    return b"\n".join(lines) + b"\n", [p for p in points if "loss" in p.values]


SHAPES: tuple[Callable[[], Shape], ...] = (
    v03_no_bars,
    v03_pid,
    v03_begin_cut,
    v04_no_bars,
    v04_resumed,
    v05_bars,
    v06_gpu,
    v06_names_change,
    v06_resumed_in_one_file,
    v06_two_trainings,
    v06_traceback,
    v06_crlf,
    v06_end_cut,
    v06_begin_cut_bars,
    v06_lines_lost,
    v06_rubbish,
    v06_not_finite,
    v06_validation,
    v06_fast_bars,
    v06_no_header,
)


def main() -> None:
    """Write all of them."""
    for shape in SHAPES:
        text, points = shape()
        (FOLDER / f"{shape.__name__}.log").write_bytes(text)
        names = sorted({SHOWN.get(name, name) for point in points for name in point.values})
        with (FOLDER / f"{shape.__name__}.csv").open("w", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(["part", "step", "exact", *names])
            for point in points:
                values = {SHOWN.get(name, name): value for name, value in point.values.items()}
                cells = [values.get(name, "") for name in names]
                table.writerow([point.part, point.step, int(point.exact), *cells])


if __name__ == "__main__":
    main()
