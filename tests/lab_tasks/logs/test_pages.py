import random
from pathlib import Path

import pytest

from lab_tasks.logs import pages as module
from lab_tasks.logs.pages import BLOCK_BYTES, Pages
from lab_tasks.logs.shown_line import LONGEST, Gravity


def open_with(path: Path, data: bytes) -> Pages:
    path.write_bytes(data)
    return Pages(path)


def texts(pages: Pages) -> list[str]:
    return [line.text for line in pages.lines_from(0, 10**6)]


def test_each_line_is_there_once_whichever_way_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BLOCK_BYTES", 16)
    dice = random.Random(5)
    for trial in range(300):
        letters = dice.choices(b"ab\n\r", weights=(40, 40, dice.choice((0, 2, 40)), 3), k=150)
        data = bytes(letters[: dice.randrange(150)])
        pages = open_with(tmp_path / f"{trial}.log", data)

        forward = pages.lines_from(0, 1000)

        assert b"".join(data[line.start : line.end] for line in forward) == data
        assert pages.lines_before(len(data), 1000) == forward
        assert {pages.line_at(at) for at in range(len(data))} == set(forward)
        assert all(line.end - line.start <= 32 for line in forward), "no look reads more"
        pages.close()


def test_a_bar_is_shown_once_in_its_last_state(tmp_path: Path) -> None:
    data = b"begin\n\rTraining:  1%| | 1/99\rTraining:  2%| | 2/99\rTraining:  3%|# | 3/99"
    pages = open_with(tmp_path / "bars.log", data)

    assert texts(pages) == ["begin", "Training:  3%|# | 3/99"]


def test_a_message_written_behind_a_bar_stands_alone(tmp_path: Path) -> None:
    bar = "\rTraining:  17%|█▋        | 10/60 [00:10<00:58,  1.17s/step]"
    message = "INFO 2026-11-21 02:19:44 ot_train.py:641 step:10 loss:74.584"
    pages = open_with(tmp_path / "bars.log", (bar * 3 + message + "\n").encode())

    assert texts(pages) == [message]


def test_a_line_of_many_blocks_goes_on_in_pieces_that_say_how_much_is_left_out(
    tmp_path: Path,
) -> None:
    size_bytes = 5 * BLOCK_BYTES
    pages = open_with(tmp_path / "long.log", b"begin\n" + b"x" * size_bytes + b"\nend\n")

    first, *pieces, last = pages.lines_from(0, 100)

    assert (first.text, last.text) == ("begin", "end")
    assert sum(piece.end - piece.start for piece in pieces) == size_bytes + 1
    assert all(len(piece.text) == LONGEST and piece.left_out > 0 for piece in pieces[:-1])
    assert [piece.is_whole for piece in pieces] == [False] * (len(pieces) - 1) + [True]


def test_what_is_no_text_is_said_and_acts_on_nothing(tmp_path: Path) -> None:
    pages = open_with(
        tmp_path / "rubbish.log", b"\x00\x01\x02\n\x1b]0;owned\x07ok\xff\xfe\na\tb\r\n"
    )

    assert texts(pages) == ["(3 bytes that are no text)", "ok\ufffd\ufffd", "a       b"]


def test_an_empty_file_has_no_lines(tmp_path: Path) -> None:
    pages = open_with(tmp_path / "empty.log", b"")

    assert (pages.tail(5), pages.lines_from(0, 5), pages.start_of(0)) == ([], [], 0)


def test_growth_is_seen_and_an_unfinished_line_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "live.log"
    pages = open_with(path, b"one\ntw")
    assert texts(pages) == ["one", "tw"]

    with path.open("ab") as file:
        file.write(b"o\nthree\n")
    restarted = pages.refresh()

    assert not restarted
    assert texts(pages) == ["one", "two", "three"]


def test_a_log_that_is_cut_and_filled_again_between_two_looks_is_another_one(
    tmp_path: Path,
) -> None:
    path = tmp_path / "live.log"
    pages = open_with(path, b"one\ntwo\n")
    texts(pages)

    path.write_bytes(b"anew\nand longer than before\n")

    assert pages.refresh()
    assert texts(pages) == ["anew", "and longer than before"]
    assert not pages.refresh()


@pytest.mark.parametrize("replaces", [True, False])
def test_a_log_that_begins_anew_is_another_one(tmp_path: Path, replaces: bool) -> None:
    path = tmp_path / "live.log"
    pages = open_with(path, b"one\ntwo\n")
    texts(pages)

    if replaces:
        (tmp_path / "new").write_bytes(b"the new one\n")
        (tmp_path / "new").replace(path)
    else:
        path.write_bytes(b"anew\n")

    assert pages.refresh()
    assert texts(pages) == ["the new one" if replaces else "anew"]


def test_a_log_that_is_gone_can_still_be_read(tmp_path: Path) -> None:
    pages = open_with(tmp_path / "gone.log", b"one\n")
    (tmp_path / "gone.log").unlink()

    assert not pages.refresh()
    assert texts(pages) == ["one"]


@pytest.mark.parametrize(
    ("text", "gravity"),
    [
        ("INFO 2026-11-21 02:19:44 ot_train.py:641 step:10 loss:7", Gravity.PLAIN),
        ("Traceback (most recent call last):", Gravity.ERROR),
        ('  File "/lib/x.py", line 12, in f', Gravity.TRACE),
        ("       ^^^^", Gravity.TRACE),
        ("torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to …", Gravity.ERROR),
        ("KeyboardInterrupt", Gravity.ERROR),
        ("WARNING:lerobot.utils:Could not load libtorchcodec.", Gravity.WARNING),
        ("/lib/x.py:12: UserWarning: slow", Gravity.WARNING),
        ("INFO no error here, ValueError: is only named", Gravity.PLAIN),
    ],
)
def test_a_line_is_marked_by_what_it_begins_with(
    tmp_path: Path, text: str, gravity: Gravity
) -> None:
    pages = open_with(tmp_path / "a.log", text.encode() + b"\n")

    assert pages.line_at(0).gravity is gravity
