"""A progress file that tests begin with, and what they look at in its folder."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from lab_tasks.workspace import Workspace

READ = "robo47/day19/read"
TRAIN = "robo47/day19/train-act"
SAMPLE = """\
format: 1
course: robo47
profile: full
steps:
  robo47/day19/read:
    done_at: '2026-11-21T07:59:10Z'
    level: attested
    note: twice
  robo47/day19/train-act:
    done_at: '2026-11-21T08:59:10Z'
    level: executed
"""


def write(workspace: Workspace, text: str) -> None:
    """Put this text in the place of the progress file."""
    workspace.progress_path.write_text(text)


def tree(folder: Path) -> dict[str, str]:
    """Return every file below a folder with the hash of its bytes."""

    def described() -> Iterator[tuple[str, str]]:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name != "progress.lock":
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                yield path.relative_to(folder).as_posix(), content

    return dict(described())
