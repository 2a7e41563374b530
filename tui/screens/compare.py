"""The Day's policies side by side: success with its interval, pairs in words, training curves."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from course.model import Day
from lab_tasks import comparison as comparing
from lab_tasks.comparison import Comparison
from lab_tasks.metrics import Point
from lab_tasks.problem import Problem
from lab_tasks.runs.follow import read_whole
from tui.charts.curves import curve_of
from tui.keys import COMPARE_KEYS
from tui.screens.page import Page, bindings
from tui.session.session import Session
from tui.widgets.key_bar import KeyBar
from tui.widgets.loss_chart import LossChart
from tui.widgets.say_line import SayLine
from tui.widgets.too_small import TooSmall
from tui.words.comparison_table import pairs, table

CHECK = "comparison-written"
TRAINING = "train"


class Compared(Message):
    """The comparison was worked out."""

    def __init__(self, comparison: Comparison, curves: Mapping[str, tuple[Point, ...]]) -> None:
        """Carry the table and the training curves by policy."""
        super().__init__()
        self.comparison = comparison
        self.curves = curves


class TableWritten(Message):
    """The table was written, or could not be."""

    def __init__(self, words: str, *, grave: bool) -> None:
        """Carry what to tell the student."""
        super().__init__()
        self.words = words
        self.grave = grave


class CompareScreen(Page):
    """Reads Runs and records in a worker; `w` writes the table into the Workspace."""

    CSS_PATH = "compare.tcss"
    ABOUT = (
        "The comparison",
        "Solved episodes with their 95 % interval, the pairs that separate, and the training "
        "curves over true steps. Losses of different policies do not compare.",
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMPARE_KEYS)

    def __init__(self, session: Session, day: Day) -> None:
        """Compare the policies of this Day."""
        super().__init__()
        self._session, self._day = session, day
        self._comparison: Comparison | None = None

    def compose(self) -> ComposeResult:
        """Lay out table, pairs and curves."""
        with Vertical(id="figures"):
            yield Static("working it out …", id="table", markup=False)
        with VerticalScroll(id="pairs-pane"):
            yield Static(id="pairs", markup=False)
        with Vertical(id="curves"):
            # Losses of different policies are orders of magnitude apart.
            yield LossChart(id="chart", is_log=True)
            yield Static(CURVES_NOTE, id="note", markup=False)
        yield SayLine()
        yield KeyBar(COMPARE_KEYS)
        yield TooSmall()

    def on_mount(self) -> None:
        """Work it out in a worker."""
        self.query_one("#figures").border_title = f"Day {self._day.number}: who solves how many"
        self.query_one("#pairs-pane").border_title = "Which pairs separate"
        self.query_one("#curves").border_title = "Training loss"
        self.run_worker(self._work_out, thread=True, exclusive=True, group="compare")

    def on_compared(self, message: Compared) -> None:
        """Show the table and the curves."""
        self._comparison = message.comparison
        self.query_one(LossChart).show(message.curves)
        self._draw()
        self.query_one(KeyBar).show(self.reason_against)

    def on_table_written(self, message: TableWritten) -> None:
        """Say where it is, and have it checked."""
        self.say(message.words, grave=message.grave)
        if not message.grave:
            self._session.check_day(self._day, asked=False)

    def on_resize(self) -> None:
        """Fit the table to the new width."""
        self.call_after_refresh(self._draw)

    def reason_against(self, action: str) -> str | None:
        """Return why a key cannot act now."""
        if action == "log_scale" and not self.query_one(LossChart).drawn_curves:
            return "There is no training curve yet."
        if action != "write_table":
            return None
        if self._comparison is None:
            return "The table is being worked out."
        if self._path() is None:
            return "This Day does not ask for the table as a file."
        if missing := self._comparison.missing:
            return f"{missing[0].policy} is missing: {missing[0].note}"
        return None

    def action_log_scale(self) -> None:
        """Switch the curves' axis."""
        self.query_one(LossChart).toggle_log()

    def action_write_table(self) -> None:
        """Write the table in a worker."""
        self.run_worker(self._write, thread=True, group="write")

    def _draw(self) -> None:
        if self._comparison is None:
            return
        panel = self.query_one("#table", Static)
        colours = self.app.theme_variables
        panel.update(table(self._comparison, colours, panel.content_size.width))
        self.query_one("#pairs", Static).update(pairs(self._comparison))

    def _work_out(self) -> None:
        session = self._session
        compared = comparing.compare(session.course, self._day, session.workspace)
        self.post_message(Compared(compared, self._curves()))

    def _curves(self) -> dict[str, tuple[Point, ...]]:
        """Return the newest training curve of each Step of the Day that trains."""
        curves = {}
        for view in self._session.view(self._day).steps:
            recipe = view.step.recipe
            if recipe is None or recipe.job != TRAINING or view.run is None:
                continue
            series = read_whole(view.run.folder).series.get("loss")
            if series and series.count > 1:
                curves[view.step.id.removeprefix("train-")] = curve_of(series)
        return curves

    def _write(self) -> None:
        path = self._path()
        if self._comparison is None or path is None:
            return
        try:
            written = comparing.write(self._session.workspace, self._comparison, path)
        except OSError as error:
            words = f"{path} cannot be written: {error.strerror}. Mend that, then press w again."
            self.post_message(TableWritten(words, grave=True))
            return
        if isinstance(written, Problem):
            self.post_message(TableWritten(f"{written.what} {written.remedy}", grave=True))
        else:
            words = f"Wrote the table into {path}; your own text around it stays."
            self.post_message(TableWritten(words, grave=False))

    def _path(self) -> str | None:
        """Return the file that the Day asks for; None when it asks for none."""
        checks = (d.check for step in self._day.steps for d in step.deliverables)
        return next((str(c.args["path"]) for c in checks if c.name == CHECK), None)


CURVES_NOTE = (
    "Losses of different policies do not compare: each measures something else. Read their shape."
)
