"""Following a log that nobody wrote for us: at once, while it grows, when it is replaced."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.logs_made import write_big_log
from lab_tasks.logs import problems
from lab_tasks.logs.open_log import LogFollower, open_log
from lab_tasks.logs.points import read_points
from lab_tasks.logs.text_follower import TextFollower
from lab_tasks.runs.follow import Update
from lab_tasks.runs.model import Followed
from tests.lab_tasks.logs.shapes.console import Console

SHAPES = Path(__file__).parent / "shapes"
WITHIN_S = 20.0


@pytest.fixture
def follow() -> Iterator[Callable[[Path], LogFollower]]:
    opened: list[LogFollower] = []

    def opening(path: Path) -> LogFollower:
        opened.append(open_log(path))
        return opened[-1]

    yield opening
    for follower in opened:
        follower.close()


def _until(follower: LogFollower, wanted: Callable[[Update], bool]) -> Update:
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        update = follower.poll()
        if wanted(update):
            return update
        time.sleep(0.01)
    raise AssertionError(f"not within {WITHIN_S} s: {update}")


def _is_read(update: Update) -> bool:
    return update.read_share is None


def test_a_small_log_is_whole_at_the_first_look(follow: Callable[[Path], LogFollower]) -> None:
    update = follow(SHAPES / "sample_act_state.log").poll()

    assert isinstance(update.state, Followed)
    assert update.state.is_complete
    assert (update.done, update.total, update.unit, update.last_step) == (60, 60, "steps", 60)
    assert update.series["loss"].points()[0] == (10, 74.584)
    assert update.series["loss"].last_value == 41.107
    assert update.facts["policy"] == "act"
    assert update.elapsed_s == 57
    assert update.eta_s is None
    assert not update.is_approximate
    assert update.read_share is None
    assert update.tail[-1].endswith("End of training")


def test_what_is_appended_is_read_and_half_a_line_waits(
    follow: Callable[[Path], LogFollower], tmp_path: Path
) -> None:
    console = Console("0.6", bars=True)
    console.header(steps=20_000, log_freq=200)
    console.train(0, 11_000, total=20_000, log_freq=200)
    log = tmp_path / "nohup.out"
    log.write_text(console.text)
    follower = follow(log)
    before = follower.poll()

    console.text = ""
    console.train(11_000, 11_400, total=20_000, log_freq=200)
    text = console.text.encode()
    with log.open("ab", buffering=0) as file:
        file.write(text[:-40])
        half = follower.poll()
        file.write(text[-40:])
        whole = follower.poll()

    assert (before.last_step, half.last_step, whole.last_step) == (11_000, 11_200, 11_400)
    assert whole.series["loss"].count == before.series["loss"].count + 2
    assert half.series["loss"].count == before.series["loss"].count + 1  # a snapshot stays
    assert not whole.is_approximate
    assert any("step:11K" in line for line in whole.lines)


def test_a_replaced_log_begins_anew(follow: Callable[[Path], LogFollower], tmp_path: Path) -> None:
    log, new = tmp_path / "train.log", tmp_path / "new.log"
    log.write_bytes((SHAPES / "v05_bars.log").read_bytes())
    follower = follow(log)
    assert follower.poll().last_step == 5000

    new.write_bytes((SHAPES / "sample_bc_like.log").read_bytes())
    new.replace(log)
    update = follower.poll()

    assert update.last_step == 4
    assert update.series["loss"].count == 2


def test_a_log_that_is_cut_begins_anew(
    follow: Callable[[Path], LogFollower], tmp_path: Path
) -> None:
    log = tmp_path / "train.log"
    log.write_bytes((SHAPES / "v05_bars.log").read_bytes())
    follower = follow(log)
    assert follower.poll().last_step == 5000

    log.write_bytes(b"")
    assert follower.poll().series == {}
    log.write_bytes((SHAPES / "sample_bc_like.log").read_bytes())

    assert follower.poll().last_step == 4


def test_a_log_that_is_cut_and_filled_again_between_two_looks_begins_anew(
    follow: Callable[[Path], LogFollower], tmp_path: Path
) -> None:
    log = tmp_path / "train.log"
    log.write_bytes((SHAPES / "sample_bc_like.log").read_bytes())
    follower = follow(log)
    assert follower.poll().last_step == 4

    bars = (SHAPES / "v05_bars.log").read_bytes()
    log.write_bytes(bars + b"\n" * log.stat().st_size)
    (tmp_path / "alone.log").write_bytes(bars)
    alone = follow(tmp_path / "alone.log").poll()

    assert follower.poll().series == alone.series


def test_a_log_that_is_gone_keeps_what_it_said(
    follow: Callable[[Path], LogFollower], tmp_path: Path
) -> None:
    log = tmp_path / "train.log"
    log.write_bytes((SHAPES / "v05_bars.log").read_bytes())
    follower = follow(log)
    follower.poll()

    log.unlink()
    update = follower.poll()

    assert update.state == Followed(None, is_complete=True, problem=problems.GONE)
    assert update.last_step == 5000


@pytest.mark.parametrize(
    ("name", "text", "wanted"),
    [
        ("train.log", b"", problems.EMPTY),
        ("train.log", b"INFO starting\n", problems.WAITS),
        ("notes.txt", b"a line of something else\n" * 200, problems.NOT_UNDERSTOOD),
        ("weights.bin", bytes(range(256)) * 8_000, problems.NOT_UNDERSTOOD),
        (
            "info.json",
            b'{\n  "fps": 10,\n' + b'  "x": [1],\n' * 300 + b"}",
            problems.NOT_UNDERSTOOD,
        ),
        ("train.csv", b"", problems.EMPTY),
        ("names.csv", b"name,town\n" + b"Ada,Bonn\n" * 400, problems.NOT_UNDERSTOOD),
        ("lines.jsonl", b'{"name": "Ada"}\n' * 400, problems.NOT_UNDERSTOOD),
        ("metrics.jsonl", b'{"kind": "start", "total": 9, "unit": "steps"}\n', ""),
    ],
)
def test_what_is_no_training_s_log_says_so_until_it_is_one(
    follow: Callable[[Path], LogFollower], tmp_path: Path, name: str, text: bytes, wanted: str
) -> None:
    (tmp_path / name).write_bytes(text)
    os.utime(tmp_path / name, (1.0, 1.0))  # nobody has written to it for long

    state = _until(follow(tmp_path / name), _is_read).state

    assert isinstance(state, Followed)
    assert state.problem == wanted


def test_a_training_that_prints_warnings_before_it_measures_is_waited_for(
    follow: Callable[[Path], LogFollower], tmp_path: Path
) -> None:
    log = tmp_path / "train.log"
    log.write_bytes(b"UserWarning: a line of something else\n" * 200)
    follower = follow(log)
    assert _problem(follower.poll()) == problems.WAITS

    os.utime(log, (1.0, 1.0))

    assert _problem(follower.poll()) == problems.NOT_UNDERSTOOD


def test_a_log_that_waits_is_shown_when_its_training_begins(
    follow: Callable[[Path], LogFollower], tmp_path: Path
) -> None:
    log = tmp_path / "train.log"
    log.write_bytes(b"a line of something else\n" * 200)
    os.utime(log, (1.0, 1.0))
    follower = follow(log)
    assert _problem(follower.poll()) == problems.NOT_UNDERSTOOD

    console = Console("0.6", bars=True)
    console.header(steps=20_000, log_freq=200)
    header = console.text.encode()
    log.write_bytes(header)

    assert _problem(follower.poll()) == ""


def _problem(update: Update) -> str:
    assert isinstance(update.state, Followed)
    return update.state.problem


def test_the_time_left_is_not_told_of_a_log_that_stands_still(tmp_path: Path) -> None:
    log = tmp_path / "train.log"
    line = "INFO 2026-11-21 02:1{}:00 ot_train.py:641 step:{}00 smpl:8 ep:2 epch:0.16 loss:0.5\n"
    log.write_text("cfg.steps=1000\n" + "".join(line.format(n, n) for n in range(1, 5)))
    now = [log.stat().st_mtime + 30.0]
    follower = TextFollower(log, clock=lambda: now[0])

    assert follower.poll().eta_s == pytest.approx(6 * 60 - 30, abs=1)
    now[0] += 400
    assert follower.poll().eta_s is None, "by its pace it were over, and it is not"


def test_the_time_left_goes_down_though_the_console_tells_whole_seconds(tmp_path: Path) -> None:
    log, begun_s = tmp_path / "train.log", 1_700_000_000.0
    log.write_text("cfg.steps=5000\n")
    line = "INFO {} ot_train.py:641 step:{} smpl:8 ep:2 epch:0.16 loss:0.5\n"
    now = [begun_s]
    follower = TextFollower(log, clock=lambda: now[0])
    left = []
    for step in range(1, 301):  # five lines a second
        now[0] = begun_s + step / 5
        with log.open("a") as file:
            at = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(now[0]))
            file.write(line.format(at, step))
        os.utime(log, (now[0], now[0]))
        update = follower.poll()
        left.append((update.eta_s, update.elapsed_s))

    settled = [eta_s for eta_s, _ in left[100:] if eta_s is not None]
    assert len(settled) == 200
    assert all(later - earlier < 1.5 for earlier, later in pairwise(settled)), "it does not jump up"
    assert settled[-1] == pytest.approx((5_000 - 300) / 5, rel=0.05)


def test_the_time_spent_goes_on_with_the_time_left_between_two_lines(tmp_path: Path) -> None:
    log = tmp_path / "train.log"
    line = "INFO 2026-11-21 02:1{}:00 ot_train.py:641 step:{}00 smpl:8 ep:2 epch:0.16 loss:0.5\n"
    log.write_text("cfg.steps=1000\n" + "".join(line.format(n, n) for n in range(1, 5)))
    now = [log.stat().st_mtime]
    follower = TextFollower(log, clock=lambda: now[0])
    spent = []
    for quiet_s in (0.0, 7.0, 400.0):
        now[0] = log.stat().st_mtime + quiet_s
        spent.append(follower.poll().elapsed_s)

    assert spent == pytest.approx([180.0, 187.0, 180.0])


def test_a_resumed_training_shows_its_parts(follow: Callable[[Path], LogFollower]) -> None:
    update = follow(SHAPES / "v06_resumed_in_one_file.log").poll()

    (earlier,) = update.earlier
    assert earlier.until_step == 10_000
    assert earlier.series["loss"].last_step == 10_000
    assert update.series["loss"].points()[0][0] == 10_200
    assert update.last_step == 14_000
    assert "goes on from the one before" in update.notes[0]


def test_a_second_training_is_not_taken_for_a_resumed_one(
    follow: Callable[[Path], LogFollower],
) -> None:
    update = follow(SHAPES / "v06_two_trainings.log").poll()

    assert update.earlier == ()
    assert update.series["loss"].count == 10
    assert update.facts["policy"] == "diffusion"
    assert "stands for itself" in update.notes[0]


def test_a_loss_that_is_no_number_raises_an_alarm(follow: Callable[[Path], LogFollower]) -> None:
    update = follow(SHAPES / "v06_not_finite.log").poll()

    assert update.alarms[0].kind == "not-finite"
    assert update.alarms[0].step == 200
    assert update.series["loss"].gaps == 3


def test_a_large_log_is_usable_at_once_and_exact_soon(
    follow: Callable[[Path], LogFollower], tmp_path: Path
) -> None:
    log = tmp_path / "large.log"
    lines = write_big_log(log, 3_000_000)
    follower = follow(log)

    first = follower.poll()
    assert first.read_share is not None
    assert first.is_approximate
    assert first.series["loss"].count > 200  # places of the first round; more where there is time
    assert first.facts["policy"] == "act"
    assert first.tail
    update = _until(follower, _is_read)

    points = list(read_points(log))
    assert len(points) == lines
    assert not update.is_approximate
    assert update.last_step == 10 * lines
    values = [point.values["loss"] for point in points]
    drawn = dict(update.series["loss"].points())
    assert min(drawn.values()) == min(values)
    assert max(drawn.values()) == max(values)
    assert all(points[step // 10 - 1].values["loss"] == value for step, value in drawn.items())
    assert update.series["loss"].last_value == values[-1]


def test_a_large_log_is_followed_when_its_index_is_done(
    follow: Callable[[Path], LogFollower], tmp_path: Path
) -> None:
    log = tmp_path / "large.log"
    lines = write_big_log(log, 2_000_000)
    follower = follow(log)
    follower.poll()
    with log.open("ab") as file:  # while the child reads
        next_line = log.read_bytes().splitlines()[-1]
        file.write(next_line + b"\n")
    _until(follower, _is_read)

    with log.open("ab") as file:
        file.write(next_line + b"\n")
    update = follower.poll()

    assert update.last_step == 10 * (lines + 2)
    assert not update.is_approximate


def test_a_look_at_a_large_log_is_short(
    follow: Callable[[Path], LogFollower], tmp_path: Path
) -> None:
    log = tmp_path / "large.log"
    write_big_log(log, 3_000_000)
    follower = follow(log)
    follower.poll()
    spent: list[float] = []

    while follower.poll().read_share is not None:
        before = time.thread_time()
        follower.poll()
        spent.append(time.thread_time() - before)

    assert sorted(spent)[len(spent) // 2] < 0.03


def test_nothing_stays_behind_when_a_log_is_closed(tmp_path: Path) -> None:
    log = tmp_path / "large.log"
    write_big_log(log, 3_000_000)
    follower = open_log(log)
    follower.poll()
    assert _children(log)

    follower.close()

    assert not _children(log)


def test_a_reader_that_is_killed_leaves_the_sampled_curve(
    follow: Callable[[Path], LogFollower], tmp_path: Path
) -> None:
    log = tmp_path / "large.log"
    write_big_log(log, 3_000_000)
    follower = follow(log)
    follower.poll()
    for number in _children(log):
        os.kill(int(number), 9)

    update = _until(follower, _is_read)

    assert update.is_approximate
    assert update.series["loss"].count > 200
    assert "could not be read in the background" in update.notes[0]


def _children(log: Path) -> list[str]:
    found = subprocess.run(
        ["pgrep", "-f", f"lab_tasks.logs.index {log}"], capture_output=True, text=True, check=False
    )
    return found.stdout.split()
