"""How a child of this very Python runs a module of ours, installed or not, from any folder."""

import os
import sys
from pathlib import Path

PACKAGES = Path(__file__).resolve().parents[1]


def command(module: str, *words: str) -> list[str]:
    """Return the command; `-P`: the folder the app was started in must not shadow a module."""
    return [sys.executable, "-P", "-m", module, *words]


def environment(packages: Path = PACKAGES, *, outlives_us: bool = False) -> dict[str, str]:
    """Return this process's environment, in which the child finds `packages` first.

    One that outlives this process finds nothing else by PYTHONPATH: it stands by a Run for days,
    and what the student's path leads to may be edited or gone by the next module that it loads.
    """
    others = "" if outlives_us else os.environ.get("PYTHONPATH")
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (str(packages), others)))}
