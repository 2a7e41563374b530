"""The newest lines of a log, as a terminal shows them."""

from pathlib import Path

import pytest

from lab_tasks.runs.log_tail import KEPT_LINES, LINE_BYTES, NEWEST_BYTES, LogTail


def append(path: Path, content: bytes) -> None:
    with path.open("ab") as file:
        file.write(content)


@pytest.mark.parametrize(
    ("written", "lines"),
    [
        (b"one\ntwo\n", ["one", "two"]),
        (b"one\ntw", ["one"]),
        (b"one\r\ntwo\r\n", ["one", "two"]),
        (b"\r 1%\r 2%\r 3%\rdone\n", ["done"]),
        (b"\r 1%\r 2%INFO step:100\n\r 3%", [" 2%INFO step:100"]),
        (b" 1%\r 2%\r", [" 2%"]),
        (b" 99%\r100%\r\nend\n", ["100%", "end"]),
        (b"\n\n\n", []),
        ("épée\n".encode(), ["épée"]),
        (b"\xff\xfe\n", ["\ufffd\ufffd"]),
        (b"\x1b[2J]52;c;x\x07\n", ["\x1b[2J]52;c;x\x07"]),
        (b"", []),
    ],
)
def test_a_line_ends_at_both_ends_and_a_bar_gives_way(
    tmp_path: Path, written: bytes, lines: list[str]
) -> None:
    (tmp_path / "log").write_bytes(written)
    tail = LogTail(tmp_path / "log")

    assert list(tail.poll(ended=False)) == lines
    assert list(tail.kept) == lines


def test_a_line_is_given_once_and_only_when_it_is_whole(tmp_path: Path) -> None:
    log = tmp_path / "log"
    tail = LogTail(log)
    assert tail.poll(ended=False) == ()  # not there yet

    append(log, "é".encode()[:1])
    assert tail.poll(ended=False) == ()
    append(log, "é".encode()[1:] + b"t\xc3\xa9\n")
    assert tail.poll(ended=False) == ("été",)
    assert tail.poll(ended=False) == ()


def test_a_bar_that_moves_stands_once_in_what_is_kept(tmp_path: Path) -> None:
    log = tmp_path / "log"
    tail = LogTail(log)
    for percent in range(5):
        append(log, b"%d%%\r" % percent)
        assert tail.poll(ended=False) == (f"{percent}%",)
    assert tail.kept == ("4%",)

    append(log, b"\nend\n")
    tail.poll(ended=False)

    assert tail.kept == ("4%", "end")


def test_a_last_line_without_an_end_is_given_when_the_run_has_ended(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"Traceback\nKilled")
    tail = LogTail(tmp_path / "log")

    assert tail.poll(ended=False) == ("Traceback",)
    assert tail.poll(ended=True) == ("Killed",)
    assert tail.poll(ended=True) == ()


def test_of_a_flood_only_the_end_is_read(tmp_path: Path) -> None:
    log = tmp_path / "log"
    line = b"x" * 99 + b"\n"
    log.write_bytes(b"first\n" + line * (20 * NEWEST_BYTES // len(line)) + b"last\n")
    tail = LogTail(log)

    lines = tail.poll(ended=False)

    assert sum(map(len, lines)) <= NEWEST_BYTES
    assert set(lines[:-1]) == {"x" * 99}  # no piece of a line at the beginning
    assert lines[-1] == "last"
    assert len(tail.kept) == KEPT_LINES


def test_a_line_that_never_ends_comes_in_pieces(tmp_path: Path) -> None:
    (tmp_path / "log").write_bytes(b"y" * (3 * LINE_BYTES + 1))
    tail = LogTail(tmp_path / "log")

    assert [len(line) for line in tail.poll(ended=False)] == [LINE_BYTES] * 3
    assert tail.poll(ended=True) == ("y",)


def test_a_log_that_was_cut_is_read_from_its_beginning(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_bytes(b"before the cut\nhalf of a li")
    tail = LogTail(log)
    tail.poll(ended=False)

    log.write_bytes(b"after\n")

    assert tail.poll(ended=False) == ("after",)
