"""Steps rebuilt from rounded ones: whatever is called exact is true, in any kind of log."""

import random
import re
from collections.abc import Callable

import pytest

from lab_tasks.logs.rounded import Span, span
from lab_tasks.logs.text_log import TextLog
from tests.lab_tasks.logs.shapes.console import Console, short

SEEDS = range(3)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        (b"0", Span(0, 0)),
        (b"999", Span(999, 999)),
        (b"1K", Span(1000, 1499)),
        (b"12K", Span(11_500, 12_500)),
        (b"13K", Span(12_501, 13_499)),
        (b"1000K", Span(999_500, 999_999)),
        (b"2M", Span(1_500_000, 2_500_000)),
    ],
)
def test_a_rounded_number_stands_for_all_that_lerobot_prints_so(text: bytes, bounds: Span) -> None:
    assert span(text) == bounds
    for number in bounds:
        assert short(number) == text.decode()
    for number in (bounds.low - 1, bounds.high + 1):
        assert number < 0 or short(number) != text.decode()


@pytest.mark.parametrize("text", [b"", b"K", b"1.5K", b"-3", b"12k", b"9" * 40])
def test_what_lerobot_never_prints_is_no_number(text: bytes) -> None:
    assert span(text) is None


def _fresh(chance: random.Random, freq: int, bars: bool) -> Console:
    return _trained(chance, freq, bars, 0)


def _resumed(chance: random.Random, freq: int, bars: bool) -> Console:
    return _trained(chance, freq, bars, chance.randrange(1, 9000))


def _appended(chance: random.Random, freq: int, bars: bool) -> Console:
    console = Console("0.6", bars=bars)
    console.header(steps=20_000, log_freq=freq)
    console.train(0, chance.randrange(5000, 9000) // freq * freq, total=20_000, log_freq=freq)
    console.checkpoint(5000)
    console.text += "\n"
    console.header(steps=20_000, log_freq=freq, start=5000)
    console.train(5000, 9000, total=20_000, log_freq=freq)
    return console


def _trained(chance: random.Random, freq: int, bars: bool, start: int) -> Console:
    console = Console("0.6", bars=bars)
    console.header(steps=20_000, log_freq=freq, start=start)
    first = start // freq * freq
    for step in range(first + freq, 20_001, freq):
        if bars:
            console.bar(max(0, step - start - chance.randrange(5)), 20_000 - start)
        console.metrics(step)
    return console


def _uncut(chance: random.Random, text: str) -> str:
    return text


def _begin_cut(chance: random.Random, text: str) -> str:
    return text[text.index("\n", chance.randrange(len(text) // 2)) + 1 :]


def _lines_lost(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    begin = chance.randrange(25, len(lines) - 2)
    return "".join(lines[:begin] + lines[begin + chance.randrange(1, 30) :])


@pytest.mark.parametrize("bars", [True, False], ids=["bars", "no bars"])
@pytest.mark.parametrize("freq", [50, 200, 250, 1000])
@pytest.mark.parametrize("cut", [_uncut, _begin_cut, _lines_lost])
@pytest.mark.parametrize("train", [_fresh, _resumed, _appended])
def test_no_step_is_called_exact_that_is_not(
    train: Callable[[random.Random, int, bool], Console],
    cut: Callable[[random.Random, str], str],
    freq: int,
    bars: bool,
) -> None:
    for seed in SEEDS:
        chance = random.Random(seed)
        console = train(chance, freq, bars)
        for number, point in enumerate(console.points):
            # The loss tells each line from all others, so its true step is known.
            console.text = console.text.replace(
                f"loss:{point.values['loss']} ", f"loss:{number}.5 ", 1
            )
        text = cut(chance, console.text).encode()

        found = [m for m in TextLog().feed(text + b"\n") if "loss" in m.values]

        for measures in found:
            for step, loss in zip(measures.steps, measures.values["loss"], strict=True):
                true = console.points[int(loss)].step
                assert not measures.is_exact or step == true
        if cut is _uncut:
            assert all(measures.is_exact for measures in found)
            assert sum(len(m.steps) for m in found) == len(console.points)


def test_a_bar_that_contradicts_its_own_line_is_no_proof_and_no_endless_loop() -> None:
    console = Console("0.6", bars=True)
    console.header(steps=2000, log_freq=200)
    for step in (200, 400, 600):
        console.bar(step + 1500, 2000)
        console.metrics(step)

    found = TextLog().feed(console.text.encode())

    assert sum(len(measures.steps) for measures in found) == 3
    assert all(step <= 600 for measures in found for step in measures.steps)


def test_the_fast_way_and_line_by_line_read_the_same() -> None:
    console = Console("0.6")
    console.header(steps=5000, log_freq=100)
    console.train(0, 5000, total=5000, log_freq=100, more="l1_loss:0.5 kld_loss:1.5")
    text = console.text.encode()
    other = re.sub(rb" kld_loss:1.5\n", b" other:2.5\n", text, count=1)  # mixed, so line by line

    fast, slow = (
        [
            (step, measures.values["loss"][index], measures.values["l1_loss"][index])
            for measures in TextLog().feed(log)
            for index, step in enumerate(measures.steps)
        ]
        for log in (text, other)
    )

    assert fast == slow
