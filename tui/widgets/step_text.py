"""The Step's words: why it is not ticked, its text, its hints."""

from collections.abc import Sequence

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from course.model import Course, Day
from tui.rules.day_view import StepView
from tui.rules.guidance import Reason, why_not_ticked
from tui.words.course_text import is_drawable, step_markdown


class StepText(VerticalScroll):
    """Scrolls with the arrow keys when it has the focus."""

    DEFAULT_CSS = """
    StepText { padding: 0 1; }
    StepText #reasons { background: $boost; padding: 0 1; margin-bottom: 1; display: none; }
    StepText #hints { color: $muted; margin: 0 0 1 0; display: none; }
    StepText Markdown { padding: 0; margin: 0; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        """Begin empty."""
        super().__init__(id=id)
        self.border_title = "Step"
        self._shown: str | None = None
        self._told: StepView | None = None
        """The Step as it was when its reasons were worked out; None: none are shown."""
        self._hint_count = 0

    def compose(self) -> ComposeResult:
        """Lay out the reasons above the text and the hints below."""
        yield Static(id="reasons", markup=False)
        yield Static(id="hints", markup=False)

    async def show(self, course: Course, day: Day, view: StepView) -> None:
        """Show a Step's text; another Step begins at its top, without reasons and hints."""
        if self._shown == view.full_id:
            return
        self._shown = view.full_id
        self._hint_count = 0
        self.border_title = Text(view.step.title)
        self._show_reasons(None, ())
        self.query_one("#hints").display = False
        await self.query("#text").remove()
        await self.mount(_text(step_markdown(course, day, view.step)), before="#hints")
        self.scroll_home(animate=False)

    def tell_why(self, view: StepView) -> tuple[Reason, ...]:
        """Show why the Step is not ticked, from now on as it changes; return the reasons."""
        reasons = why_not_ticked(view)
        self._show_reasons(view, reasons)
        self.scroll_home(animate=False)
        return reasons

    def keep_up(self, view: StepView) -> None:
        """Work the reasons out anew where they are shown and the Step has changed."""
        if self._told and self._told.full_id == view.full_id and self._told != view:
            self._show_reasons(view, why_not_ticked(view))

    def _show_reasons(self, view: StepView | None, reasons: Sequence[Reason]) -> None:
        self._told = view if reasons else None
        panel = self.query_one("#reasons", Static)
        panel.display = bool(reasons)
        panel.update(Text("\n").join(_reason(reason) for reason in reasons))

    def show_hint(self, hints: Sequence[str]) -> str:
        """Show one more hint; return what to tell the student."""
        self._hint_count = min(self._hint_count + 1, len(hints))
        panel = self.query_one("#hints", Static)
        panel.update(
            "\n".join(f"Hint {n + 1}: {hints[n].strip()}" for n in range(self._hint_count))
        )
        panel.display = True
        self.call_after_refresh(self.scroll_end, animate=False)
        left = len(hints) - self._hint_count
        return (
            f"{left} more hint{'s' if left != 1 else ''}: h." if left else "That was the last hint."
        )


def _text(markdown: str) -> Widget:
    if not is_drawable(markdown):
        return Static(markdown, id="text", markup=False)
    from textual.widgets import Markdown

    return Markdown(markdown, id="text", open_links=False)


def _reason(reason: Reason) -> Text:
    text = Text.assemble((f"× {reason.title}\n", "bold"), f"  {reason.why}\n")
    if reason.expected:
        text.append(f"  expected: {reason.expected}\n")
    if reason.found:
        text.append(f"  found:    {reason.found}\n")
    if reason.remedy:
        text.append(f"  → {reason.remedy}\n", "bold")
    if reason.source:
        text.append(f"  {reason.source}\n", "dim")
    return text
