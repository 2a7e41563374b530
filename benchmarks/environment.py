"""The environment and the Workspace in which programs are measured."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.sample_workspace import solved_workspace

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Bench:
    """A home of its own, and a Workspace in which Day 19 is solved and committed."""

    folder: Path
    workspace: Path

    @property
    def env(self) -> dict[str, str]:
        """Return an environment without settings of Python's, of XDG's or of ours."""
        left_out = ("PYTHON", "XDG_", "ROBOLAB")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(left_out)}
        return kept | {"HOME": str(self.folder), "TERM": "xterm-256color", "COLORTERM": "truecolor"}

    def app(self, *words: str) -> list[str]:
        """Return the command line of the app on this Workspace."""
        return [sys.executable, "-m", "tui", "--workspace", str(self.workspace), *words]


@contextmanager
def bench() -> Iterator[Bench]:
    """Make a Bench in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = solved_workspace(Path(folder) / "workspace").root
        yield Bench(Path(folder), workspace)
