"""A student fills the retro's table from the lab screen."""

from pathlib import Path

import pytest
from lab_fixture import Lab, opened, step, text_of, until
from retro_lab import PATH, TEMPLATE, retro_lab
from retro_workspace import write_seed

from lab_tasks.checks.verdict import Fail
from lab_tasks.documents.regions import end
from tui.palette import lab_commands
from tui.screens.lab import LabScreen


@pytest.fixture
def retro(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lab:
    monkeypatch.setenv("EDITOR", "true")
    return retro_lab(tmp_path, monkeypatch)


def table_passes(screen: LabScreen) -> bool:
    return any(
        each.deliverable == "filled" and each.passed for each in step(screen, "retro").results
    )


async def test_the_table_is_there_when_the_retro_is_begun_and_follows_the_records(
    retro: Lab,
) -> None:
    file = retro.workspace.root / PATH
    async with retro.open(day=21).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: "F fill table" in text_of(screen), "the key")
        await pilot.press("enter")
        await until(pilot, lambda: table_passes(screen), "the table")
        assert file.read_text().startswith(TEMPLATE.rstrip())

        screen.session.check_day(screen.day)  # what is written below may come too late for this
        mine = file.read_text().replace("## Results", "My own words.\n\n## Results")
        file.write_text(f"{mine}\nMy last word.\n")
        write_seed(retro.workspace, "act", 4, 2)
        await pilot.press("c")
        await until(pilot, lambda: step(screen, "retro").results and not table_passes(screen))
        verdict = step(screen, "retro").results[-1].verdict
        assert isinstance(verdict, Fail)
        assert "press F" in verdict.remedy
        await pilot.press("F")
        await until(pilot, lambda: table_passes(screen), "the new table")

    text = file.read_text()
    assert "4 × 20 | 53/80" in text
    assert "My own words.\n\n## Results" in text
    assert text.endswith("My last word.\n")


async def test_what_is_not_recorded_is_counted_and_what_cannot_be_written_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = retro_lab(tmp_path, monkeypatch, recorded=False)
    file = lab.workspace.root / PATH
    async with lab.open(day=21).run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        assert any("(F)" in command.title for command in lab_commands(screen))
        await pilot.press("F")
        await until(pilot, lambda: "4 policies, 4 without a record" in text_of(screen), "the words")

        spoilt = file.read_text().replace(end("results"), "")
        file.write_text(spoilt)
        await pilot.press("F")
        await until(pilot, lambda: "lacks its other half" in text_of(screen), "the reason")

        assert file.read_text() == spoilt
