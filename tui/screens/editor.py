"""The app's own editor on a student's document: words counted as they are typed, nothing lost."""

from dataclasses import replace
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message
from textual.widgets import Static, TextArea

from lab_tasks.documents.asked import asked_filling
from tui.keys import EDITOR_KEYS
from tui.rules.note_standing import NoteJudge, NoteStanding
from tui.screens.editor_versions import EditorVersions
from tui.screens.page import bindings
from tui.session.note_messages import NoteOpened
from tui.session.session import Session
from tui.widgets.key_bar import KeyBar
from tui.widgets.say_line import SayLine
from tui.widgets.too_small import TooSmall
from tui.words.note_standing_text import list_text, strip_text
from tui.words.note_text import back_again_text

JUDGE_S = 0.4
"""Seconds without a key before the text is counted and judged again."""
LOOK_S = 2.0
"""Seconds between two looks at the file on the disk."""


class NoteJudged(Message):
    """The text was counted; `is_whole`: its Checks were asked too."""

    def __init__(self, standing: NoteStanding, *, is_whole: bool) -> None:
        """Carry how far it is."""
        super().__init__()
        self.standing, self.is_whole = standing, is_whole


class RunsEnded(Message):
    """Runs have ended since the text was judged."""


class EditorScreen(EditorVersions):
    """Text at the left, how far it is at the right, or below where there is little room."""

    CSS_PATH = "editor.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(EDITOR_KEYS)

    def __init__(self, session: Session, opened: NoteOpened) -> None:
        """Edit the document that was opened."""
        super().__init__(session, opened)
        self._judge = self._new_judge()
        self._standing: NoteStanding | None = None
        self._is_judging = self._is_stale = False

    def compose(self) -> ComposeResult:
        """Lay out text and standing."""
        with Horizontal(id="editor"):
            yield self.area
            with VerticalScroll(id="standing", can_focus=False):
                yield Static(id="ticks", markup=False)
        yield SayLine()
        yield KeyBar(EDITOR_KEYS)
        yield TooSmall()

    def on_mount(self) -> None:
        """Begin at the top, judge once, and watch the file."""
        self.area.focus()
        self.query_one("#standing").border_title = "How far it is"
        self._judge_timer = self.set_timer(0.01, self._judge_soon)
        self.set_interval(LOOK_S, self.look)
        self.draw_state()
        if self.left and self.is_modified:
            older = [each.relative_to(self.session.workspace.root) for each in self.left.older]
            self.say(back_again_text(self.left.written_s, older))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Keep a draft soon, and count when the typing pauses."""
        self.note_typed()
        self._judge_timer.stop()
        self._judge_timer = self.set_timer(JUDGE_S, self._judge_soon)
        self.draw_state()

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """Say where the cursor is."""
        self.draw_state()

    def on_resize(self) -> None:
        """Fit the standing to the new width."""
        self.call_after_refresh(self._draw_standing)

    def on_note_judged(self, message: NoteJudged) -> None:
        """Show how far the text is; judge again when it has changed meanwhile."""
        self._standing = message.standing
        self._draw_standing()
        if message.is_whole:
            self._is_judging = False
            if self._is_stale:
                self._judge_soon()

    def reason_against(self, action: str) -> str | None:
        """Return why a key cannot act now."""
        match action:
            case "fill_table" if asked_filling(self.step) is None:
                return "The app has nothing to write into this document."
            case "reload" if not self.is_changed_on_disk:
                return "No other program has changed the file."
            case "save" if not self.is_modified:
                return "All is saved."
            case _:
                return None

    def action_undo(self) -> None:
        """Take back what was typed last."""
        self.area.undo()

    def action_redo(self) -> None:
        """Do again what was taken back."""
        self.area.redo()

    def look(self) -> None:
        """Compare the file, and what is recorded, with what was read."""
        self.look_at_disk()
        self.run_worker(self._look_at_runs, thread=True, group="runs", exclusive=True)

    # Judging -----------------------------------------------------------------------------------

    def on_runs_ended(self) -> None:
        """Judge the text by what is recorded now."""
        self._judge_soon()

    def _look_at_runs(self) -> None:
        if self._judge.is_outdated:
            self.post_message(RunsEnded())

    def judge_anew(self) -> None:
        """Read what is recorded again, and judge the text by it."""
        self._judge = self._new_judge()
        self._judge_soon()

    def _new_judge(self) -> NoteJudge:
        session = self.session
        return NoteJudge(session.course, self.day, session.workspace, self.document.path)

    def _judge_soon(self) -> None:
        """Judge in a thread, one text at a time; the newest is judged next."""
        self._is_stale = self._is_judging
        if not self._is_judging:
            self._is_judging = True
            judge = partial(self._judge_now, self._judge, self.area.text, self._standing)
            self.run_worker(judge, thread=True, group="judge")

    def _judge_now(self, judge: NoteJudge, text: str, before: NoteStanding | None) -> None:
        counted = judge.count(text)
        shown = replace(counted, results=before.results if before else ())
        self.post_message(NoteJudged(shown, is_whole=False))
        whole = replace(counted, results=judge.judge(text))
        self.post_message(NoteJudged(whole, is_whole=True))

    # Drawing -----------------------------------------------------------------------------------

    def draw_state(self) -> None:
        """Show whether all is saved, where the cursor is, and which keys can act."""
        area, is_saved = self.area, not self.is_modified
        row, column = area.cursor_location
        state = "saved" if is_saved else "● not saved"
        area.border_title = Text(f"{self.document.path}  {state}")
        area.border_subtitle = f"line {row + 1}, column {column + 1}"
        self.query_one(KeyBar).show(self.reason_against)

    def _draw_standing(self) -> None:
        if self._standing is None:
            return
        panel = self.query_one("#ticks", Static)
        colours = self.app.theme_variables
        is_list = self.has_class("-wide") or self.has_class("-medium")
        draw = list_text if is_list else strip_text
        panel.update(draw(self._standing, colours, panel.content_size.width))
