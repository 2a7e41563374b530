"""A question for the seeds of a sweep."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from lab_tasks.queue.sweep import SeedsUnclear, parse_seeds

USUAL = "1-3"


class AskSeeds(ModalScreen[tuple[int, ...] | None]):
    """Asks which seeds; answers with them, or with None."""

    DEFAULT_CSS = """
    AskSeeds { align: center middle; background: $background 60%; }
    AskSeeds Vertical {
        width: 64; max-width: 90%; height: auto; padding: 1 2; background: $panel;
        border: round $accent;
    }
    AskSeeds Static { height: auto; }
    AskSeeds #wrong { color: $error; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "no", id="no_seeds")]

    def __init__(self, title: str, wanted: tuple[int, ...] = ()) -> None:
        """Ask for the seeds of the Step with this title; `wanted` are those of its Recipe."""
        super().__init__()
        self._title = title
        self._usual = ",".join(map(str, wanted)) or USUAL

    def compose(self) -> ComposeResult:
        """Lay out the question above its field."""
        with Vertical():
            question = (
                f"{self._title}: one Run for each seed, one after the other, drawn together as "
                "mean and band. Which seeds? 1-3 or 1,2,3 (enter; esc leaves it)"
            )
            yield Static(question, markup=False)
            yield Input(self._usual, id="seeds")
            yield Static(id="wrong", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer, or say how seeds are written."""
        try:
            self.dismiss(parse_seeds(event.value))
        except SeedsUnclear as wrong:
            self.query_one("#wrong", Static).update(str(wrong))

    def action_leave(self) -> None:
        """Queue nothing."""
        self.dismiss(None)
