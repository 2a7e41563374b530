"""Small files that came from a host: looked at before they take a place in a Run's folder."""

import contextlib
from pathlib import Path, PurePosixPath

import msgspec

from lab_tasks import atomic, foreign
from lab_tasks.problem import Problem
from lab_tasks.runs.model import OUTPUT


class _Made(msgspec.Struct, frozen=True):
    """Of a record, what names the product."""

    path: str = ""


def believe(came: Path, target: Path) -> None:
    """Put a file that came in its place if it is a JSON object; else leave all as it is."""
    content = foreign.read_bytes(came)
    if isinstance(content, Problem):
        return
    with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError, OSError):
        msgspec.json.decode(content, type=dict)
        if not target.exists() or target.read_bytes() != content:
            atomic.write_bytes(target, content)


def checkpoint_named(record: Path) -> str:
    """Return the name in `output/checkpoints/` of what a record says was made; empty: none."""
    made = foreign.read_json(record, _Made)
    parts = () if isinstance(made, Problem) else PurePosixPath(made.path).parts
    named = parts[2] if parts[:2] == (OUTPUT, "checkpoints") and len(parts) > 2 else ""
    return named if named.isalnum() else ""
