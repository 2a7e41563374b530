"""A student writes in the app's own editor: counted while typing, and nothing is ever lost."""

import gc
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from lab_fixture import DEADLINE_S, Lab, opened, step, text_of, until
from retro_lab import PATH, TEMPLATE, retro_lab
from textual.pilot import Pilot

from lab_tasks.documents import drafts, editable
from tui.screens.confirm import Confirm
from tui.screens.editor import EditorScreen
from tui.screens.lab import LabScreen

OWN = "It learned to grip, and nobody had told it where the cube would be."


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lab:
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    return retro_lab(tmp_path, monkeypatch)


async def editing(pilot: Pilot[int], key: str = "enter") -> EditorScreen:
    """Open the retro in the app's editor."""
    await opened(pilot)
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, EditorScreen), "the editor")
    screen = pilot.app.screen
    assert isinstance(screen, EditorScreen)
    await until(pilot, lambda: "happened" in text_of(screen), "its text")
    return screen


async def type_under(pilot: Pilot[int], screen: EditorScreen, heading: str, words: str) -> None:
    """Put the cursor below a heading's guidance, and type a line there."""
    lines = screen.area.text.split("\n")
    screen.area.move_cursor((lines.index(f"## {heading}") + 1, 0))
    screen.area.insert("\n")
    await pilot.press(*("space" if c == " " else c for c in words[:8]))
    screen.area.insert(words[8:])
    await pilot.pause()


def versions_of(lab: Lab) -> list[str]:
    return [each.read_text() for each in sorted(lab.workspace.drafts_dir.glob("*.version-*"))]


def drafts_of(lab: Lab) -> list[Path]:
    return list(lab.workspace.drafts_dir.glob("*.draft"))


def slow_disk(monkeypatch: pytest.MonkeyPatch) -> Event:
    """Let nothing be saved over another's version before the Event is set."""
    ready, save_over = Event(), editable.save_over

    def wait(*given: Any) -> Any:
        assert ready.wait(DEADLINE_S)
        return save_over(*given)

    monkeypatch.setattr(editable, "save_over", wait)
    return ready


def _refuse(*_: object) -> None:
    raise OSError(28, "No space left")


async def test_words_are_counted_while_typing_and_saved_on_leaving(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = lab.workspace.root / PATH
    async with lab.open(day=21).run_test(size=(80, 24)) as pilot:
        screen = await editing(pilot)
        await until(pilot, lambda: "○ What happened 0/20" in text_of(screen), "the count")
        with monkeypatch.context() as full:
            full.setattr(drafts.atomic, "write_bytes", _refuse)
            await pilot.press("x")
            await until(pilot, lambda: "on no disk (No space left)" in text_of(screen), "the word")
        await pilot.press("backspace")
        await type_under(pilot, screen, "What happened", f"{OWN} {OWN}")
        await until(pilot, lambda: "✓ What happened 28/20" in text_of(screen), "the new count")
        await until(pilot, lambda: "1 of 2 Checks" in text_of(screen), "the Checks")
        assert "not saved" in text_of(screen)
        assert OWN not in file.read_text()

        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen), "the lab")
        lab_screen = await opened(pilot)
        await until(pilot, lambda: step(lab_screen, "retro").results, "the Checks")

    assert OWN in file.read_text()
    assert file.read_text().startswith("# Retro\n\n## What happened")
    assert not drafts_of(lab)


async def test_what_a_killed_terminal_leaves_is_back_and_saved_when_the_app_is_left(
    lab: Lab,
) -> None:
    file = lab.workspace.root / PATH
    async with lab.open(day=21).run_test(size=(80, 24)) as pilot:
        screen = await editing(pilot)
        await type_under(pilot, screen, "What happened", OWN)
        written = lambda: any(OWN in each.read_text() for each in drafts_of(lab))  # noqa: E731
        await until(pilot, written, "the draft")
        async with lab.open(day=21).run_test(size=(80, 24)) as other:  # a second terminal looks
            assert OWN not in (await editing(other)).area.text
            await other.press("ctrl+q")
        assert written()
        assert OWN not in file.read_text()
        left = drafts_of(lab)[0]
        kept = left.read_bytes()
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen), "the lab")
        await until(pilot, lambda: not drafts_of(lab), "the end of what was taken back")
        left.write_bytes(kept)  # as if the terminal had been killed before

        await pilot.press("E")  # another editor would open the file without them
        await until(pilot, lambda: "and not saved" in text_of(pilot.app.screen), "the question")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen), "the lab again")

        screen = await editing(pilot, "e")
        await until(pilot, lambda: "is back" in text_of(screen), "the words")
        assert OWN in screen.area.text
        assert OWN not in file.read_text()
        await pilot.press("ctrl+q")

    assert OWN in file.read_text()
    assert not drafts_of(lab)


@pytest.mark.filterwarnings("error")  # such as: a coroutine that nobody awaits
async def test_a_file_that_another_program_writes_meanwhile_loses_no_version(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = lab.workspace.root / PATH
    async with lab.open(day=21).run_test(size=(120, 36)) as pilot:
        screen = await editing(pilot)
        await type_under(pilot, screen, "What happened", OWN)
        theirs = f"{file.read_text()}\nWritten elsewhere.\n"
        file.write_text(theirs)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the question")
        assert file.read_text() == theirs
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen, "the editor")
        gc.collect()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the question again")
        await pilot.press("y")
        await until(pilot, lambda: not screen.is_modified, "the save")
        assert OWN in file.read_text()
        assert versions_of(lab) == [theirs]

        screen.area.insert("More of mine. ")
        file.write_text("# Theirs\n")
        screen.look_at_disk()
        await until(pilot, lambda: screen.is_changed_on_disk, "the look")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: screen.area.text == "# Theirs\n", "their text")
        assert "More of mine." in versions_of(lab)[1]
        await pilot.press("ctrl+z")

        assert "More of mine." in screen.area.text

        file.write_text("# Theirs again\n")
        disk = slow_disk(monkeypatch)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the last question")
        await pilot.press("y")
        await until(pilot, lambda: pilot.app.screen is screen, "the editor, which is to be left")
        screen.area.insert("And the last word.")
        disk.set()
        await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen), "the lab")
    assert "And the last word." in file.read_text()
    assert not drafts_of(lab)


async def test_what_it_would_spoil_is_left_alone_and_a_table_is_filled_into_the_rest(
    lab: Lab,
) -> None:
    file = lab.workspace.root / PATH
    spoilt = b"# Retro\n\xff\xfe"
    file.write_bytes(spoilt)
    async with lab.open(day=21).run_test(size=(120, 36)) as pilot:
        lab_screen = await opened(pilot)
        await pilot.press("e")
        await until(pilot, lambda: "not UTF-8" in text_of(lab_screen), "the reason")
        assert "E opens it in your own" in text_of(lab_screen)
        assert file.read_bytes() == spoilt

        file.write_text(TEMPLATE)
        screen = await editing(pilot)
        await until(pilot, lambda: "holds no table" in text_of(screen), "the Check")
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "51/60" in screen.area.text, "the table")
        await until(pilot, lambda: "✓ filled" in text_of(screen), "the Check")
        await pilot.press("ctrl+z")
        assert screen.area.text == TEMPLATE
        await pilot.press("ctrl+y")
        assert "51/60" in screen.area.text
