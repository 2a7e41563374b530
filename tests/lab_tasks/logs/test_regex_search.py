"""An expression that computes without end holds up nobody, and its process ends."""

import os
import time
from contextlib import closing
from pathlib import Path

import pytest

from lab_tasks.logs import regex_search
from lab_tasks.logs.log_search import Absent, Failed, Found, Unfinished, Wanted
from lab_tasks.logs.regex_search import TOO_COSTLY, search

ENDLESS = "/(=+)+x/"
"""Twice as long with each sign; years for the line below."""
SOON_S = 10.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.log"
    path.write_text("one loss:0.12 x\n" + "=" * 80 + "\ntwo loss:0.13\n")
    return path


def test_each_line_is_found_with_the_columns_of_its_match_in_both_directions(path: Path) -> None:
    size = path.stat().st_size

    for forward, offset, text in ((True, 0, "one loss:0.12 x"), (False, size, "two loss:0.13")):
        *_, answer = search(path, Wanted(r"/loss:\d+\.\d+/"), offset, forward=forward)
        assert answer == Found(path.read_text().index(text), text, ((4, 13),))
    *_, answer = search(path, Wanted("/nowhere+/"), 0, forward=True)
    assert answer == Absent()


def test_an_endless_expression_ends_by_its_computing_time(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regex_search, "MOST_CPU_S", 0.2)

    *coming, answer = search(path, Wanted(ENDLESS), 0, forward=True)

    assert answer == Failed(TOO_COSTLY)
    assert set(coming) == {Unfinished(0)}


def test_an_endless_expression_ends_when_nobody_waits_for_it(path: Path) -> None:
    began_s = time.monotonic()

    with closing(search(path, Wanted(ENDLESS), 0, forward=True)) as answers:
        assert next(answers) == Unfinished(0)
        [child] = _children()

    assert time.monotonic() - began_s < SOON_S
    assert child not in _children()


def test_a_log_that_is_gone_is_said(tmp_path: Path) -> None:
    *_, answer = search(tmp_path / "gone.log", Wanted("/a+/"), 0, forward=True)

    assert answer == Failed("The log cannot be read: No such file or directory.")


def test_where_somebody_waits_an_endless_expression_is_not_run() -> None:
    wanted, line = Wanted(ENDLESS), "=" * 80

    assert wanted.spans(line) == ()
    wanted.mark(Found(0, line, ((0, 2),)))
    assert wanted.spans(line) == ((0, 2),)
    assert Wanted("/=+/").spans(line) == ((0, 80),)
    assert Wanted("=").spans("a=b") == ((1, 2),)


def _children() -> set[str]:
    """Return the searches that this process has started and not ended."""
    found = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    pids = {pid for children in found for pid in children.read_text().split()}
    return {pid for pid in pids if b"regex_child" in Path("/proc", pid, "cmdline").read_bytes()}
