"""The version of robolab-tui, as installed."""

from functools import cache
from importlib import metadata


@cache
def version() -> str:
    """Return the installed version; `unknown` when the package is run from a bare folder."""
    try:
        return metadata.version("robolab-tui")
    except metadata.PackageNotFoundError:
        return "unknown"
