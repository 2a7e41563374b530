"""A Course's folder as it was at a git revision, laid out in another folder.

Tree and blobs are read as they were committed: `git archive` and `git checkout` would run the
filters that the repository's configuration names, and leave out what its attributes say.
"""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import msgspec

from lab_tasks import foreign
from lab_tasks.commits import plumbing, trees
from lab_tasks.commits.trees import TreeEntry
from lab_tasks.sanitise import clean_line

LARGEST_FILE_BYTES = foreign.LARGEST_TEXT_BYTES
LARGEST_COURSE_BYTES = 200_000_000
MOST_FILES = 20_000


class NoSuchRevision(Exception):
    """git does not know the revision, or it does not hold the Course. The text says so."""


class LeftOut(msgspec.Struct, frozen=True):
    """What a revision holds and was not laid out."""

    path: str
    why: str


def lay_out(folder: Path, revision: str, into: Path) -> tuple[LeftOut, ...]:
    """Write the files of `folder` as they were at `revision` into `into`, an empty folder.

    Return what was left out: links, submodules, paths that lead elsewhere, files beyond the limit.
    Raises NoSuchRevision, GitMissing, GitFailed, NotARepository, OSError.
    """
    root, below = plumbing.top(folder)
    entries = _entries(root, revision, below)
    why_not = {entry.path: why for entry in entries if (why := _why_not(entry))}
    files = [entry for entry in entries if entry.path not in why_not]
    _raise_if_too_many(files, revision)
    for entry, content in zip(files, trees.contents(root, files), strict=True):
        target = into / entry.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:  # x: nothing is written over, nor through anything
            file.write(content)
    return tuple(LeftOut(clean_line(path), why) for path, why in why_not.items())


def _entries(root: Path, revision: str, below: str) -> tuple[TreeEntry, ...]:
    if revision.startswith("-"):
        raise NoSuchRevision(f"{clean_line(revision)} is no revision. Name a commit: HEAD~3")
    try:
        return trees.tree(root, revision, below)
    except trees.NothingThere as error:
        what = f"{clean_line(revision)} holds no {below or 'files'} ({error})"
        raise NoSuchRevision(f"{what}. `git log -- {below or '.'}` lists commits") from error


def _why_not(entry: TreeEntry) -> str:
    """Return why an entry is not laid out; empty: it is."""
    if not entry.is_file:
        return "a link" if entry.mode == "120000" else "no regular file"
    path = PurePosixPath(entry.path)
    if path.is_absolute() or not {"..", ".git"}.isdisjoint(path.parts):
        return "a path that leads elsewhere"
    if entry.size_bytes > LARGEST_FILE_BYTES:
        return f"larger than {LARGEST_FILE_BYTES:,} bytes"
    return ""


def _raise_if_too_many(files: Sequence[TreeEntry], revision: str) -> None:
    size_bytes = sum(entry.size_bytes for entry in files)
    if len(files) > MOST_FILES or size_bytes > LARGEST_COURSE_BYTES:
        what = f"{len(files):,} files of {size_bytes:,} bytes at {clean_line(revision)}"
        limits = f"{MOST_FILES:,} files and {LARGEST_COURSE_BYTES:,} bytes are read at most"
        raise plumbing.GitFailed(f"{what}: {limits}. Name the Course's own folder")
