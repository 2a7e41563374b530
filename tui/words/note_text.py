"""A student's document in words: how far it is, what was filled into it, what prevents it."""

from __future__ import annotations  # the lab screen does not wait for what only types need

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lab_tasks import foreign
from lab_tasks.problem import Problem

if TYPE_CHECKING:
    from lab_tasks.results import Filled
    from tui.rules.note import Note


def problem_text(problem: Problem) -> str:
    """Return a Problem as sentences."""
    what = problem.what if problem.what.endswith(".") else f"{problem.what}."
    return f"{what} {problem.remedy}".rstrip()


def back_again_text(written_s: float, older: Sequence[Path] = ()) -> str:
    """Return what is said of a draft that comes back: until when it was typed, what is older."""
    back = f"What was typed until {_minute(written_s)} and not saved is back. ctrl+s saves it."
    kept = ", ".join(str(path) for path in older)
    return f"{back} What was not saved before it is kept as {kept}." if kept else back


def left_waiting_text(written_s: float) -> str:
    """Return what is asked before another editor opens a file whose unsaved words wait in ours."""
    waits = f"What was typed until {_minute(written_s)} and not saved waits in the app's editor"
    return f"{waits}: e shows it. Open the file in your own editor, without those words?"


def filled_text(filled: Filled, path: str) -> str:
    """Return what was written: `Wrote the table into RETRO_w3.md: 6 policies, 3 without …`."""
    lacking = f"{filled.missing} without a record" if filled.missing else "each with its record"
    noun = "policy" if filled.policies == 1 else "policies"
    return f"Wrote {filled.what} into {path}: {filled.policies} {noun}, {lacking}."


def count_text(path: Path, note: Note, template: str = "") -> str:
    """Return how far the note is, as a sentence; the template's words do not count."""
    from lab_tasks.documents.word_count import own_words

    text = foreign.read_text(path)
    if isinstance(text, Problem):
        return problem_text(text)
    count = own_words(text, template)
    if not note.words:
        return f"{note.path}: {count} words of your own."
    left = f"{note.words - count} to go" if count < note.words else "enough"
    return f"{note.path}: {count} of {note.words} words, {left}."


def _minute(since_1970_s: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(since_1970_s))
