"""Reading files that nobody vouches for: inside one folder, regular, bounded, strictly typed.

A repository to be checked may hold links out of itself, pipes that never end, and JSON that is
none. Whatever is wrong comes back as a Problem, never as a traceback.
"""

import hashlib
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import msgspec

from lab_tasks.problem import Problem
from lab_tasks.sanitise import clean_line

LARGEST_TEXT_BYTES = 4_000_000
BLOCK_BYTES = 1 << 20
_MALFORMED = re.compile(r"is malformed.*\(byte (\d+)\)")


def inside(folder: Path, relative: str) -> Path | Problem:
    """Return `relative` in `folder`; a Problem when it leads out of it, be it by a link."""
    parts = PurePosixPath(relative)
    if not relative or "\0" in relative or parts.is_absolute() or ".." in parts.parts:
        return Problem(f"the path {clean_line(relative)!r} leads out of {folder.name}")
    # posixpath, not Path.resolve: a check of one Day asks this some hundred times
    root, target = os.path.realpath(folder), os.path.realpath(f"{folder}/{relative}")
    if target != root and not target.startswith(root + os.sep):
        return Problem(f"{clean_line(relative)} is a link out of {folder.name}")
    return folder / parts


def existing_file(folder: Path, relative: str) -> Path | None:
    """Return the regular file that `relative` names in `folder`; None when there is none such."""
    path = inside(folder, relative)
    return None if isinstance(path, Problem) or not path.is_file() else path


def read_bytes(path: Path, limit_bytes: int = LARGEST_TEXT_BYTES) -> bytes | Problem:
    """Return the bytes of a regular file no larger than `limit_bytes`."""
    file = _open(path)
    if isinstance(file, Problem):
        return file
    with file:
        content = file.read(limit_bytes + 1)
    if len(content) > limit_bytes:
        return Problem(f"{path.name} is larger than {limit_bytes:,} bytes and was not read")
    return content


def read_head(path: Path, size_bytes: int) -> bytes | Problem:
    """Return the first bytes of a regular file, fewer where it ends before."""
    file = _open(path)
    if isinstance(file, Problem):
        return file
    with file:
        return file.read(size_bytes)


def read_text(path: Path, limit_bytes: int = LARGEST_TEXT_BYTES) -> str | Problem:
    """Return a UTF-8 file's text, unsanitised: `sanitise.clean` what is shown of it."""
    content = read_bytes(path, limit_bytes)
    if isinstance(content, Problem):
        return content
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return Problem(f"{path.name} is not UTF-8 text (byte {error.start})")
    if (at := content.find(b"\0")) >= 0:
        return Problem(f"{path.name} is no text: a zero byte stands in it (byte {at})")
    return text


def read_text_inside(folder: Path, relative: str) -> str | Problem:
    """Return the text of the file that `relative` names in `folder`."""
    path = inside(folder, relative)
    return path if isinstance(path, Problem) else read_text(path)


def read_json[T](path: Path, type_: type[T], limit_bytes: int = LARGEST_TEXT_BYTES) -> T | Problem:
    """Return a JSON file as `type_` (a msgspec Struct); NaN and wrong types are Problems."""
    content = read_bytes(path, limit_bytes)
    if isinstance(content, Problem):
        return content
    try:
        return msgspec.json.decode(content, type=type_)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        return Problem(f"{path.name} is not what a job writes: {_json_words(error)}")


def sha256(path: Path) -> str | Problem:
    """Return the sha256 of a regular file's bytes, whatever its size."""
    return _hash(path, lambda size_bytes: hashlib.sha256())


def git_blob_name(path: Path, digits: int) -> str | Problem:
    """Return the name git gives to the blob of a file's bytes as they are, no filter applied.

    `digits` is the length of names in that repository: 40 (SHA-1) or 64 (SHA-256).
    """
    algorithm = hashlib.sha1 if digits == 40 else hashlib.sha256
    return _hash(path, lambda size_bytes: algorithm(f"blob {size_bytes}\0".encode()))


def _hash(path: Path, start: Callable[[int], "hashlib._Hash"]) -> str | Problem:
    file = _open(path)
    if isinstance(file, Problem):
        return file
    with file:
        digest = start(os.fstat(file.fileno()).st_size)
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    return digest.hexdigest()


def _open(path: Path) -> BinaryIO | Problem:
    """Open a regular file for reading."""
    try:
        # Not blocking: opening a pipe would wait for a writer that never comes.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        return Problem(f"{path.name} cannot be read: {_reason(error)}")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        return Problem(f"{path.name} is not a regular file")
    return os.fdopen(descriptor, "rb")


def _json_words(error: Exception) -> str:
    """Say in our words what the decoder says of text that is no JSON, or not the one expected."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    said = clean_line(str(error))
    if found := _MALFORMED.search(said):
        return f"from byte {found[1]} on it is no JSON, of which NaN and Infinity are no part"
    return "it ends too early" if "truncated" in said else said


def _reason(error: Exception) -> str:
    return clean_line(getattr(error, "strerror", None) or str(error))
