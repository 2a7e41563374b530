"""How a Run stands, in a mark and words: the same on the screen and in `robolab-tui runs`."""

from lab_tasks.runs.model import (
    Finished,
    Followed,
    Killed,
    Lost,
    Running,
    RunState,
    Starting,
    Stopped,
)
from lab_tasks.sanitise import clean_line


def state_words(state: RunState | Followed) -> tuple[str, str, str]:
    """Return mark, words and theme variable of a Run's state."""
    match state:
        case Starting(waiting_for):
            words = f"waiting for {clean_line(waiting_for)}" if waiting_for else "starting"
            return "◐", words, "accent"
        case Running(_, False):
            return "●", "running, unsupervised", "accent"
        case Running():
            return "●", "running", "accent"
        case Finished(0, _):
            return "✓", "finished", "success"
        case Finished(code, _):
            return "×", f"failed with status {code}", "error"
        case Stopped():
            return "■", "stopped by you", "warning"
        case Killed(_, _, True):
            return "×", "killed: out of memory", "error"
        case Killed(signal, _):
            return "×", f"killed by signal {signal}", "error"
        case Followed(problem=problem) if problem:
            return "!", "waiting", "warning"
        case Followed(_, is_complete):
            return ("✓", "complete", "success") if is_complete else ("○", "following", "accent")
        case Lost():
            return "×", "lost: nobody saw it end", "error"
