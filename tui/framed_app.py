"""FramedApp: what both apps share: our themes, and faults that the caller tells when it is left."""

from textual.app import App
from textual.screen import Screen

from tui.exit_code import ExitCode
from tui.open_request import CannotOpen
from tui.themes import DAY, NIGHT


class FramedApp(App[int]):
    """An app in our colours whose faults are told in the terminal when it has closed."""

    TITLE = "robolab-tui"

    def __init__(self) -> None:
        """Take over our themes."""
        super().__init__()
        self.refusal: CannotOpen | None = None
        self.crash: Exception | None = None
        self.register_theme(NIGHT)
        self.register_theme(DAY)
        self.theme = NIGHT.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own variables for Textual's themes, which lack them."""
        return dict(NIGHT.variables)

    def run_until_left(self) -> int:
        """Run the app until it is left; return the exit status.

        Raises:
            CannotOpen: what was asked for could not be opened; the terminal is the student's again.
            Exception: what broke the app, likewise.
        """
        left = self.run()
        if self.crash:
            raise self.crash
        if self.refusal:
            raise self.refusal
        return left if left is not None else self.return_code or 0

    @property
    def _background_screens(self) -> list[Screen[object]]:
        """Return the screens that are seen behind the one in front: none behind an opaque one.

        Textual 8 always counts the next one below, and then paints all of the front each time that
        something moves there (textual.screen, `_compositor_refresh`; Textual's PR 3062).
        """
        if not self._screen_stack or self._screen_stack[-1].styles.background.a == 1:
            return []
        return super()._background_screens

    def _handle_exception(self, error: Exception) -> None:
        """Leave with the error for the command line, whose one wide catch writes it to a file.

        Textual would print a traceback with all locals, hundreds of lines, and end with status 1.
        """
        if self.is_headless:  # a test, which wants the error as it is
            super()._handle_exception(error)
        elif self.crash is None:
            self.crash = error
            self.exit(ExitCode.ENVIRONMENT)

    async def action_quit(self) -> None:
        """Leave; Runs, and what is watched, go on."""
        self.exit(0)
