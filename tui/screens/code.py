"""A file of an installed package, read-only, with line numbers and the names to look for."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static, TextArea

from course.model import CodeRef
from lab_tasks.problem import Problem
from lab_tasks.workspace import Workspace
from tui.installed_code import InstalledCode, read_code
from tui.keys import VIEWER_KEYS
from tui.screens.page import Page, bindings
from tui.widgets.key_bar import KeyBar
from tui.widgets.say_line import SayLine
from tui.widgets.too_small import TooSmall


class CodeRead(Message):
    """The file was read, or could not be."""

    def __init__(self, found: InstalledCode | Problem) -> None:
        """Carry the file, or what prevents it."""
        super().__init__()
        self.found = found


class CodeScreen(Page):
    """Reads the installed file; `n` jumps to the next name to look for, `e` opens an editor."""

    DEFAULT_CSS = """
    CodeScreen Vertical { border: round $border; border-title-color: $accent; padding: 0; }
    CodeScreen TextArea { border: none; padding: 0; height: 1fr; background: $surface; }
    CodeScreen #names { height: auto; max-height: 3; padding: 0 1; color: $muted; }
    """
    ABOUT = (
        "The source",
        "A file of an installed package, to be read. What the Step tells you to look for stands "
        "above it; the arrows scroll.",
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(VIEWER_KEYS)

    def __init__(self, code: CodeRef, workspace: Workspace) -> None:
        """Show the file that `code` names."""
        super().__init__()
        self._code, self._workspace = code, workspace
        self._found: InstalledCode | None = None
        self._name_index = -1

    def compose(self) -> ComposeResult:
        """Lay out the names above the code."""
        with Vertical() as body:
            body.border_title = Text(self._code.path)
            names = "   ".join(self._code.look_for)
            yield Static(f"Look for (n): {names}" if names else "", id="names", markup=False)
            yield TextArea(read_only=True, show_line_numbers=True, soft_wrap=False, compact=True)
        yield SayLine()
        yield KeyBar(VIEWER_KEYS)
        yield TooSmall()

    def on_mount(self) -> None:
        """Read the file in a worker."""
        read = lambda: self.post_message(CodeRead(read_code(self._code, self._workspace)))  # noqa: E731
        self.run_worker(read, thread=True)

    def on_code_read(self, message: CodeRead) -> None:
        """Show the file."""
        if isinstance(message.found, Problem):
            self.say(f"{message.found.what} {message.found.remedy}", grave=True)
            return
        self._found = message.found
        area = self.query_one(TextArea)
        area.load_text(message.found.text)
        area.focus()
        self.query_one(Vertical).border_subtitle = Text(str(message.found.path))
        self.query_one(KeyBar).show(self.reason_against)

    def reason_against(self, action: str) -> str | None:
        """Return why a key cannot act now."""
        if action in ("edit", "next_match") and self._found is None:
            return "The file is not there yet."
        if action == "next_match" and not self._code.look_for:
            return "This Step names nothing to look for."
        return None

    def action_next_match(self) -> None:
        """Go to the next of the names to look for."""
        if self._found is None:
            return
        self._name_index = (self._name_index + 1) % len(self._code.look_for)
        name = self._code.look_for[self._name_index]
        line = line_of(self._found.text, name)
        if line is None:
            self.say(f"“{name}” is not in this version of the file.")
            return
        area = self.query_one(TextArea)
        area.move_cursor((line, 0), center=True)
        self.say(f"“{name}” is on line {line + 1}.")

    def action_edit(self) -> None:
        """Open the file in $PAGER or $EDITOR."""
        from tui.session.own_editor import open_in_editor

        if self._found and (failure := open_in_editor(self.app, self._found.path, read_only=True)):
            self.say(failure.why, grave=True)


def line_of(text: str, name: str) -> int | None:
    """Return the first line (from 0) that holds `name`; None when none does."""
    lines = text.splitlines()
    return next((number for number, line in enumerate(lines) if name in line), None)
