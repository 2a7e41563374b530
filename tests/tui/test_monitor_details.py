"""What the monitor's details say of a training's metrics."""

from pathlib import Path

import pytest
from monitor_fixture import Training

from tui.monitor.details import details
from tui.monitor.entries import entries_of
from tui.monitor.source import SourceState

ALIKE = ("n_different_codes", "n_different_combinations")
LONG = ("vision_tower_gradient_norm_before_clipping", "vision_tower_gradient_norm_after_clipping")


def told(tmp_path: Path, names: tuple[str, ...], width: int) -> str:
    training = Training(tmp_path / "train-vqbet-01")
    training.measure([50], [0.5], **{name: float(n) for n, name in enumerate(names)})
    source = training.source()
    (entry,) = entries_of([source], by_seed=False)
    return details(entry, [source], [SourceState(source.poll())], {}, width).plain


def test_names_that_differ_at_their_end_are_told_apart_at_80_columns(tmp_path: Path) -> None:
    text = told(tmp_path, ALIKE, 74)

    assert all(name in text for name in ALIKE)


@pytest.mark.parametrize("width", [30, 74, 110])
def test_what_has_no_room_is_cut_in_its_middle(tmp_path: Path, width: int) -> None:
    lines = told(tmp_path, LONG, width).splitlines()

    cells = [cell for line in lines for cell in line.split() if cell.startswith("vis")]
    assert len(set(cells)) == 2
    assert all("…" in cell and cell.endswith("_clipping") for cell in cells)
    assert all(len(line) <= width for line in lines if "_clipping" in line)
