"""What keeps the words in the app's editor: drafts while typing, and saving."""

import asyncio
from functools import partial

from msgspec.structs import replace

from lab_tasks.documents import editable
from lab_tasks.documents.drafts import Draft, DraftFile
from lab_tasks.documents.editable import Changed, Editable
from lab_tasks.problem import Problem
from tui.screens.confirm import ask
from tui.screens.page import Page
from tui.session.note_messages import NoteOpened
from tui.session.session import Session
from tui.widgets.note_area import NoteArea
from tui.words.note_text import problem_text

DRAFT_S = 0.3
"""Seconds of typing that a killed terminal can take at most."""


class EditorSaving(Page):
    """A document between the screen and the disk; what is typed is on the disk soon."""

    def __init__(self, session: Session, opened: NoteOpened) -> None:
        """Begin with the file's text, or with what an earlier editor had not saved of it."""
        super().__init__()
        self.session, self.day, self.step = session, opened.day, opened.step
        self.document, self.left = opened.document, opened.left
        self.is_changed_on_disk = False
        text = opened.document.text
        self._saved_text = text
        if opened.left:
            text, base = opened.left.draft.text, opened.left.draft.base_sha256
            self.is_changed_on_disk = base != self.document.sha256
            self.document = replace(self.document, text="", sha256=base)
        self.area = NoteArea(text, id="text")
        self._draft = DraftFile(session.workspace, self.document.path, opened.left)
        self._is_draft_due = self._leaves_draft = False
        self._no_draft = ""
        self._typed = 1

    @property
    def is_modified(self) -> bool:
        """Whether something is typed that the file does not have."""
        return self.area.text != self._saved_text

    def note_typed(self) -> None:
        """Write a draft soon: at once would be at every key."""
        self._typed += 1
        if not self._is_draft_due:
            self._is_draft_due = True
            self.set_timer(DRAFT_S, self._begin_draft)

    def _begin_draft(self) -> None:
        self._is_draft_due = False
        if self.is_modified:
            self.run_worker(self._write_draft(self.area.text, self._typed), group="draft")

    async def _write_draft(self, text: str, typed: int) -> None:
        why = await asyncio.to_thread(self._keep_draft, text, typed)
        if why and why != self._no_draft:
            self.say(f"What you type is on no disk ({why}). Mend that, or save soon.", grave=True)
        self._no_draft = why

    def _keep_draft(self, text: str, typed: int) -> str:
        """Write what was typed; return why that cannot be done, or nothing."""
        draft = Draft(self.document.path, self.document.sha256, text)
        try:
            self._draft.write(draft, typed)
        except OSError as problem:
            return problem.strerror or str(problem)
        return ""

    async def action_save(self) -> None:
        """Save and stay."""
        if await self._save():
            self.say(f"Saved {self.document.path}.")

    def action_back(self) -> None:
        """Save and go back; where that fails, ask."""
        self.run_worker(self._go_back(), group="back", exclusive=True)

    async def _go_back(self) -> None:
        if not self.is_modified or await self._save(is_leaving=True):
            self.dismiss(None)

    async def _save(self, *, is_leaving: bool = False) -> bool:
        text, typed = self.area.text, self._typed
        saved = await asyncio.to_thread(self._try_save, text)
        match saved:
            case Editable():
                self._take(saved, typed)
                return True
            case Changed():
                self._ask_to_save_over(is_leaving=is_leaving)
            case Problem():
                why = await asyncio.to_thread(self._keep_draft, text, typed)
                self._tell_unsaved(saved, why, is_leaving=is_leaving)
        return False

    def _try_save(self, text: str) -> Editable | Changed | Problem:
        try:
            return editable.save(self.document, text)
        except OSError as problem:
            return Problem(f"{self.document.path} cannot be saved: {problem.strerror}.")

    def _take(self, saved: Editable, typed: int) -> None:
        """Go on from what is in the file now: no draft of it is needed."""
        self.document, self._saved_text = saved, saved.text
        self.is_changed_on_disk = False
        self._draft.saved(typed)
        self.draw_state()

    def _tell_unsaved(self, problem: Problem, no_draft: str, *, is_leaving: bool) -> None:
        kept = "What you typed is kept as a draft and is back when you open it again."
        if no_draft:
            kept = (
                f"It cannot be kept as a draft either ({no_draft}): what you typed would be lost."
            )
        words = f"{problem_text(problem)} {kept}"
        if is_leaving:
            ask(self.app, words, "Leave", self._leave)
        else:
            self.say(words, grave=True)

    def _ask_to_save_over(self, *, is_leaving: bool) -> None:
        question = (
            f"Another program has written {self.document.path} since you opened it. Save yours? "
            "Theirs is then kept aside. (No: nothing is saved, and ctrl+r takes theirs.)"
        )
        ask(self.app, question, "Save mine", partial(self._begin_save_over, is_leaving=is_leaving))

    def _begin_save_over(self, *, is_leaving: bool) -> None:
        self.run_worker(self._save_over(is_leaving=is_leaving))

    async def _save_over(self, *, is_leaving: bool) -> None:
        text, typed = self.area.text, self._typed
        workspace = self.session.workspace
        try:
            saved = await asyncio.to_thread(editable.save_over, workspace, self.document, text)
        except OSError as problem:
            saved = Problem(f"{self.document.path} cannot be saved: {problem.strerror}.")
        if isinstance(saved, Problem):
            self.say(problem_text(saved), grave=True)
            return
        document, kept = saved
        self._take(document, typed)
        words = f"Saved yours; the other version is {kept.relative_to(workspace.root)}."
        if is_leaving:
            self.session.say(words)
            self.dismiss(None)
        else:
            self.say(words)

    def _leave(self) -> None:
        """Go back and leave the draft, which is there when the document is opened again."""
        self._leaves_draft = True
        self.dismiss(None)

    def on_unmount(self) -> None:
        """Save what is typed when the app ends around the editor; a draft where that fails."""
        text = self.area.text
        self._typed += 1  # the last key may not have been counted yet
        is_saved = text == self._saved_text
        if not is_saved and not self._leaves_draft:
            is_saved = isinstance(self._try_save(text), Editable)
        if is_saved:
            self._draft.saved(self._typed)
        else:
            self._keep_draft(text, self._typed)
        self._draft.close()

    def draw_state(self) -> None:
        """Show whether all is saved; `EditorScreen` does it."""
        raise NotImplementedError
