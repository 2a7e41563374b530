"""A notification says its words, and nothing in them acts."""

import os
from pathlib import Path

import pytest

from lab_tasks import notify

HOSTILE = "lost\x1b]0;owned\x07 `rm`; \u202eevil\nline"


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `notify-send` that writes its arguments down, one a line."""
    heard = tmp_path / "heard"
    program = tmp_path / "bin" / "notify-send"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" > {heard}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.delenv(notify.SETTING, raising=False)
    return heard


def test_the_desktop_gets_the_words_as_arguments(desktop: Path) -> None:
    notify.notify("--help", HOSTILE, write=lambda _: None)
    options, end, title, text = desktop.read_text().splitlines()
    assert (options, end) == ("--app-name=robolab-tui", "--")
    assert (title, text) == ("--help", "lost `rm`; evil line")


def test_the_terminal_gets_two_sequences_and_a_bell(desktop: Path) -> None:
    written: list[str] = []
    notify.notify("train-act-01", HOSTILE, write=written.append)
    assert written == [
        "\x1b]9;train-act-01: lost `rm`, evil line\x07"
        "\x1b]777;notify;train-act-01;lost `rm`, evil line\x07\x07"
    ]


@pytest.mark.parametrize(
    ("wish", "on_desktop", "in_terminal"),
    [("off", False, False), ("desktop", True, False), ("terminal", False, True), ("", True, True)],
)
def test_a_setting_says_where(
    desktop: Path,
    monkeypatch: pytest.MonkeyPatch,
    wish: str,
    on_desktop: bool,
    in_terminal: bool,
) -> None:
    monkeypatch.setenv(notify.SETTING, wish)
    written: list[str] = []
    notify.notify("a", "b", write=written.append)
    assert (desktop.exists(), bool(written)) == (on_desktop, in_terminal)


def test_a_desktop_that_fails_or_is_not_there_stops_nothing(
    desktop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin" / "notify-send").write_text("#!/no/such/shell\n")
    notify.notify("a", "b", write=lambda _: None)
    monkeypatch.setenv("PATH", "")
    notify.notify("a", "b", write=lambda _: None)
    assert not desktop.exists()
