"""What the help says of panes, marks and levels."""

from lab_tasks.checks.verdict import Level
from tui.rules.day_view import StepState

PANE_HELP: dict[str, tuple[str, str]] = {
    "checklist": (
        "The Day's Steps",
        "Move with the arrows or j and k. Enter does what the Step needs: it opens a text, starts "
        "a Run, opens your editor. n goes to what is next; w says why a Step is not ticked.",
    ),
    "tree": (
        "The Course",
        "Weeks and their Days. Enter opens a Day; [ and ] go to the Day before and after.",
    ),
    "step": (
        "The Step's text",
        "What you do, why, and what to expect. Scroll with the arrows; enter on the Step opens it "
        "full screen, h shows one hint more.",
    ),
    "run": (
        "The Run",
        "What the Step's newest Run does now. A Run belongs to no terminal: close the app, and it "
        "goes on. The curve's x axis shows true training steps; y switches the axis.",
    ),
}
MARK_WORDS: dict[StepState, str] = {
    "done": "ticked",
    "stale": "ticked before the course asked something else: c checks it again",
    "running": "its Run is alive",
    "waiting": "its Run waits for something",
    "queued": "starts by itself after the one before",
    "failed": "did not pass: w says why",
    "stopped": "you stopped its Run: w says what to do",
    "ran": "its Run is done, a Check waits for another Step: w says for which",
    "blocked": "builds on a Step that is not done: its texts open, a Run or test does not start",
    "not needed": "nothing to do in this profile",
    "open": "to do",
}
LEVEL_WORDS: dict[Level, str] = {
    "attested": "you said so",
    "detected": "a file is there and looks right",
    "executed": "a Run on record did it",
    "committed": "and its evidence is in your last commit",
}
