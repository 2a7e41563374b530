"""The commit: what goes in, what stays out, who commits, with which words."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Button, Input, Static, TextArea

from course.model import Day
from lab_tasks.commits import committing, repository
from lab_tasks.commits.committing import CommitPlan, CommitRefused
from lab_tasks.commits.plumbing import GitFailed, GitMissing, NotARepository
from lab_tasks.commits.repository import CommitFailed
from tui.keys import COMMIT_KEYS
from tui.screens.page import Page, bindings
from tui.session.session import Session
from tui.widgets.key_bar import KeyBar
from tui.widgets.say_line import SayLine
from tui.widgets.too_small import TooSmall
from tui.words.commit_text import files_text, hindrances_text

GIT_REFUSALS = (GitMissing, NotARepository, GitFailed)


class Planned(Message):
    """The plan was worked out."""

    def __init__(self, plan: CommitPlan) -> None:
        """Carry the plan."""
        super().__init__()
        self.plan = plan


class Committed(Message):
    """The commit was made."""

    def __init__(self, commit: str) -> None:
        """Carry its hash."""
        super().__init__()
        self.commit = commit


class Hindered(Message):
    """Something could not be done."""

    def __init__(self, why: str) -> None:
        """Carry why."""
        super().__init__()
        self.why = why


class CommitScreen(Page):
    """Works the plan out in a worker; commits with ctrl+s or the button."""

    CSS_PATH = "commit.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(COMMIT_KEYS)

    def __init__(self, session: Session, day: Day) -> None:
        """Commit what this Day has made."""
        super().__init__()
        self._session, self._day = session, day
        self._plan: CommitPlan | None = None

    def compose(self) -> ComposeResult:
        """Lay out the files beside the message."""
        with VerticalScroll(id="files-pane") as files:
            files.border_title = f"Day {self._day.number}: the commit"
            yield Static("looking …", id="files", markup=False)
        with VerticalScroll(id="message-pane") as pane:
            pane.border_title = "Message"
            yield TextArea(self._day.commit_message, id="message", compact=True)
            yield Static(id="hindrances", markup=False)
            with Vertical(id="identity"):
                yield Input(placeholder="Your name", id="name", compact=True)
                yield Input(placeholder="you@example.org", id="email", compact=True)
                yield Button("Set it for this repository", id="set-identity", compact=True)
            with Horizontal(id="buttons"):
                yield Button("Make a repository", id="init", compact=True)
                yield Button("Commit (ctrl+s)", id="commit", variant="primary", compact=True)
        yield SayLine()
        yield KeyBar(COMMIT_KEYS)
        yield TooSmall()

    def on_mount(self) -> None:
        """Work the plan out."""
        self.query_one("#files-pane").focus()
        self._look()

    def on_planned(self, message: Planned) -> None:
        """Show the plan, and what can be done about its problems."""
        self._plan = message.plan
        colours = self.app.theme_variables
        self.query_one("#files", Static).update(files_text(message.plan, colours))
        self.query_one("#hindrances", Static).update(hindrances_text(message.plan, colours))
        kinds = {problem.kind for problem in message.plan.problems}
        self.query_one("#identity").display = "no-identity" in kinds
        self.query_one("#init").display = "no-repository" in kinds
        self.query_one("#commit", Button).disabled = bool(kinds)
        self.query_one(KeyBar).show(self.reason_against)
        if "no-identity" in kinds:
            self.query_one("#name").focus()

    def on_committed(self, message: Committed) -> None:
        """Check the Day again, now that its evidence is committed, and go back."""
        self._session.look_now()
        self._session.check_day(self._day, asked=False)
        notes = " ".join(self._plan.notes) if self._plan else ""
        self._session.say(f"Committed as {message.commit[:10]}. {notes}")
        self.dismiss(None)

    def on_hindered(self, message: Hindered) -> None:
        """Say why, and look again."""
        self.say(message.why, grave=True)
        self._look()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Do what the button says."""
        acts = {
            "commit": self._commit,
            "init": self._init,
            "set-identity": self._set_identity,
        }
        self.run_worker(acts[str(event.button.id)], thread=True, group="git", exclusive=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter goes from the name to the address, and from there sets both."""
        if event.input.id == "name":
            self.query_one("#email").focus()
        else:
            self.query_one("#set-identity", Button).press()

    def reason_against(self, action: str) -> str | None:
        """Return why a key cannot act now."""
        if action != "commit":
            return None
        if self._plan is None:
            return "What will be committed is being worked out."
        problem = next(iter(self._plan.problems), None)
        return f"{problem.what} {problem.remedy}" if problem else None

    def action_commit(self) -> None:
        """Commit."""
        self.query_one("#commit", Button).press()

    def _look(self) -> None:
        self.run_worker(self._work_out, thread=True, group="plan", exclusive=True)

    def _work_out(self) -> None:
        session = self._session
        try:
            plan = committing.plan(session.course, self._day, session.workspace)
        except OSError as problem:
            remedy = "Mend that, go back (esc) and open the commit again (g)."
            session.say(f"The commit cannot be worked out: {problem}. {remedy}", grave=True)
        else:
            self.post_message(Planned(plan))

    def _commit(self) -> None:
        words = self.query_one("#message", TextArea).text.strip()
        if self._plan is None or not words:
            self.post_message(Hindered("A commit needs a message: write one at the right."))
            return
        try:
            made = committing.commit(self._session.workspace, self._plan, words)
        except (CommitRefused, CommitFailed, *GIT_REFUSALS, OSError) as problem:
            self.post_message(Hindered(str(problem)))
        else:
            self.post_message(Committed(made))

    def _init(self) -> None:
        try:
            repository.init(self._session.workspace)
        except (*GIT_REFUSALS, OSError) as problem:
            self.post_message(Hindered(str(problem)))
        self._look_from_thread()

    def _set_identity(self) -> None:
        name, email = (self.query_one(f"#{field}", Input).value for field in ("name", "email"))
        try:
            repository.set_identity(self._session.workspace, name, email)
        except (ValueError, *GIT_REFUSALS, OSError) as problem:
            self.post_message(Hindered(f"{problem}: write both, then press the button."))
        else:
            self._look_from_thread()

    def _look_from_thread(self) -> None:
        self.app.call_from_thread(self._look)
