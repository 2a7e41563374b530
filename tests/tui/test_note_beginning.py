"""A document is begun: its file made, and the app's part filled into it once."""

from pathlib import Path
from typing import Any

import pytest
from retro_lab import PATH, retro_lab

from lab_tasks import filling
from lab_tasks.results import Filled
from tui.session.note_beginning import fill_table


def test_a_new_file_is_filled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lab = retro_lab(tmp_path, monkeypatch)
    day = lab.course.days[-1]
    fill, filled = filling.fill, []

    def count(*given: Any) -> Any:
        filled.append(fill(*given))
        return filled[-1]

    monkeypatch.setattr(filling, "fill", count)

    assert isinstance(fill_table(lab.workspace, lab.course, day, day.steps[0]), Filled)

    assert len(filled) == 1
    text = (lab.workspace.root / PATH).read_text()
    assert text.startswith("# Retro")
    assert text.count("robolab:results begin") == 1
