"""The student's own file of a Step: made with its headings, opened in their editor."""

import os
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path

from textual.app import App, SuspendNotSupported

from course.model import Course, Day, Step
from lab_tasks import atomic, foreign
from lab_tasks.documents.word_count import own_words
from lab_tasks.problem import Problem
from lab_tasks.workspace import Workspace

CHECK = "words-written"


@dataclass(frozen=True)
class Note:
    """What a Step asks the student to write, as its Deliverable's Check states it."""

    title: str
    path: str
    """Relative to the Workspace."""
    words: int
    headings: tuple[str, ...]


@dataclass(frozen=True)
class NoEditor:
    """No editor can be opened, and what to do about it."""

    why: str


def note_of(step: Step) -> Note | None:
    """Return what the Step asks to be written; None when it asks for no file."""
    for deliverable in step.deliverables:
        args = deliverable.check.args
        if deliverable.check.name == CHECK:
            headings = tuple(args.get("headings", ()))
            return Note(step.title, str(args["path"]), int(args.get("words", 0)), headings)
    return Note(step.title, step.document.path, 0, ()) if step.document else None


def begin_document(workspace: Workspace, course: Course, day: Day, step: Step) -> str:
    """Begin the Step's document with the Course's template; return what prevents it, or nothing."""
    if step.document is None:
        return ""
    from course.errors import CourseError
    from lab_tasks.documents.templates import write_template

    try:
        written = write_template(workspace, course, day, step)
    except (OSError, CourseError) as problem:
        return f"{step.document.path} cannot be begun: {problem}"
    return f"{written.what} {written.remedy}" if isinstance(written, Problem) else ""


def prepare(workspace: Workspace, note: Note) -> Path | Problem:
    """Return the file, made with its headings when it is missing. Raises OSError."""
    path = foreign.inside(workspace.root, note.path)
    if isinstance(path, Problem) or path.exists():
        return path
    sections = "".join(f"## {heading}\n\n\n" for heading in note.headings)
    atomic.write_text(path, f"# {note.title}\n\n{sections}")
    return path


def write_note(app: App[int], workspace: Workspace, note: Note) -> str:
    """Open the file in the editor while the app waits; return what to tell the student."""
    try:
        path = prepare(workspace, note)
    except OSError as problem:
        return f"{note.path} cannot be made: {problem.strerror}. Mend that, then press enter again."
    if isinstance(path, Problem):
        return f"{path.what} {path.remedy}"
    failure = open_in_editor(app, path)
    return failure.why if failure else count_words(path, note)


def count_words(path: Path, note: Note) -> str:
    """Return how far the note is, as a sentence."""
    text = foreign.read_text(path)
    if isinstance(text, Problem):
        return f"{text.what} {text.remedy}"
    count = own_words(text)
    left = f"{note.words - count} to go" if count < note.words else "enough"
    return f"{note.path}: {count} of {note.words} words, {left}."


def open_in_editor(app: App[int], path: Path, *, read_only: bool = False) -> NoEditor | None:
    """Open a file in $VISUAL or $EDITOR ($PAGER first when it is only read); None when it went."""
    try:
        command = editor_command(read_only=read_only)
    except ValueError as problem:
        return NoEditor(f"EDITOR cannot be understood ({problem}): set it again, or edit {path}.")
    if command is None:
        return NoEditor(f"No editor is named: set EDITOR (export EDITOR=nano), or edit {path}.")
    try:
        with app.suspend():
            subprocess.run([*command, str(path)], check=False)
    except SuspendNotSupported:
        return NoEditor(f"This terminal cannot be handed to an editor: edit {path} in another.")
    except OSError as problem:
        return NoEditor(f"{command[0]} cannot be started ({problem.strerror}): set EDITOR.")
    return None


def editor_command(*, read_only: bool = False) -> list[str] | None:
    """Return the command of the student's editor; None when there is none on this machine.

    Raises ValueError where a quote of the setting is never closed.
    """
    from shutil import which

    names = ("PAGER", "VISUAL", "EDITOR") if read_only else ("VISUAL", "EDITOR")
    named = [os.environ[name] for name in names if os.environ.get(name, "").strip()]
    fallbacks = [name for name in ("nano", "vim", "vi") if which(name)]
    chosen = next(iter([*named, *fallbacks]), None)
    return shlex.split(chosen) if chosen else None
