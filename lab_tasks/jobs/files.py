"""Files that are either whole or absent: a job's JSON, its keys in the order they were given."""

import json
from pathlib import Path

from lab_tasks import atomic


def write_json(path: Path, content: object) -> None:
    """Replace a JSON file so that a reader, or a power cut, finds the old one or the new one."""
    atomic.write_text(path, json.dumps(content, indent=1, allow_nan=False) + "\n")
