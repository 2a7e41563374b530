"""All Runs of the Workspace."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import DataTable, Static

from lab_tasks.runs.model import Run
from tui.keys import RUNS_KEYS
from tui.screens.page import Page, bindings
from tui.session.messages import LabStateChanged
from tui.session.session import Session
from tui.widgets.key_bar import KeyBar
from tui.widgets.run_status import state_words
from tui.widgets.say_line import SayLine
from tui.widgets.too_small import TooSmall
from tui.words.run_figures import RunFigures, read_figures

COLUMNS = ("run", "state", "step of the course", "time", "done", "last loss", "profile")


class RunsScreen(Page):
    """A table of Runs, newest first; enter goes to the Run's Step."""

    DEFAULT_CSS = """
    RunsScreen DataTable {
        border: round $border; border-title-color: $accent; background: $surface; height: 1fr;
        padding: 0 1; scrollbar-size-vertical: 1;
    }
    RunsScreen #none { display: none; padding: 2 4; color: $muted; height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(RUNS_KEYS)

    def __init__(self, session: Session) -> None:
        """List what the session knows."""
        super().__init__()
        self._session = session
        self._figures: dict[str, RunFigures] = {}

    def compose(self) -> ComposeResult:
        """Lay out the table."""
        table: DataTable[Text] = DataTable(cursor_type="row", zebra_stripes=False)
        table.border_title = "Runs"
        yield table
        yield Static("Nothing has run here yet. Go back (esc) and press a to begin.", id="none")
        yield SayLine()
        yield KeyBar(RUNS_KEYS)
        yield TooSmall()

    def on_mount(self) -> None:
        """Fill the table, and read the figures in a worker."""
        self.query_one(DataTable).add_columns(*COLUMNS)
        self._draw()
        self.run_worker(self._read, thread=True)
        self.set_interval(2.0, lambda: self.run_worker(self._read, thread=True, exclusive=True))

    def on_lab_state_changed(self, message: LabStateChanged) -> None:
        """Show the Runs as they are now."""
        self._draw()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Enter and a click on the row under the cursor: watch it."""
        self.action_watch()

    def action_watch(self) -> None:
        """Go to the Run's Step."""
        if run := self._run():
            self.dismiss(run.request.step)

    def action_log(self) -> None:
        """Show the Run's log."""
        from tui.screens.log import LogScreen

        if run := self._run():
            self.app.push_screen(LogScreen.of_run(self._session, run))

    def action_stop_run(self) -> None:
        """Ask, then stop the Run."""
        from tui.screens.confirm import ask_to_stop

        if run := self._run():
            ask_to_stop(self.app, self._session, run)

    def reason_against(self, action: str) -> str | None:
        """Return why a key cannot act now."""
        run = self._run()
        if action in ("watch", "log", "stop_run") and run is None:
            return "There is no Run under the cursor."
        if action == "stop_run" and run is not None and not run.is_alive:
            return f"{run.id} is not running."
        return None

    def _run(self) -> Run | None:
        runs = list(reversed(self._session.state.runs))
        row = self.query_one(DataTable).cursor_row
        return runs[row] if 0 <= row < len(runs) else None

    def _read(self) -> None:
        for run in self._session.state.runs:
            known = self._figures.get(run.id)
            if known is None or not known.is_final:
                self._figures[run.id] = read_figures(run)
        self.app.call_from_thread(self._draw)

    def _draw(self) -> None:
        if not self.is_mounted:
            return
        table = self.query_one(DataTable)
        row = table.cursor_row
        table.clear()
        for run in reversed(self._session.state.runs):
            table.add_row(*self._cells(run), key=run.id)
        table.display = bool(self._session.state.runs)
        self.query_one("#none").display = not table.display
        table.move_cursor(row=row)
        self.query_one(KeyBar).show(self.reason_against)

    def _cells(self, run: Run) -> list[Text]:
        mark, words, colour = state_words(run.state)
        figures = self._figures.get(run.id)
        style = self.app.theme_variables.get(colour, "")
        return [
            Text(run.id, "bold"),
            Text(f"{mark} {words}", style),
            Text(run.request.step.partition("/")[2]),
            Text(figures.time if figures else "", justify="right"),
            Text(figures.done if figures else "", justify="right"),
            Text(figures.loss if figures else "", justify="right"),
            Text(run.request.profile),
        ]
