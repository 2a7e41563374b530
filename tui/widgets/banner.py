"""A line under the header while something cannot be saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text
from textual.widgets import Static

if TYPE_CHECKING:
    from lab_tasks.progress.progress import ProgressError


class Banner(Static):
    """Hidden while all is well."""

    DEFAULT_CSS = """
    Banner {
        display: none; height: auto; max-height: 3; padding: 0 1;
        background: $error 25%; color: $foreground;
    }
    """

    def __init__(self) -> None:
        """Begin hidden."""
        super().__init__(markup=False)

    def show(self, problem: ProgressError | None) -> None:
        """Show what prevents saving; None hides the banner."""
        self.display = problem is not None
        if problem:
            kept = "Your tick is kept and saved as soon as it can be."
            self.update(Text(f"! {problem.why}. {problem.remedy}. {kept}"))
