"""The architecture page names every module: who looks for a place finds it there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text()
WORDS = set(re.findall(r"\w+", PAGE))
WIDEST = 124
MODULES = [
    path.relative_to(ROOT)
    for package in ("course", "lab_tasks", "tui")
    for path in sorted((ROOT / package).rglob("*.py"))
    if not path.name.startswith("__") and "content" not in path.parts and "jobs" not in path.parts
]


PARTS = re.split(r"\n(?=\S)", PAGE.partition("```\n")[2].partition("\n```")[0])
ENTRIES = {
    (part.partition("/")[0], entry.partition("/")[0].strip()): set(re.findall(r"\w+", entry))
    for part in PARTS
    for entry in re.split(r"\n(?=  \S)", part)
    if re.match(r"  \w+/ ", entry)
}


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_stands_in_the_architecture_page(module: Path) -> None:
    is_text = module.stem.endswith("_text") and "_text" in WORDS
    assert module.stem in WORDS or is_text


@pytest.mark.parametrize("folder", ENTRIES, ids="/".join)
def test_the_modules_of_a_folder_stand_in_its_own_entry(folder: tuple[str, str]) -> None:
    here = ROOT.joinpath(*folder)
    stems = {path.stem for path in MODULES if (ROOT / path).parent == here}
    missing = {stem for stem in stems if not stem.endswith("_text")} - ENTRIES[folder]

    assert here.is_dir(), "the page names a folder that is not there"
    assert missing == set(), f"docs/architecture.md puts these somewhere else than {here.name}/"


def test_the_page_can_be_read_in_a_terminal() -> None:
    assert [line for line in PAGE.splitlines() if len(line) > WIDEST] == []
    assert len(ENTRIES) > 20
