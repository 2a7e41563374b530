"""Large logs to measure with: what lerobot 0.6 prints, a gigabyte of it, and ten hours of bars."""

import math
import time
from collections.abc import Iterator
from pathlib import Path

STARTED_S = 1_795_226_400.0
"""Unix time at which these trainings began; any would do."""
BARS_STEPS = 720_000
"""Ten hours at 20 steps a second."""
BAR_CELLS = 50
"""Width of the bar itself on a terminal of 110 columns."""
BLOCKS = " ▏▎▍▌▋▊▉█"
VARIANTS = 4096
"""Different endings of a line: their values fall and flicker as a loss does."""
CHUNK_LINES = 20_000


def write_big_log(path: Path, size_bytes: int, log_freq: int = 10) -> int:
    """Write a log of at least `size_bytes`, one line of metrics a `log_freq` steps, no bars.

    Returns the number of those lines.
    """
    endings = [_ending(index / VARIANTS, index) for index in range(VARIANTS)]
    lines, written = 0, 0
    with path.open("wb") as file:
        written += file.write(_header(10**9, log_freq).encode())
        while written < size_bytes:
            block = "".join(
                _metrics(index, log_freq, endings[index * 7 % VARIANTS])
                for index in range(lines + 1, lines + CHUNK_LINES + 1)
            )
            written += file.write(block.encode())
            lines += CHUNK_LINES
    return lines


def write_bars_log(path: Path, steps: int = BARS_STEPS, log_freq: int = 200) -> int:
    """Write ten hours of bars joined by carriage returns (59 MB), metrics between them.

    As a terminal's recording shows it: 10 bars a second, one for every second step. Returns the
    number of lines of metrics.
    """
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(_header(steps, log_freq))
        file.writelines(_bars(steps, log_freq))
        file.write("\n" + _line(steps / 20, "ot_train.py:770", "End of training"))
    return steps // log_freq


def _bars(steps: int, log_freq: int) -> Iterator[str]:
    for step in range(2, steps + 1, 2):
        yield "\r" + _bar(step, steps)
        if step % log_freq == 0:
            index = step // log_freq
            yield _metrics(index, log_freq, _ending(step / steps, index), seconds_a_line=10.0)


def _bar(step: int, steps: int) -> str:
    share = step / steps
    cells, part = divmod(int(share * BAR_CELLS * 8), 8)
    drawn = ("█" * cells + (BLOCKS[part] if part else "")).ljust(BAR_CELLS)
    spent, left = _clock(step / 20), _clock((steps - step) / 20)
    return f"Training: {share:4.0%}|{drawn}| {step}/{steps} [{spent}<{left}, 19.98step/s]"


def _clock(seconds: float) -> str:
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute:02}:{second:02}"


def _metrics(index: int, log_freq: int, ending: str, seconds_a_line: float = 2.0) -> str:
    step = index * log_freq
    counters = f"step:{_short(step)} smpl:{_short(step * 8)} ep:{_short(step / 20)}"
    return _line(
        index * seconds_a_line, "ot_train.py:641", f"{counters} epch:{step / 2500:.2f} {ending}"
    )


def _ending(share: float, index: int) -> str:
    loss = 6 * math.exp(-5 * share) + 0.05 + 0.02 * math.sin(index * 12.9898)
    return (
        f"loss:{loss:.3f} grdn:{12 * loss:.3f} lr:1.0e-05 updt_s:{0.04 + loss / 900:.3f} "
        f"data_s:0.003 smp/s:{180 - 3 * loss:.0f} l1_loss:{loss / 3:.3f} kld_loss:{loss / 15:.3f}"
    )


def _header(steps: int, log_freq: int) -> str:
    config = (
        f"{{'batch_size': 8,\n 'log_freq': {log_freq},\n"
        f" 'output_dir': 'outputs/train/act_big',\n 'policy': {{'device': 'cuda',\n"
        f"            'type': 'act'}},\n 'resume': False,\n 'seed': 1000,\n 'steps': {steps}}}"
    )
    said = (
        ("ot_train.py:272", config),
        ("ot_train.py:434", "Output dir: outputs/train/act_big"),
        ("ot_train.py:441", f"cfg.steps={steps} ({_short(steps)})"),
        ("ot_train.py:442", "dataset.num_frames=20000 (20K)"),
        ("ot_train.py:443", "dataset.num_episodes=125"),
        ("ot_train.py:446", "Effective batch size: 8 x 1 = 8"),
        ("ot_train.py:447", "num_learnable_params=51597190 (52M)"),
        ("ot_train.py:448", "num_total_params=51597232 (52M)"),
    )
    return "".join(_line(0, place, text) for place, text in said)


def _line(elapsed_s: float, place: str, message: str) -> str:
    clock = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(STARTED_S + elapsed_s))
    return f"INFO {clock} {place} {message}\n"


def _short(number: float) -> str:
    for suffix in ("", "K", "M"):
        if number < 1000:
            return f"{number:.0f}{suffix}"
        number /= 1000
    return f"{number:.0f}B"
