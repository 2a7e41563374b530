"""Every key of every screen is documented, and every key that is documented exists."""

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.screen import Screen

import tui.screens
from tui import keys
from tui.app import LabApp
from tui.keys import Key
from tui.screens.monitor_keys import MONITOR_KEYS

DOCUMENT = (Path(__file__).parents[2] / "docs" / "screens.md").read_text()
TABLES = {name: table for name, table in vars(keys).items() if name.endswith("_KEYS")}
TABLES["MONITOR_KEYS"] = MONITOR_KEYS


def screens() -> list[type[Screen[object]]]:
    found = []
    for module in pkgutil.iter_modules(tui.screens.__path__):
        loaded = importlib.import_module(f"tui.screens.{module.name}")
        classes = [c for c in vars(loaded).values() if isinstance(c, type)]
        found += [c for c in classes if issubclass(c, Screen) and c.__module__ == loaded.__name__]
    return found


@pytest.mark.parametrize("key", [key for table in TABLES.values() for key in table], ids=str)
def test_a_key_stands_in_the_document_with_its_action(key: Key) -> None:
    assert f"`{key.written}` | `{key.action}`" in DOCUMENT or key.action == "back"


@pytest.mark.parametrize("screen", [*screens(), LabApp], ids=lambda c: c.__name__)
def test_every_binding_with_an_id_is_documented(screen: type[Screen[object]]) -> None:
    named = [b.id for b in screen.BINDINGS if isinstance(b, Binding) and b.id]

    missing = [name for name in named if f"`{name}`" not in DOCUMENT]

    assert not missing


@pytest.mark.parametrize("name", TABLES)
def test_no_two_keys_of_a_screen_are_one(name: str) -> None:
    pressed = [key.key for key in TABLES[name]]

    assert len(pressed) == len(set(pressed))


def test_every_documented_action_exists() -> None:
    documented = set(re.findall(r"^\| `[^`]+` \| `(\w+)` \|", DOCUMENT, re.MULTILINE))
    known = {key.action for table in TABLES.values() for key in table}

    assert documented == known
