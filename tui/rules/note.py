"""Note: the student's own file of a Step, as the Step asks for it."""

from dataclasses import dataclass

from course.model import Step
from lab_tasks.documents.asked import asked_filling

CHECK = "words-written"


@dataclass(frozen=True)
class Note:
    """What a Step asks the student to write, as its Deliverable's Check states it."""

    title: str
    path: str
    """Relative to the Workspace."""
    words: int
    headings: tuple[str, ...]


def note_of(step: Step) -> Note | None:
    """Return what the Step asks to be written; None when it asks for no file."""
    for deliverable in step.deliverables:
        args = deliverable.check.args
        if deliverable.check.name == CHECK:
            headings = tuple(args.get("headings", ()))
            return Note(step.title, str(args["path"]), int(args.get("words", 0)), headings)
    if step.document:
        return Note(step.title, step.document.path, 0, ())
    filled = asked_filling(step)
    return Note(step.title, str(filled.args["path"]), 0, ()) if filled else None
