"""A question with yes and no."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from lab_tasks.runs.model import Run
from lab_tasks.runs.resume import checkpoint_to_resume

if TYPE_CHECKING:
    from tui.session.session import Session


class Confirm(ModalScreen[bool]):
    """Asks before what cannot be taken back. `y` and enter agree, `n`, `q` and esc do not."""

    DEFAULT_CSS = """
    Confirm { align: center middle; background: $background 60%; }
    Confirm > Vertical {
        width: 64; max-width: 90%; height: auto; max-height: 90%; padding: 1 2;
        border: round $accent; background: $panel;
    }
    Confirm VerticalScroll {
        height: auto; max-height: 60vh; margin-bottom: 1; scrollbar-size-vertical: 1;
    }
    Confirm Horizontal { height: auto; }
    Confirm Button { margin-right: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "yes", id="yes"),
        Binding("n,escape,q", "answer(False)", "no", id="no"),
        Binding("left,right", "app.focus_next", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("down,j", "scroll(1)", show=False),
    ]

    def __init__(self, question: str, yes: str, no: str = "No") -> None:
        """Ask `question`; the buttons say what each answer does."""
        super().__init__()
        self._question, self._yes, self._no = question, yes, no

    def compose(self) -> ComposeResult:
        """Lay out the question above its answers."""
        with Vertical():
            with VerticalScroll(can_focus=False):
                yield Static(self._question, id="question", markup=False)
            with Horizontal():
                yield Button(f"{self._yes} (y)", id="yes", variant="primary")
                yield Button(f"{self._no} (n)", id="no")

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer with the button."""
        self.dismiss(event.button.id == "yes")

    def action_scroll(self, lines: int) -> None:
        """Move in a question that is longer than the screen."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_answer(self, agrees: bool) -> None:
        """Answer with a key."""
        self.dismiss(agrees)


def ask(app: App[Any], question: str, yes: str, act: Callable[[], object]) -> None:
    """Ask, and do `act` when the student agrees."""

    def answered(agrees: bool | None) -> None:
        if agrees:
            act()

    app.push_screen(Confirm(question, yes), answered)


def _what_is_lost(run: Run) -> str:
    if run.request.job != "train":
        return "What it has made so far does not count."
    found = checkpoint_to_resume(run)
    if found is None:
        return "It has no Checkpoint yet: all that it has learned is lost."
    if found.run_id != run.id:
        return (
            "It has no Checkpoint of its own yet: what it has learned since step "
            f"{found.step:,} of {found.run_id}, where it began, is lost."
        )
    return f"What it has learned since its Checkpoint at step {found.step:,} is lost."


def ask_to_stop(app: App[Any], session: "Session", run: Run) -> None:
    """Ask, then stop a Run. Of what waits the next one starts then: that is said too."""
    question = f"Stop {run.id}? {_what_is_lost(run)}"
    if seeds := [one for one in session.state.waiting if one.step == run.request.step]:
        wait = "wait" if len(seeds) > 1 else "waits"
        question += f" {len(seeds)} more of this Step {wait}; the next one starts then."
    ask(app, question, "Stop it", lambda: session.stop_run(run))
