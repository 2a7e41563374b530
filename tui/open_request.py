"""What the command line asks the app to open. No Textual here: the command line builds it."""

from __future__ import annotations  # the first frame does not wait for what only types need

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from course.model import Course, Profile
    from lab_tasks.workspace import Workspace


@dataclass(frozen=True)
class OpenRequest:
    """One start of the app: which Course, in which Workspace, at which Day."""

    course: Course
    workspace: Workspace
    profile: Profile | None = None
    """Asked for on the command line; None keeps what the progress file says."""
    day: int | None = None
    """Day number to open; None opens the Day of the next open Step."""
    fresh_clone_source: str | None = None
    """Path or URL that the fresh-clone screen offers first; None offers the Workspace itself."""
    makes_lab: bool = False
    """Start making the lab's environment at once, unasked, when there is none (`./robolab-tui`)."""


class CannotOpen(Exception):
    """What was asked for is not there. `text` says what is wrong, `remedy` what to do, if known."""

    def __init__(self, text: str, remedy: str = "") -> None:
        """Carry both for whoever asked."""
        super().__init__(text, remedy)
        self.text, self.remedy = text, remedy
