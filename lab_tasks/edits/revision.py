"""A Course's folder as it was at a git revision, laid out in another folder."""

import io
import subprocess
import tarfile
from pathlib import Path

from lab_tasks.commits import plumbing

DEADLINE_S = 60


class NoSuchRevision(Exception):
    """git does not know the revision, or it does not hold the Course. The text says so."""


def lay_out(folder: Path, revision: str, into: Path) -> None:
    """Write the files of `folder` as they were at `revision` into `into`, an empty folder.

    Raises NoSuchRevision, GitMissing, NotARepository.
    """
    if revision.startswith("-"):
        raise NoSuchRevision(f"{revision} is no revision")
    root, below = plumbing.top(folder)
    name = f"{revision}:{below}" if below else revision
    done = subprocess.run(
        [plumbing.git_path(), "archive", "--format=tar", name],
        cwd=root,
        env=plumbing.environment(),
        capture_output=True,
        timeout=DEADLINE_S,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        why = said[-1] if said else "git said nothing"
        raise NoSuchRevision(f"{revision} holds no {below or folder.name} ({why})")
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as archive:
        archive.extractall(into, filter="data")
