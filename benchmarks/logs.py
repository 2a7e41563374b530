"""How fast a log that nobody wrote for us is read, against a line-by-line parser of dicts.

`python -m benchmarks.logs [--quick]`. The two read the same file in turns; what they find is
compared first. Speeds are CPU seconds, for on a shared machine wall time is somebody else's.
"""

import io
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.logs_made import write_bars_log, write_big_log
from benchmarks.row import Row
from lab_tasks.logs import index
from lab_tasks.logs.open_log import open_log
from lab_tasks.logs.text_log import TextLog

__all__ = ["rows", "write_bars_log", "write_big_log"]

REPEATS = 3
MEGABYTE = 1_000_000
PARSED_BYTES = 100 * MEGABYTE
BIG_BYTES = 1000 * MEGABYTE
ONE_LINE_BYTES = 200 * MEGABYTE
_LINE = re.compile(
    r"(?P<level>INFO|WARNING|ERROR) (?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) (?P<place>\S*?:\d+) "
    r"(?P<message>.*)$"
)
_PAIR = re.compile(r"(?:^|\s)([A-Za-z_/][\w/%.]*):(-?[\d.]+(?:e[+-]?\d+)?[KMB]?)(?=\s|$)")


def rows(quick: bool = False) -> list[Row]:
    """Measure and return the table's rows; `quick` follows files of a tenth of the size."""
    part = 10 if quick else 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parsed, big = folder / "parsed.log", folder / "big.log"
        bars, line = folder / "bars.log", folder / "line.log"
        write_big_log(parsed, PARSED_BYTES)  # a smaller one is folded less, which costs more
        found = _speeds(parsed)
        write_big_log(big, BIG_BYTES // part)
        write_bars_log(bars, steps=720_000 // part)
        _write_one_line(line, ONE_LINE_BYTES // part)
        for path, what in ((big, "1 GB of lines"), (bars, "ten hours of bars")):
            found += _followed(path, f"{what}{' (a tenth)' if quick else ''}")
        return [*found, _one_line(line)]


def _speeds(path: Path) -> list[Row]:
    """Measure in turns, so that a slow minute falls on all."""
    size_mb = path.stat().st_size / MEGABYTE
    assert _index(path, None).reading.last_step == _parse_dicts(path)[-1]["true_step"]
    works: dict[str, Callable[[], object]] = {
        "step and loss": lambda: _index(path, "loss"),
        "all values": lambda: _index(path, None),
        "dicts": lambda: _parse_dicts(path),
    }
    spent: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(REPEATS):
        for name, work in works.items():
            spent[name].append(_cpu_s(work))
    floor_s = median(spent["dicts"])
    return [
        Row(
            f"index of a log, {name}",
            "line by line into dicts",
            f"{size_mb / median(spent[name]):.0f} MB/s",
            f"{size_mb / floor_s:.0f} MB/s",
            f"{floor_s / median(spent[name]):.1f} times as fast",
            aim,
        )
        for name, aim in (("step and loss", "8 or more"), ("all values", "3 or more"))
    ]


def _index(path: Path, only: str | None) -> TextLog:
    """Read as the child does, folding and saying included."""
    size_bytes = path.stat().st_size
    return index.read(path, io.BytesIO(), size_bytes, only=only, begin=0.0, width=1.0)


def _parse_dicts(path: Path) -> list[dict[str, float]]:
    """Read as most scripts do: a regex a line, its pairs into a dict of numbers."""
    found: list[dict[str, float]] = []
    with path.open(errors="replace") as file:
        for line in file:
            match = _LINE.search(line)
            if match is None or not match["message"].startswith("step:"):
                continue
            pairs = _PAIR.findall(match["message"])
            numbers = {name: float(value) for name, value in pairs if value[-1] not in "KMB"}
            # Steps are not rebuilt: a counter stands for what that would be.
            found.append({**numbers, "true_step": 10 * (len(found) + 1)})
    return found


def _followed(path: Path, name: str) -> list[Row]:
    """Open a large log as the app does, in a process of its own for the sake of its memory."""
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.logs", "--follow", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    first_s, worst_s, whole_s, memory = (float(word) for word in said.stdout.split())
    return [
        Row(
            f"{name}: first look (end and sampled curve)", "", f"{first_s * 1e3:.0f} ms", "", "", ""
        ),
        Row(f"{name}: longest later look, CPU", "", f"{worst_s * 1e3:.0f} ms", "", "", "30 ms"),
        Row(f"{name}: all of it read behind", "", f"{whole_s:.1f} s", "", "", ""),
        Row(f"{name}: memory of what follows it", "", f"{memory:.0f} MB", "", "", "under 200 MB"),
    ]


def _follow(path: Path) -> None:
    started = time.perf_counter()
    follower = open_log(path)
    update = follower.poll()
    first_s = time.perf_counter() - started
    worst_s = 0.0
    while update.read_share is not None:
        time.sleep(0.1)
        before = time.thread_time()
        update = follower.poll()
        worst_s = max(worst_s, time.thread_time() - before)
    whole_s = time.perf_counter() - started
    follower.close()
    print(first_s, worst_s, whole_s, _most_memory_mb())


def _most_memory_mb() -> float:
    try:  # ru_maxrss counts the process that started this one
        status = Path("/proc/self/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) / 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)  # macOS: bytes


def _one_line(path: Path) -> Row:
    size_bytes = path.stat().st_size
    spent_s = _cpu_s(lambda: _index(path, None))
    assert _index(path, None).reading.lines == 1
    return Row(
        f"one line of {size_bytes / MEGABYTE:.0f} MB, metrics behind it",
        "",
        f"{size_bytes / MEGABYTE / spent_s:.0f} MB/s",
        "",
        "",
        "read without an error",
    )


def _write_one_line(path: Path, size_bytes: int) -> None:
    with path.open("wb") as file:
        while file.tell() < size_bytes:
            file.write(b"x" * MEGABYTE)
        file.write(
            b"INFO 2026-11-21 02:00:00 ot_train.py:641 step:200 smpl:2K ep:4 epch:0.10 loss:1.5\n"
        )


def _cpu_s(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


if __name__ == "__main__":
    if "--follow" in sys.argv:
        _follow(Path(sys.argv[-1]))
    else:
        print("| measured | floor | ours | floor's | ratio | aim |\n|---|---|---|---|---|---|")
        print("\n".join(str(row) for row in rows(quick="--quick" in sys.argv)))
