"""A student writes in the app's own editor: counted while typing, and nothing is ever lost."""

from pathlib import Path

import pytest
from lab_fixture import Lab, opened, step, text_of, until
from retro_lab import PATH, TEMPLATE, retro_lab
from textual.pilot import Pilot

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


def drafts_of(lab: Lab) -> list[Path]:
    return list(lab.workspace.drafts_dir.glob("*.draft"))


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_words_are_counted_while_typing_and_saved_on_leaving(
    lab: Lab, size: tuple[int, int]
) -> None:
    file = lab.workspace.root / PATH
    async with lab.open(day=21).run_test(size=size) as pilot:
        screen = await editing(pilot)
        await until(pilot, lambda: "0/20" in text_of(screen), "the count")
        assert "○ What happened" in text_of(screen)
        await type_under(pilot, screen, "What happened", f"{OWN} {OWN}")
        await until(pilot, lambda: "28/20" in text_of(screen), "the new count")
        assert "✓ What happened" in text_of(screen)
        assert "not saved" in text_of(screen)
        assert OWN not in file.read_text()

        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen), "the lab")
        lab_screen = await opened(pilot)
        await until(pilot, lambda: step(lab_screen, "retro").results, "the Checks")

    assert OWN in file.read_text()
    assert file.read_text().startswith("# Retro\n\n## What happened")
    assert not drafts_of(lab)


async def test_what_a_killed_terminal_leaves_is_back_when_it_is_opened_again(lab: Lab) -> None:
    file = lab.workspace.root / PATH
    async with lab.open(day=21).run_test(size=(80, 24)) as pilot:
        screen = await editing(pilot)
        await type_under(pilot, screen, "What happened", OWN)
        written = lambda: any(OWN in each.read_text() for each in drafts_of(lab))  # noqa: E731
        await until(pilot, written, "the draft")
        left = drafts_of(lab)[0]
        kept = left.read_bytes()
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, LabScreen), "the lab")
        left.write_bytes(kept)  # as if the terminal had been killed before

        screen = await editing(pilot, "e")
        await until(pilot, lambda: "is back" in text_of(screen), "the words")
        assert OWN in screen.area.text
        assert OWN not in file.read_text()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not screen.is_modified, "the save")

    assert OWN in file.read_text()
    assert not drafts_of(lab)


async def test_leaving_the_app_saves_what_is_typed(lab: Lab) -> None:
    async with lab.open(day=21).run_test(size=(80, 24)) as pilot:
        screen = await editing(pilot)
        await type_under(pilot, screen, "What happened", OWN)
        await pilot.press("ctrl+q")

    assert OWN in (lab.workspace.root / PATH).read_text()


async def test_a_file_that_another_program_writes_meanwhile_loses_neither_version(
    lab: Lab,
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
        await pilot.press("y")
        await until(pilot, lambda: not screen.is_modified, "the save")
        kept = list(lab.workspace.drafts_dir.glob("*.version-1"))

    assert OWN in file.read_text()
    assert [each.read_text() for each in kept] == [theirs]


async def test_theirs_is_taken_and_ctrl_z_brings_mine_back(lab: Lab) -> None:
    file = lab.workspace.root / PATH
    async with lab.open(day=21).run_test(size=(120, 36)) as pilot:
        screen = await editing(pilot)
        await type_under(pilot, screen, "What happened", OWN)
        file.write_text("# Theirs\n")
        screen.look_at_disk()
        await until(pilot, lambda: screen.is_changed_on_disk, "the look")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: screen.area.text == "# Theirs\n", "their text")
        kept = list(lab.workspace.drafts_dir.glob("*.version-1"))
        assert OWN in kept[0].read_text()

        await pilot.press("ctrl+z")

        assert OWN in screen.area.text


async def test_the_table_is_filled_into_what_is_typed(lab: Lab) -> None:
    (lab.workspace.root / PATH).write_text(TEMPLATE)
    async with lab.open(day=21).run_test(size=(120, 36)) as pilot:
        screen = await editing(pilot)
        await until(pilot, lambda: "holds no table" in text_of(screen), "the Check")
        await pilot.press("ctrl+t")
        await until(pilot, lambda: "51/60" in screen.area.text, "the table")
        await until(pilot, lambda: "✓ filled" in text_of(screen), "the Check")
        await pilot.press("ctrl+z")
        assert screen.area.text == TEMPLATE
        await pilot.press("ctrl+y")
        assert "51/60" in screen.area.text


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"# Retro\n\xff\xfe", "not UTF-8"), (b"a\r\nb\n", "two kinds"), (b"a\x1b[2J\n", "U+001B")],
)
async def test_what_it_would_spoil_is_left_to_another_editor(
    lab: Lab, content: bytes, reason: str
) -> None:
    file = lab.workspace.root / PATH
    file.write_bytes(content)
    async with lab.open(day=21).run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await pilot.press("e")
        await until(pilot, lambda: reason in text_of(screen), "the reason")
        assert "E opens it in your own" in text_of(screen)

    assert file.read_bytes() == content
