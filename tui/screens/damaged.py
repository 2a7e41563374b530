"""The progress file is damaged: what is wrong, where it is, and the way back."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from lab_tasks.progress.progress import ProgressDamaged, ProgressUnwritable, restore
from lab_tasks.workspace import Workspace
from tui.exit_code import ExitCode


class DamagedScreen(ModalScreen[bool]):
    """Restores the newest good version, or leaves everything as it is and quits the app."""

    DEFAULT_CSS = """
    DamagedScreen { align: center middle; background: $background 70%; }
    DamagedScreen > Vertical {
        width: 76; max-width: 95%; height: auto; max-height: 95%; padding: 1 2;
        border: round $error; border-title-color: $error; background: $panel;
    }
    DamagedScreen Static { margin-bottom: 1; }
    DamagedScreen Horizontal { height: auto; }
    DamagedScreen Button { margin-right: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "restore", "restore", id="restore"),
        Binding("q,escape", "leave", "quit", id="quit_damaged"),
    ]

    def __init__(self, damage: ProgressDamaged, workspace: Workspace) -> None:
        """Show this damage."""
        super().__init__()
        self._damage, self._workspace = damage, workspace

    def compose(self) -> ComposeResult:
        """Lay out what is wrong above what can be done."""
        with Vertical() as body:
            body.border_title = "Your progress file cannot be read"
            yield Static(self._words(), markup=False)
            yield Static(id="problem", markup=False)
            with Horizontal():
                if self._damage.backup:
                    yield Button("Restore it (r)", id="restore", variant="primary")
                yield Button("Quit (q)", id="quit")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Restore or quit."""
        if event.button.id == "restore":
            self.action_restore()
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Leave with the damage as it is, and say so in the terminal."""
        self.app.exit(ExitCode.ENVIRONMENT, message=str(self._damage))

    def action_restore(self) -> None:
        """Put the newest good version back."""
        if self._damage.backup is None:
            self.query_one("#problem", Static).update("There is no earlier version to restore.")
            return
        try:
            restore(self._workspace)
        except ProgressUnwritable as problem:
            self.query_one("#problem", Static).update(str(problem))
        else:
            self.dismiss(True)

    def _words(self) -> Text:
        damage = self._damage
        text = Text.assemble((f"{damage.path}\n", "bold"), f"{damage.why}.\n\n")
        text.append("Nothing was overwritten. ")
        if damage.backup:
            text.append(f"The newest good version is {damage.backup}.\n\n")
        text.append(f"→ {damage.remedy}.")
        return text
