"""The architecture page names every module: who looks for a place finds it there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WORDS = set(re.findall(r"\w+", (ROOT / "docs" / "architecture.md").read_text()))
MODULES = [
    path.relative_to(ROOT)
    for package in ("course", "lab_tasks", "tui")
    for path in sorted((ROOT / package).rglob("*.py"))
    if not path.name.startswith("__") and "content" not in path.parts and "jobs" not in path.parts
]


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_a_module_stands_in_the_architecture_page(module: Path) -> None:
    is_text = module.stem.endswith("_text") and "_text" in WORDS
    assert module.stem in WORDS or is_text
