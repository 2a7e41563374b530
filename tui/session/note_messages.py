"""Messages about the file that a Step asks for: it is there, or it was read to be edited."""

from __future__ import annotations  # the first frame does not wait for what only types need

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from pathlib import Path

    from course.model import Day, Step
    from lab_tasks.documents.drafts import Found
    from lab_tasks.documents.editable import Editable


class NoteBegun(Message):
    """The file that a Step asks for is there, and can be opened."""

    def __init__(self, day: Day, step: Step, path: Path, left: Found | None) -> None:
        """Carry the Step, its file, and what waits of it in the app's editor, unsaved."""
        super().__init__()
        self.day, self.step, self.path, self.left = day, step, path, left


class NoteOpened(Message):
    """The file that a Step asks for was read for the app's own editor."""

    def __init__(self, day: Day, step: Step, document: Editable, left: Found | None) -> None:
        """Carry the Step, its file, and what an earlier editor had not saved; None: all was."""
        super().__init__()
        self.day, self.step = day, step
        self.document, self.left = document, left
