"""Folders as a commit holds them: what lies in one, and the bytes, as they were committed."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from lab_tasks.commits import plumbing
from lab_tasks.sanitise import clean_line


class NothingThere(plumbing.GitFailed):
    """What was asked for is not in the repository."""


class TreeEntry(msgspec.Struct, frozen=True):
    """What a tree holds under one path. The path is the repository's word: it may lead anywhere."""

    mode: str
    """100644 or 100755: a file; 120000: a link; 160000: a submodule."""
    name: str
    """git's name of the blob."""
    size_bytes: int
    path: str
    """Relative to the tree."""

    @property
    def is_file(self) -> bool:
        """Whether it is a regular file."""
        return self.mode.startswith("100")


def tree(path: Path, revision: str, below: str) -> tuple[TreeEntry, ...]:
    """Return all that the folder `below` ("": the root) held at a revision.

    Raises NothingThere (no such revision, no such folder in it), GitFailed.
    """
    root = _object(path, f"{revision}^{{tree}}")
    name = _object(path, f"{root}:{below}") if below else root
    done = plumbing.ask(path, "ls-tree", "-rzl", "--full-tree", name)
    if done.returncode:
        raise NothingThere(plumbing.said(done))
    return tuple(_entry(line) for line in done.stdout.split(b"\0") if line)


def contents(path: Path, entries: Sequence[TreeEntry]) -> tuple[bytes, ...]:
    """Return the bytes of blobs as they were committed, in one call of git. Raises GitFailed."""
    asked = "".join(f"{entry.name}\n" for entry in entries).encode("ascii")
    # A header of a line before each blob and an end of line behind it.
    limit_bytes = sum(entry.size_bytes + len(entry.name) + 40 for entry in entries)
    done = plumbing.ask(path, "cat-file", "--batch", asked=asked, limit_bytes=limit_bytes)
    if done.returncode:
        raise plumbing.GitFailed(f"git reads no blobs: {plumbing.said(done)}")
    found, at = [], 0
    for entry in entries:
        start = done.stdout.find(b"\n", at) + 1
        if not start or not done.stdout[at:start].endswith(b" blob %d\n" % entry.size_bytes):
            raise plumbing.GitFailed(
                f"git lacks {clean_line(entry.path)}. Fetch the whole repository"
            )
        found.append(done.stdout[start : start + entry.size_bytes])
        at = start + entry.size_bytes + 1
    return tuple(found)


def _object(path: Path, revision: str) -> str:
    """Return git's name of what a revision names. Raises NothingThere, GitFailed."""
    done = plumbing.ask(path, "rev-parse", "--verify", "--end-of-options", revision)
    if done.returncode:
        raise NothingThere(plumbing.said(done))
    return done.stdout.decode("ascii").split()[-1]


def _entry(line: bytes) -> TreeEntry:
    facts, _, path = line.partition(b"\t")
    mode, _, name, size = facts.decode("ascii").split()
    size_bytes = int(size) if size.isdecimal() else 0  # a submodule's is "-"
    return TreeEntry(mode, name, size_bytes, path.decode("utf-8", "surrogateescape"))
