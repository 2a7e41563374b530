"""How a child of this very Python runs a module of ours, installed or not, from any folder."""

import os
import sys
from pathlib import Path

PACKAGES = Path(__file__).resolve().parents[1]


def command(module: str, *words: str) -> list[str]:
    """Return the command; `-P`: the folder the app was started in must not shadow a module."""
    return [sys.executable, "-P", "-m", module, *words]


def environment() -> dict[str, str]:
    """Return this process's environment, in which the child finds our packages first."""
    others = os.environ.get("PYTHONPATH")
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (str(PACKAGES), others)))}
