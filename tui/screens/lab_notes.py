"""The student's documents from the lab screen: opening them, filling their table of results."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tui.screens.lab_offers import LabOffers

if TYPE_CHECKING:
    from tui.session.note_messages import NoteBegun, NoteOpened


class LabNotes(LabOffers):
    """What is done with the file that a Step asks for."""

    def action_fill_table(self) -> None:
        """Write the table of results into the Step's document."""
        if self.step:
            self.say("Reading what is recorded …")
            self.session.fill_table(self.day, self.step.step)

    def action_edit_note(self) -> None:
        """Edit the Step's document here."""
        if self.step:
            self.session.open_note(self.day, self.step.step)

    def action_own_editor(self) -> None:
        """Edit the Step's document in the student's own editor."""
        if self.step:
            self.session.begin_note(self.day, self.step.step)

    def on_note_opened(self, message: NoteOpened) -> None:
        """Edit the document; then check the Day."""
        from tui.screens.editor import EditorScreen

        editor = EditorScreen(self.session, message)
        self.app.push_screen(editor, lambda _: self.session.check_day(message.day))

    def on_note_begun(self, message: NoteBegun) -> None:
        """Open the file in the student's editor; ask first where unsaved words wait in ours."""
        from tui.screens.confirm import ask
        from tui.words.note_text import left_waiting_text

        if message.left:
            words = left_waiting_text(message.left.written_s)
            ask(self.app, words, "Open the file", partial(self._open_own, message))
        else:
            self._open_own(message)

    def _open_own(self, message: NoteBegun) -> None:
        """Open the file in the student's editor; then check the Day."""
        from lab_tasks.documents.templates import template_of
        from tui.rules.note import note_of
        from tui.session.own_editor import open_in_editor
        from tui.words.note_text import count_text

        failure = open_in_editor(self.app, message.path)
        note = note_of(message.step)
        if failure:
            self.say(failure.why)
        elif note:
            template = template_of(self.request.course, message.day, note.path)
            self.say(count_text(message.path, note, template))
        self.session.check_day(message.day)
