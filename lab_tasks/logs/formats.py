"""Formats: which one a file is in, by what it begins with and by its name."""

import stat
from pathlib import Path
from typing import Literal

import msgspec

from lab_tasks.logs.log_unreadable import LogUnreadable

Format = Literal["console", "jsonl", "csv", "tensorboard", "wandb"]
LOOK_BYTES = 64 * 1024
WANDB = b":W&B"
"""What a W&B file begins with."""


def checked_format(path: Path) -> Format:
    """Return the format of a file.

    Raises:
        LogUnreadable: it is not there, is no regular file, or may not be read.
    """
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise LogUnreadable(f"{path} is a folder.", "Name a log file in it.")
        if not stat.S_ISREG(status.st_mode):
            raise LogUnreadable(
                f"{path} is no regular file, so it cannot be read from its end.",
                "Write it to a file first, or pipe it in with `robolab-tui open -`.",
            )
        return format_of(path)
    except PermissionError:
        raise LogUnreadable(
            f"{path} may not be read.", f"Allow it with: chmod u+r {path}"
        ) from None
    except OSError as error:
        raise LogUnreadable(
            f"{path} cannot be opened: {error.strerror}.", "Check that the path is right."
        ) from None


def format_of(path: Path) -> Format:
    """Return the format of a file. Raises OSError when it cannot be read."""
    with path.open("rb") as file:
        begin = file.read(LOOK_BYTES)
    if begin.startswith(WANDB) or path.suffix == ".wandb":
        return "wandb"
    if ".tfevents" in path.name or path.suffix == ".tfevents":
        return "tensorboard"
    if path.suffix in (".csv", ".tsv"):
        return "csv"
    if path.suffix in (".jsonl", ".ndjson") or _is_json(begin):
        return "jsonl"
    return "console"


def _is_json(begin: bytes) -> bool:
    line, end, _ = begin.partition(b"\n")
    if not end or not line.startswith(b"{"):
        return False
    try:
        return isinstance(msgspec.json.decode(line), dict)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
