"""The fresh-clone test: it asks first, then shows each stage with its verdict, time and log."""

import shutil
import tempfile
import threading
from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Button, Input, Static

from course.model import Day
from lab_tasks.commits import plumbing
from lab_tasks.reproduction.events import ReproductionState
from lab_tasks.reproduction.run import NOTICE, Cancelled, ReproductionReport, reproduce
from lab_tasks.runs.log_tail import LogTail
from lab_tasks.sanitise import clean
from tui.keys import FRESH_CLONE_KEYS
from tui.screens.page import Page, bindings
from tui.session.session import Session
from tui.widgets.key_bar import KeyBar
from tui.widgets.say_line import SayLine
from tui.widgets.too_small import TooSmall
from tui.words.reproduction_text import outcome_text, outlook, stages_text, what_next

DRAW_S = 0.5
OTHER = "Your own report stays; this one is"


class Reproduced(Message):
    """The test is over: a report, or why there is none."""

    def __init__(self, ended: ReproductionReport | str) -> None:
        """Carry the report, or a sentence."""
        super().__init__()
        self.ended = ended


class FreshCloneScreen(Page):
    """Runs the test in a worker; leaving the screen stops it after asking."""

    CSS_PATH = "fresh_clone.tcss"
    ABOUT = (
        "The fresh-clone test",
        "It clones what is committed, builds its environment, evaluates again and compares. "
        "Each stage shows its verdict, its time, and what mends it.",
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(FRESH_CLONE_KEYS)

    def __init__(self, session: Session, day: Day, source: str | None) -> None:
        """Test `source`, a folder or a URL; None: the Workspace itself."""
        super().__init__()
        self._session, self._day = session, day
        self._source = source or str(session.workspace.root)
        self._state: ReproductionState | None = None
        self._log: LogTail | None = None
        self._log_path: Path | None = None
        self._cancel = threading.Event()
        self._is_running = False

    def compose(self) -> ComposeResult:
        """Lay out the question above the stages and the log."""
        with Vertical(id="ask"):
            yield Static(f"! {NOTICE}", id="notice", markup=False)
            yield Input(self._source, id="source", compact=True)
            yield Button("Run it (ctrl+s)", id="reproduce", variant="primary", compact=True)
        with VerticalScroll(id="stages-pane") as stages:
            stages.border_title = Text(f"Day {self._day.number}: {self._day.title}")
            yield Static(outlook(self.app.theme_variables), id="stages", markup=False)
            yield Static(id="outcome", markup=False)
        with Vertical(id="log-pane") as log:
            log.border_title = "Log"
            yield Static(id="log", markup=False)
        yield SayLine()
        yield KeyBar(FRESH_CLONE_KEYS)
        yield TooSmall()

    def on_mount(self) -> None:
        """Wait for the student's word."""
        self.query_one("#ask").border_title = "Before it runs"
        self.query_one("#reproduce").focus()
        self.set_interval(DRAW_S, self._draw)

    def on_unmount(self) -> None:
        """Nothing goes on unseen."""
        self._cancel.set()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Run it."""
        self.action_reproduce()

    def on_reproduced(self, message: Reproduced) -> None:
        """Show the outcome; the Day is checked again."""
        self._is_running = False
        self._draw()
        self.query_one(KeyBar).show(self.reason_against)
        if isinstance(message.ended, str):
            self.say(message.ended, grave=True)
            return
        outcome = outcome_text(message.ended.record, self.app.theme_variables)
        next_ = what_next(message.ended.record) if self._is_own else OTHER
        outcome.append(f"\n{next_}\n{message.ended.document}\n")
        self.query_one("#outcome", Static).update(outcome)
        if self._is_own:
            self._session.check_day(self._day, asked=False)

    def reason_against(self, action: str) -> str | None:
        """Return why a key cannot act now."""
        if action == "reproduce" and self._is_running:
            return "It is running already."
        return None

    def action_reproduce(self) -> None:
        """Run the test in a worker."""
        self._source = self.query_one("#source", Input).value.strip() or self._source
        self._is_running = True
        self._cancel.clear()
        self.query_one("#ask").display = False
        self.query_one("#outcome", Static).update("")
        self.query_one(KeyBar).show(self.reason_against)
        self.run_worker(self._reproduce, thread=True, group="reproduce")

    def action_back(self) -> None:
        """Go back; ask first while it is running."""
        if not self._is_running:
            self.dismiss(None)
            return
        from tui.screens.confirm import ask

        ask(self.app, "Stop the fresh-clone test?", "Stop it", lambda: self.dismiss(None))

    def _reproduce(self) -> None:
        try:
            report: ReproductionReport | str = self._in_scratch()
        except Cancelled:
            return
        except (OSError, plumbing.GitMissing) as problem:
            report = f"The test could not be run: {problem}. Mend that and start it again (ctrl+s)."
        self.post_message(Reproduced(report))

    def _in_scratch(self) -> ReproductionReport:
        """Run the test; of a foreign source, the report stays in the scratch folder."""
        session, is_own = self._session, self._is_own
        scratch = Path(tempfile.mkdtemp(prefix="robolab-clone-"))
        try:
            return reproduce(
                session.course,
                self._day,
                self._source,
                workspace=session.workspace if is_own else None,
                scratch=scratch,
                on_event=self._keep,
                is_cancelled=self._cancel.is_set,
            )
        finally:
            for part in (scratch,) if is_own else (scratch / "clone", scratch / "env"):
                shutil.rmtree(part, ignore_errors=True)

    @property
    def _is_own(self) -> bool:
        """Whether the source is this Workspace; another's result is not the student's."""
        return Path(self._source).resolve() == self._session.workspace.root.resolve()

    def _keep(self, state: ReproductionState) -> None:
        """Take over the newest state; `_draw` shows it in the app's thread."""
        self._state = state

    def _draw(self) -> None:
        state = self._state
        if state is None:
            return
        self.query_one("#stages", Static).update(stages_text(state, self.app.theme_variables))
        path = _log_of(state)
        if path != self._log_path:
            self._log_path, self._log = path, LogTail(path) if path else None
        if self._log is None or path is None:
            return
        self._log.poll(ended=not self._is_running)
        panel = self.query_one("#log", Static)
        lines = self._log.kept[-max(1, panel.content_size.height) :]
        panel.update(Text("\n".join(clean(line, 400) for line in lines)))
        self.query_one("#log-pane").border_title = Text(f"Log: {path.name}")


def _log_of(state: ReproductionState) -> Path | None:
    """Return the log that grows now; the last evaluation's while several do."""
    running = [each.log for each in state.evaluations if each.phase == "running" and each.log]
    return running[-1] if running else state.log
