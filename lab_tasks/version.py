"""The version of robolab-tui, as installed."""

from functools import cache


@cache
def version() -> str:
    """Return the installed version; `unknown` when the package is run from a bare folder."""
    from importlib import metadata  # 15 ms, and only the JSON report needs it

    try:
        return metadata.version("robolab-tui")
    except metadata.PackageNotFoundError:
        return "unknown"
