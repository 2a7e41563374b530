"""All Runs of the Workspace, and what waits for its turn."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import DataTable, Static

from lab_tasks.queue.entries import QueueEntry
from lab_tasks.runs.model import Run
from tui.keys import RUNS_KEYS
from tui.rules.availability import why_not_resume
from tui.screens.page import Page, bindings
from tui.session.messages import LabStateChanged
from tui.session.session import Session
from tui.widgets.key_bar import KeyBar
from tui.widgets.say_line import SayLine
from tui.widgets.too_small import TooSmall
from tui.words.run_figures import RunFigures, read_figures
from tui.words.run_rows import COLUMNS, Cells, in_order, run_cells, waiting_cells

READ_EVERY_S = 2.0


class RunsScreen(Page):
    """A table: what waits, in its order, then the Runs, newest first, a group together."""

    DEFAULT_CSS = """
    RunsScreen DataTable {
        border: round $border; border-title-color: $accent; background: $surface; height: 1fr;
        padding: 0 1; scrollbar-size-vertical: 1;
    }
    RunsScreen #none { display: none; padding: 2 4; color: $muted; height: 1fr; }
    """
    ABOUT = (
        "The Runs",
        "What waits for its turn stands above, then the Runs, newest first, those of a group "
        "together. ◆ is a Run you marked, ! one with an alarm.",
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(RUNS_KEYS)

    def __init__(self, session: Session) -> None:
        """List what the session knows."""
        super().__init__()
        self._session = session
        self._figures: dict[str, RunFigures] = {}
        self._marked: set[str] = set()
        self._drawn: list[Cells] = []

    def compose(self) -> ComposeResult:
        """Lay out the table."""
        table: DataTable[object] = DataTable(cursor_type="row", zebra_stripes=False)
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
        self._read_soon()
        self.set_interval(READ_EVERY_S, self._read_soon)

    def on_lab_state_changed(self, message: LabStateChanged) -> None:
        """Show the Runs as they are now."""
        self._draw()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """Enter and a click on the row under the cursor: watch it."""
        self.action_watch()

    def on_data_table_row_highlighted(self, event: DataTable.RowHighlighted) -> None:
        """Dim the keys that cannot act on this row."""
        self.query_one(KeyBar).show(self.reason_against)

    def action_watch(self) -> None:
        """Go to the Step of the Run, or of what waits."""
        if row := self._row():
            self.dismiss(row.step if isinstance(row, QueueEntry) else row.request.step)

    def action_mark(self) -> None:
        """Mark the Run, or unmark it, and go to the next."""
        if run := self._run():
            self._marked ^= {run.id}
            self._draw()
            self.query_one(DataTable).action_cursor_down()

    def action_monitor(self) -> None:
        """Watch the marked Runs; without marks the one under the cursor and its group."""
        from tui.screens.run_monitor import monitor_of, with_group

        runs = self._session.state.runs
        chosen = [run for run in runs if run.id in self._marked]
        if not chosen and (run := self._run()):
            chosen = with_group([run], runs)
        if chosen:
            self.app.push_screen(monitor_of(self._session, chosen))

    async def action_log(self) -> None:
        """Show the Run's log."""
        from tui.screens.log import LogScreen

        if run := self._run():
            await self.app.push_screen(LogScreen.of_run(self._session, run))

    def action_resume_run(self) -> None:
        """Offer to go on from the Run's last Checkpoint."""
        if run := self._run():
            self.say(f"Looking for the last complete Checkpoint of {run.id} …")
            self._session.offer_resume(run)

    def action_stop_run(self) -> None:
        """Ask, then stop the Run."""
        from tui.screens.confirm import ask_to_stop

        if run := self._run():
            ask_to_stop(self.app, self._session, run)

    def action_unqueue(self) -> None:
        """Take what waits under the cursor off the queue."""
        row = self._row()
        if isinstance(row, QueueEntry):
            self._session.take_off_queue(row.id)

    def reason_against(self, action: str) -> str | None:
        """Return why a key cannot act now."""
        row = self._row()
        if action in ("back", "help"):
            return None
        if action == "unqueue" and not isinstance(row, QueueEntry):
            return "This does not wait: s stops a Run."
        if action == "monitor" and self._marked:
            return None
        if action in ("watch", "unqueue"):
            return None if row else NO_RUN
        if not isinstance(row, Run):
            return "It waits for its turn: d takes it off the queue." if row else NO_RUN
        if action == "stop_run" and not row.is_alive:
            return f"{row.id} is not running."
        if action == "resume_run":
            return why_not_resume(row, self._session.state.runs)
        return None

    def _row(self) -> Run | QueueEntry | None:
        rows = self._rows()
        number = self.query_one(DataTable).cursor_row
        return rows[number] if 0 <= number < len(rows) else None

    def _run(self) -> Run | None:
        row = self._row()
        return row if isinstance(row, Run) else None

    def _rows(self) -> list[Run | QueueEntry]:
        state = self._session.state
        return [*state.waiting, *in_order(state.runs)]

    def _read_soon(self) -> None:
        self.run_worker(self._read, thread=True, exclusive=True, group="figures")

    def _read(self) -> None:
        figures = dict(self._figures)
        for run in self._session.state.runs:
            known = figures.get(run.id)
            if known is None or not known.is_final:
                figures[run.id] = read_figures(run)
        if figures != self._figures:
            self.app.call_from_thread(self._take, figures)

    def _take(self, figures: dict[str, RunFigures]) -> None:
        self._figures = figures
        self._draw()

    def _draw(self) -> None:
        """Fill the table again when a row has changed."""
        if not self.is_mounted:
            return
        cells = self._cells()
        if cells == self._drawn and cells:
            return
        self._drawn = cells
        table = self.query_one(DataTable)
        row = table.cursor_row
        table.clear()
        for line in cells:
            table.add_row(*line)
        table.display = bool(cells)
        self.query_one("#none").display = not cells
        table.move_cursor(row=row)
        self.query_one(KeyBar).show(self.reason_against)

    def _cells(self) -> list[Cells]:
        state, colours = self._session.state, self.app.theme_variables
        waiting = [
            waiting_cells(place, entry, state.paused, colours)
            for place, entry in enumerate(state.waiting, 1)
        ]
        return waiting + [
            run_cells(
                run,
                self._figures.get(run.id),
                colours,
                is_marked=run.id in self._marked,
                has_alarm=run.id in state.alarms,
            )
            for run in in_order(state.runs)
        ]


NO_RUN = "There is no Run under the cursor."
