from collections.abc import Callable
from pathlib import Path

import pytest

from lab_tasks.logs import log_search
from lab_tasks.logs.line_numbers import EVERY_BYTES, LineNumbers
from lab_tasks.logs.log_search import (
    Absent,
    Found,
    Trouble,
    Unfinished,
    Wanted,
    find_after,
    find_before,
)
from lab_tasks.logs.pages import BLOCK_BYTES, Pages

type Look = Callable[[Pages, Wanted, int], Found | Unfinished | Absent]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """3 MB: lines of steps, a long line in the middle, errors at both ends."""
    path = tmp_path_factory.mktemp("search") / "a.log"
    steps = [f"INFO step:{number} loss:{number / 7:.3f}\n" for number in range(40_000)]
    steps[3] = "ValueError: the first\n"
    steps[20_000] = "y" * (3 * BLOCK_BYTES) + "needle" + "y" * 100 + "\n"
    steps[39_990] = "ValueError: the last\n"
    path.write_text("".join(steps))
    return path


def all_found(pages: Pages, wanted: Wanted, look: Look, offset: int) -> tuple[list[str], int]:
    found: list[str] = []
    stretches = 0
    while True:
        answer = look(pages, wanted, offset)
        match answer:
            case Found(start):
                line = pages.line_at(start)
                found.append(line.text)
                offset = line.end if look is find_after else start
            case Unfinished(offset):
                stretches += 1
            case Absent():
                return found, stretches


def both_ways(pages: Pages, wanted: Wanted) -> tuple[list[str], list[str]]:
    forward, _ = all_found(pages, wanted, find_after, 0)
    backward, _ = all_found(pages, wanted, find_before, pages.size_bytes)
    return forward, backward[::-1]


@pytest.mark.parametrize(
    ("word", "lines"),
    [
        ("step:12345", ["INFO step:12345 loss:1763.571"]),
        ("VALUEERROR", []),
        ("valueerror", ["ValueError: the first", "ValueError: the last"]),
        ("/step:1234[0-2] /", [f"INFO step:{n} loss:{n / 7:.3f}" for n in (12340, 12341, 12342)]),
        ("loss:1.(", []),
    ],
)
def test_each_line_that_shows_it_is_found_from_both_ends(
    path: Path, word: str, lines: list[str]
) -> None:
    pages = Pages(path)

    assert both_ways(pages, Wanted(word)) == (lines, lines)


def test_a_match_in_what_is_cut_off_a_long_line_is_found(path: Path) -> None:
    forward, backward = both_ways(Pages(path), Wanted("needle"))

    assert len(forward) == len(backward) == 1


def test_lines_that_are_marked_are_found(path: Path) -> None:
    forward, backward = both_ways(Pages(path), Trouble())

    assert forward == backward == ["ValueError: the first", "ValueError: the last"]


def test_one_call_is_bounded_and_goes_on_where_it_stopped(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_search, "STRETCH_BYTES", 500_000)
    pages = Pages(path)

    for look, offset in ((find_after, 0), (find_before, pages.size_bytes)):
        found, stretches = all_found(pages, Wanted("nowhere"), look, offset)
        assert found == []
        assert 3 <= stretches <= 12


def test_a_state_of_a_bar_that_is_not_shown_is_not_found(tmp_path: Path) -> None:
    path = tmp_path / "bars.log"
    path.write_bytes(b"".join(b"\rTraining %d%%" % n for n in range(100)) + b"\nend\n")

    assert both_ways(Pages(path), Wanted("Training 50%")) == ([], [])
    assert both_ways(Pages(path), Wanted("Training 99%"))[0] == ["Training 99%"]


def test_a_regular_expression_that_is_none_says_why() -> None:
    with pytest.raises(ValueError, match=r"\( is no regular expression"):
        Wanted("/(/")


def test_lines_are_numbered_as_far_as_they_are_counted(path: Path) -> None:
    pages = Pages(path)
    numbers = LineNumbers(pages)
    starts = [0]
    for line in path.read_bytes().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    far = starts[39_000]

    assert numbers.number_at(far) is None
    numbers.count_on()
    assert numbers.is_complete
    assert pages.size_bytes > EVERY_BYTES
    for number in (1, 2, 500, 20_001, 20_002, 39_001):
        assert numbers.number_at(starts[number - 1]) == number
        assert numbers.offset_of(number) == starts[number - 1]
    assert numbers.offset_of(40_005) is None
