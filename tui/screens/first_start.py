"""The first start in an empty Workspace: where it is, how big the Runs are; enter accepts."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Button, RadioButton, RadioSet, Static

from course.model import Profile
from tui.exit_code import ExitCode
from tui.keys import FIRST_START_KEYS
from tui.open_request import OpenRequest
from tui.screens.page import HEIGHTS, WIDTHS
from tui.widgets.too_small import TooSmall


class SetUpTried(Message):
    """The Workspace was made, or `problem` says why not."""

    def __init__(self, problem: str | None) -> None:
        """Carry what prevents it; None when it was made."""
        super().__init__()
        self.problem = problem


class MarkedRadio(RadioButton):
    """A radio button whose mark, not its colour alone, says whether it is chosen."""

    BUTTON_INNER = "○"

    def watch_value(self) -> None:
        """Draw the mark that says so."""
        self.BUTTON_INNER = "●" if self.value else "○"
        super().watch_value()


class ProfileChoice(RadioSet):
    """What the arrows go to is chosen: enter accepts what is under the cursor."""

    def action_next_button(self) -> None:
        """Choose the next one."""
        super().action_next_button()
        self.action_toggle_button()

    def action_previous_button(self) -> None:
        """Choose the one before."""
        super().action_previous_button()
        self.action_toggle_button()


class FirstStart(Screen[bool]):
    """Asks one thing, the Profile; makes folder, repository, progress file and ignore list."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    VERTICAL_BREAKPOINTS = HEIGHTS
    DEFAULT_CSS = """
    FirstStart { align: center middle; background: $background; layers: default cover; }
    FirstStart > Vertical {
        width: 76; max-width: 96%; height: auto; max-height: 100%; padding: 0 2;
        border: round $border; border-title-color: $accent; background: $surface;
    }
    FirstStart Static { height: auto; margin-bottom: 1; }
    FirstStart RadioSet { border: none; padding: 0; margin-bottom: 1; background: $surface; }
    FirstStart RadioSet:focus { border: none; }
    FirstStart #problem { color: $error; display: none; }
    FirstStart #words { margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key.key, key.action, key.label, id=key.action, priority=key.action == "accept")
        for key in FIRST_START_KEYS
    ]
    ABOUT = (
        "The first start",
        "Makes this folder your Workspace: what you write, train and are ticked for stays in it. "
        "The arrows choose how big the Runs are. The lab opens then, at what to do first.",
    )

    def __init__(self, request: OpenRequest, default: Profile) -> None:
        """Offer `default`, which suits the machine."""
        super().__init__()
        self._request, self._default = request, default
        self._problem: str | None = None

    def compose(self) -> ComposeResult:
        """Lay out the words, the choice and the button."""
        with Vertical() as body:
            body.border_title = Text(f"Welcome to {self._request.course.title}")
            yield Static(self._words(), id="words", markup=False)
            with ProfileChoice(id="profile"):
                yield MarkedRadio(
                    "quick  minutes a training on two cores, without a hub",
                    value=self._default == "quick",
                )
                yield MarkedRadio(
                    "full   the published settings, hours on a GPU", value=self._default == "full"
                )
            yield Static(id="problem", markup=False)
            yield Button("Begin here (enter)", variant="primary", id="begin")
            yield Static(
                Text("? explains; q leaves, and nothing is made then.", "dim"), markup=False
            )
        yield TooSmall()

    def on_mount(self) -> None:
        """Begin with the choice."""
        self.query_one(RadioSet).focus()

    def on_button_pressed(self) -> None:
        """Accept."""
        self.action_accept()

    def action_accept(self) -> None:
        """Make the Workspace in a worker."""
        chosen: Profile = "full" if self.query_one(RadioSet).pressed_index == 1 else "quick"
        self.run_worker(lambda: self._set_up(chosen), thread=True, exclusive=True)

    def action_help(self) -> None:
        """Explain this screen, and list its keys."""
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.ABOUT, FIRST_START_KEYS))

    def action_quit_first(self) -> None:
        """Leave; what prevented the start is said once more in the terminal."""
        status = ExitCode.ENVIRONMENT if self._problem else ExitCode.PASS
        self.app.exit(status, message=self._problem)

    def on_set_up_tried(self, message: SetUpTried) -> None:
        """Go on, or show what prevents it and let the student try again."""
        self._problem = message.problem
        if message.problem is None:
            self.dismiss(True)
            return
        problem = self.query_one("#problem", Static)
        problem.update(message.problem)
        problem.display = True

    def _set_up(self, profile: Profile) -> None:
        from lab_tasks.commits.plumbing import GitFailed, GitMissing
        from lab_tasks.progress.progress import ProgressError
        from lab_tasks.workspace_setup import WorkspaceUnwritable, set_up

        try:
            set_up(self._request.workspace, self._request.course.id, profile)
        except (WorkspaceUnwritable, GitMissing, GitFailed, ProgressError) as problem:
            self.post_message(SetUpTried(str(problem)))
        else:
            self.post_message(SetUpTried(None))

    def _words(self) -> Text:
        return Text.assemble(
            "Your workspace is the folder\n",
            (f"  {self._request.workspace.root}\n", "bold"),
            "It becomes a git repository: what you make is committed there, and a grader sees "
            "only what is committed. I put course-progress.yaml, requirements.txt, .gitignore and "
            ".robolab/ into it and change nothing else. The labs' own Python (about 5 GB of "
            "packages) is made outside it, in the background.\n\n",
            ("How big should the Runs be? ", "bold"),
            "(P changes it later; the arrows choose)",
        )
