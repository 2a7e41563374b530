"""What this machine asks of a host over `ssh`, and what is answered: one JSON object each way.

Both sides import this; `FORMAT` tells a host that speaks another language from one that is broken.
"""

import msgspec

from lab_tasks.runs.model import RunRequest

FORMAT = 1
MARK = "robolab-answer "
"""Begins the line of the answer: a login shell may print lines of its own before it."""
MODULE = "lab_tasks.remote.over_there"
MISSING, LOST = "Missing", "Lost"
"""What Told says of a Run whose folder is not there, or whose end nobody saw there either."""


class Question(msgspec.Struct, frozen=True, kw_only=True, tag_field="ask"):
    """Base of the questions. `lab_python`: the Python with lerobot over there; None: find it."""

    format: int = FORMAT


class Look(Question, frozen=True, kw_only=True, tag="look"):
    """What has the host of what a Run needs?"""

    request: RunRequest
    paths: tuple[str, ...]
    """What the Run reads of the Workspace besides its inputs."""
    lab_python: str | None = None


class Start(Question, frozen=True, kw_only=True, tag="start"):
    """Start the Run, unless it has been started already."""

    request: RunRequest
    lab_python: str | None = None


class State(Question, frozen=True, kw_only=True, tag="state"):
    """How is the Run?"""

    run: str


class Stop(Question, frozen=True, kw_only=True, tag="stop"):
    """Stop the Run."""

    run: str


class Seen(msgspec.Struct, frozen=True, kw_only=True, tag_field="answer", tag="seen"):
    """Answer to Look: of each input that is there, the hashes of two of its files."""

    version: str
    requests: dict[str, str] = {}
    records: dict[str, str] = {}
    """A Run without a record is not there as a whole."""
    missing_paths: tuple[str, ...] = ()


class Told(msgspec.Struct, frozen=True, kw_only=True, tag_field="answer", tag="told"):
    """Answer to the others: the Run's state over there."""

    state: str
    """The class's name: Starting, Running, Finished, Stopped, Killed, Lost; Missing: no folder."""
    why: str = ""
    """Why it was lost, or what it waits for."""
    is_new: bool = False
    """Whether this very question started it."""
    python: str = ""
    """The lab's Python over there, where it was started now."""

    checkpoint: str = ""
    """Folder's name of its last complete Checkpoint once it has ended; empty: it has none."""

    @property
    def is_alive(self) -> bool:
        """Whether it will still change."""
        return self.state in ("Starting", "Running")


class Refused(msgspec.Struct, frozen=True, kw_only=True, tag_field="answer", tag="refused"):
    """The host cannot do what was asked."""

    why: str
    remedy: str


QUESTION = Look | Start | State | Stop
ANSWER = Seen | Told | Refused
