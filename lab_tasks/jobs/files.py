"""Files that are either whole or absent: JSON written aside, synced, then renamed."""

import json
import os
from pathlib import Path


def write_json(path: Path, content: object) -> None:
    """Replace a JSON file so that a reader, or a power cut, finds the old one or the new one."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    with aside.open("w", encoding="utf-8") as file:
        json.dump(content, file, indent=1, allow_nan=False)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    # A rename is on disk only when its folder is: https://lwn.net/Articles/457667/
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
