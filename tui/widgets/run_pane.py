"""The Step's Run beside its text: state, progress, curve, log; or what the Step would run."""

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from course.model import Day, Profile
from lab_tasks.trainings import SeedRuns
from tui.charts.curves import curve_of_run, main_metric, seams_of
from tui.rules.day_view import StepView
from tui.session.messages import Watched
from tui.widgets.live_text import LiveText
from tui.widgets.loss_chart import LossChart
from tui.widgets.run_status import outlook_text, status_text

LOW_ROWS = 14
"""Below, a line of the status costs the chart the labels of its axis."""


class RunPane(Vertical):
    """Draws what it is given; it reads nothing itself."""

    DEFAULT_CSS = """
    RunPane { padding: 0 1; }
    RunPane Static { text-wrap: nowrap; text-overflow: ellipsis; }
    RunPane #run-status { height: auto; min-height: 3; }
    RunPane #run-command { height: 1; color: $muted; }
    RunPane #run-log { height: 20%; min-height: 2; color: $muted; border-top: solid $border; }
    RunPane #outlook { text-wrap: wrap; }
    RunPane.-no-curve #chart { display: none; }
    RunPane.-no-curve #run-log { height: 1fr; }
    RunPane #outlook { height: 1fr; display: none; }
    RunPane.-outlook > * { display: none; }
    RunPane.-outlook #outlook { display: block; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        """Begin without a Run."""
        super().__init__(id=id)
        self.watched: Watched | None = None
        self.border_title = "Run"

    def compose(self) -> ComposeResult:
        """Lay out status, chart and log; the outlook takes their place."""
        yield LiveText(id="run-status")
        yield LossChart(id="chart")
        yield Static(id="run-command", markup=False)
        yield LiveText(id="run-log")
        yield Static(id="outlook", markup=False)

    def show_outlook(self, view: StepView, day: Day, profile: Profile) -> None:
        """Show what the Step would run."""
        self.watched = None
        self.border_title = "What it takes" if view.step.recipe is None else "What it runs"
        self.add_class("-outlook")
        colours = self.app.theme_variables
        self.query_one("#outlook", Static).update(outlook_text(view, day, profile, colours))

    def show(self, watched: Watched, seeds: SeedRuns | None = None) -> None:
        """Show a Run as it is now; `seeds`: how far its Step is, where it runs over seeds."""
        how_far = f"  {seeds.words}" if seeds else ""
        self.border_title = Text(f"Run {watched.run.id}{how_far}")
        is_another = self.watched is None or self.watched.run.id != watched.run.id
        if is_another:
            self.query_one(LossChart).show({})
            request = watched.run.request
            told = f"$ {request.command_to_type}   (starts: {request.command})"
            self.query_one("#run-command", Static).update(Text(told))
        self.watched = watched
        self.remove_class("-outlook")
        self._show_curve(watched)
        if is_another:
            self._show_texts()  # or the other's would stand under this one's name until then
        self.call_after_refresh(self._show_texts)

    def on_resize(self) -> None:
        """Fit the texts to the new width."""
        self._show_texts()

    def toggle_log(self) -> bool:
        """Switch the curve's axis; return whether it is logarithmic now."""
        return self.query_one(LossChart).toggle_log()

    def _show_curve(self, watched: Watched) -> None:
        series = watched.update.series
        name = main_metric(series)
        self.set_class(name is None, "-no-curve")
        if name is None:
            self.query_one(LossChart).show({})
            return
        update = watched.update
        self.query_one(LossChart).show({name: curve_of_run(update, name)}, {name: seams_of(update)})

    def _show_texts(self) -> None:
        if self.watched is None:
            return
        colours = self.app.theme_variables
        status = self.query_one("#run-status", LiveText)
        width, is_low = status.content_size.width, self.size.height < LOW_ROWS
        status.set_text(status_text(self.watched, colours, width, with_machine=not is_low))
        log = self.query_one("#run-log", LiveText)
        lines = self.watched.log[-max(1, log.content_size.height) :]
        log.set_text(Text("\n".join(lines), no_wrap=True, overflow="ellipsis"))
