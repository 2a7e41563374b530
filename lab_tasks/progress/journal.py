"""The journal: what happened when, one JSON object a line, only ever appended to."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime

from lab_tasks import atomic
from lab_tasks.workspace import Workspace


def note(workspace: Workspace, event: str, **facts: object) -> None:
    """Append an event with the time (UTC) and its facts, which must be plain JSON.

    Raises:
        OSError: it cannot be written.
    """
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    line = json.dumps({"at": at, "event": event, **facts}, ensure_ascii=False, allow_nan=False)
    atomic.append_line(workspace.journal_path, line)


def entries(workspace: Workspace) -> Iterator[dict[str, object]]:
    """Yield the events in order; a line torn by a crash is left out. Nothing without a journal."""
    try:
        content = workspace.journal_path.read_bytes()
    except FileNotFoundError:
        return
    for line in content.split(b"\n")[:-1]:  # what has no end was torn
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict) and "event" in entry:
            yield entry
