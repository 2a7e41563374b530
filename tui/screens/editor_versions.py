"""What another program, or the app, wrote into the document that is edited: seen and taken over."""

import asyncio
from functools import partial

from textual.message import Message

from lab_tasks.documents import editable
from lab_tasks.documents.editable import Editable
from lab_tasks.problem import Problem
from tui.screens.editor_saving import EditorSaving
from tui.session.note_beginning import fill_table
from tui.words.note_text import filled_text, problem_text


class DiskLooked(Message):
    """The file was compared with the document as it was read or saved last."""

    def __init__(self, document: Editable, *, is_changed: bool) -> None:
        """Carry what it was compared with."""
        super().__init__()
        self.document, self.is_changed = document, is_changed


class EditorVersions(EditorSaving):
    """A document that others write too; what is typed is never lost by it."""

    def look_at_disk(self) -> None:
        """Compare the file with what was read or saved last; `DiskLooked` comes of it."""
        self.run_worker(self._look, thread=True, group="look", exclusive=True)

    def _look(self) -> None:
        document = self.document
        self.post_message(DiskLooked(document, is_changed=editable.is_changed(document)))

    async def on_disk_looked(self, message: DiskLooked) -> None:
        """Follow a file that another program wrote; where something is typed, only say so."""
        if message.document is not self.document or message.is_changed == self.is_changed_on_disk:
            return
        self.is_changed_on_disk = message.is_changed
        if message.is_changed and not self.is_modified:
            await self.action_reload()
        elif message.is_changed:
            told = f"Another program has written {self.document.path}. ctrl+s asks what to do;"
            self.say(f"{told} ctrl+r takes theirs.", grave=True)
        self.draw_state()

    async def action_fill_table(self) -> None:
        """Save, have the app's part written into the file, and read it again."""
        if self.is_modified and not await self._save():
            return
        self.say("Reading what is recorded …")
        session = self.session
        fill = partial(fill_table, session.workspace, session.course, self.day, self.step)
        filled = await asyncio.to_thread(fill)
        if isinstance(filled, Problem):
            self.say(problem_text(filled), grave=True)
        else:
            await self._read_again(filled_text(filled, self.document.path))
            self.judge_anew()

    async def action_reload(self) -> None:
        """Take over what another program wrote; what was typed is kept aside, and in the undo."""
        await self._read_again(f"{self.document.path} was written by another program: read again.")

    async def _read_again(self, words: str) -> None:
        workspace = self.session.workspace
        theirs = await asyncio.to_thread(editable.open_editable, workspace, self.document.path)
        typed = self._typed
        if isinstance(theirs, Problem):
            self.say(problem_text(theirs), grave=True)
            return
        if self.is_modified:
            mine = self.area.text.encode()
            try:
                kept = editable.keep(workspace, self.document.path, mine)
            except OSError as problem:
                self.say(f"Yours cannot be kept aside: {problem.strerror}.", grave=True)
                return
            place = kept.relative_to(workspace.root)
            words = f"{words} Yours is {place}, and ctrl+z brings it back."
        self.area.replace_text(theirs.text)
        if self.area.text != theirs.text:  # other line ends: the editor keeps one kind
            self.area.load_text(theirs.text)
        self._take(theirs, typed)
        self.say(words)

    def judge_anew(self) -> None:
        """Read what is recorded again, and judge the text by it; `EditorScreen` does it."""
        raise NotImplementedError
