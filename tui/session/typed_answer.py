"""A text answer that is typed and not given yet: kept like the draft of a document."""

from contextlib import suppress

from course.model import Day, Step
from lab_tasks.documents import drafts
from lab_tasks.documents.drafts import Draft, DraftFile
from lab_tasks.workspace import Workspace


class TypedAnswer:
    """What stands in the text field of one question, on the disk too."""

    def __init__(self, workspace: Workspace, day: Day, step: Step, question: str) -> None:
        """Find what an earlier visit left."""
        self._path = f"quiz/{day.id}/{step.id}/{question}"
        before = drafts.taken_up(workspace, self._path)
        self._file = DraftFile(workspace, self._path, before)
        self.left = before.draft.text if before else ""
        self._kept = self.left
        self._typed = 0

    def keep(self, text: str) -> None:
        """Keep a text that has changed. Where it cannot be written, it stands on the screen."""
        if text != self._kept:
            self._typed += 1
            with suppress(OSError):
                self._file.write(Draft(self._path, "", text), self._typed)
                self._kept = text

    def answered(self) -> None:
        """The text is on record: no draft of it is needed."""
        self._file.saved(self._typed)
        self._file.close()

    def leave(self) -> None:
        """Let go of what is kept: the next visit goes on from it."""
        self._file.close()
