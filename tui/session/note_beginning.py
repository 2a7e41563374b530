"""Beginning a Note: its file made, the app's part filled into it, read for the app's editor."""

from dataclasses import dataclass
from pathlib import Path

from course.errors import CourseError
from course.model import Course, Day, Step
from lab_tasks import atomic, filling, foreign
from lab_tasks.documents import drafts
from lab_tasks.documents.asked import DEVLOG, asked_filling, asked_of
from lab_tasks.documents.drafts import Found
from lab_tasks.documents.editable import Editable, open_editable
from lab_tasks.documents.templates import Written, write_template
from lab_tasks.problem import Problem
from lab_tasks.results import Filled
from lab_tasks.workspace import Workspace
from tui.rules.note import Note, note_of


@dataclass(frozen=True)
class Begun:
    """The file is there."""

    path: Path
    is_new: bool


def begin(workspace: Workspace, course: Course, day: Day, step: Step) -> Begun | Problem:
    """Begin the Step's file where there is none, the app's part filled in; keep one there is."""
    note = note_of(step)
    if note is None:
        return Problem(f"‘{step.title}’ asks for no file.", "Read its text (enter).")
    begun = _begun(workspace, course, day, step, note)
    if isinstance(begun, Begun) and begun.is_new and asked_filling(step):
        filled = _fill(workspace, course, day, step, note)
        return filled if isinstance(filled, Problem) else begun
    return begun


def open_note(
    workspace: Workspace, course: Course, day: Day, step: Step
) -> tuple[Editable, Found | None] | Problem:
    """Return the Step's file, begun where there is none, and what an editor left unsaved of it."""
    begun, note = begin(workspace, course, day, step), note_of(step)
    if isinstance(begun, Problem) or note is None:
        return begun if isinstance(begun, Problem) else Problem("There is nothing to write.")
    document = open_editable(workspace, note.path)
    if isinstance(document, Problem):
        return Problem(document.what, "The app's editor would spoil it: E opens it in your own.")
    return document, drafts.taken_up(workspace, note.path, document.text)


def typed_and_left(workspace: Workspace, step: Step) -> Found | None:
    """Return what waits of the Step's file in the app's editor, unsaved; None: all is saved."""
    note = note_of(step)
    left = drafts.newest(workspace, note.path) if note else None
    if note is None or left is None:
        return None
    is_saved = foreign.read_text_inside(workspace.root, note.path) == left.draft.text
    return None if is_saved else left


def fill_table(workspace: Workspace, course: Course, day: Day, step: Step) -> Filled | Problem:
    """Write the app's part into the Step's file, which is begun where there is none."""
    note = note_of(step)
    if note is None:
        return Problem("There is nothing to fill.")
    begun = _begun(workspace, course, day, step, note)
    return begun if isinstance(begun, Problem) else _fill(workspace, course, day, step, note)


def _begun(
    workspace: Workspace, course: Course, day: Day, step: Step, note: Note
) -> Begun | Problem:
    """Begin the file, and say what is in the way."""
    try:
        return _begin(workspace, course, day, step, note)
    except CourseError as problem:
        return Problem(f"{note.path} cannot be begun: {problem}")
    except OSError as problem:
        return Problem(f"{note.path} cannot be made: {problem.strerror}.", "Mend that, try again.")


def _begin(
    workspace: Workspace, course: Course, day: Day, step: Step, note: Note
) -> Begun | Problem:
    if step.document and step.document.path == note.path:
        written = write_template(workspace, course, day, step)
        is_new = isinstance(written, Written)
        return written if isinstance(written, Problem) else Begun(written.path, is_new)
    path = foreign.inside(workspace.root, note.path)
    if isinstance(path, Problem):
        return path
    if asked_of(step, DEVLOG):  # written whole, headings and all
        return Begun(path, is_new=not path.exists())
    sections = "".join(f"## {heading}\n\n\n" for heading in note.headings)
    try:
        atomic.create_text(path, f"# {note.title}\n\n{sections}")
    except FileExistsError:
        return Begun(path, is_new=False)
    return Begun(path, is_new=True)


def _fill(
    workspace: Workspace, course: Course, day: Day, step: Step, note: Note
) -> Filled | Problem:
    try:
        return filling.fill(course, day, step, workspace)
    except OSError as problem:
        what = f"The app's part cannot be written into {note.path}: {problem.strerror}."
        return Problem(what, "Mend that, then press F again.")
