"""Digests: one hash for a file, one for a whole folder.

The rule for a folder, which checkers outside this package implement again: take every regular file
below it (links are followed, folders count only through their files), write one line

    <path relative to the folder, with forward slashes> NUL <sha256 of the bytes, lower-case hex> LF

encoded as UTF-8, sort these lines by path (code points, not locale), join them, and take the sha256
of that. Times, permissions and empty folders do not matter.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

BLOCK_BYTES = 1 << 20


@dataclass(frozen=True)
class FileDigest:
    """One file: where it is below the folder asked about, its size in bytes, its hash."""

    path: str
    size_bytes: int
    sha256: str


def of_file(path: Path) -> str:
    """Return the sha256 of a file's bytes, in lower-case hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def files_below(folder: Path) -> list[FileDigest]:
    """Describe every regular file below a folder, sorted by relative path."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    found = [
        FileDigest(path.relative_to(folder).as_posix(), path.stat().st_size, of_file(path))
        for path in files
    ]
    return sorted(found, key=lambda file: file.path)


def of_files(files: list[FileDigest]) -> str:
    """Fold descriptions, paths relative to one folder, into that folder's digest."""
    lines = (f"{file.path}\0{file.sha256}\n" for file in sorted(files, key=lambda file: file.path))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def of_folder(folder: Path) -> str:
    """Return the digest of a folder by the rule in this module's docstring."""
    return of_files(files_below(folder))
