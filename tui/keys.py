"""Every key: its action, label and tooltip. Footer, palette, help and docs read it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """One key. `action` is the Textual action that it runs, and its id in a user's keymap."""

    action: str
    key: str
    label: str
    tooltip: str
    shown: str = ""
    """How the key is written on the screen; empty: as in `key`."""
    names: str = ""
    """What else a student may look for it as, after its label in the palette."""
    is_rare: bool = False
    """Only few Steps have a use for it: the footer shows it where it can act."""

    @property
    def written(self) -> str:
        """The key as the screen and the docs write it."""
        return self.shown or self.key


GLOSSARY = Key(
    "glossary", "ctrl+g", "terms", "Find a term in the glossary of all Days", names="glossary"
)
HELP = Key("help", "question_mark", "help", "Explain this screen, and list its keys", "?")
DO_STEP = "Do what this Step needs: run, open, write, answer, compare, …"
EDIT_NOTE = "Write this Step's document in the app's own editor, words counted as you type"
OWN_EDITOR = "Write this Step's document in $EDITOR"
FILL_TABLE = "Write the table or report into this Step's document; your own text stays"

LAB_KEYS: tuple[Key, ...] = (
    Key("do_step", "enter", "run/open", DO_STEP, names="quiz, text, document, source"),
    Key("edit_note", "e", "write here", EDIT_NOTE, names="editor", is_rare=True),
    Key("fill_table", "F", "fill table", FILL_TABLE, "F", is_rare=True),
    Key("tick", "space", "tick", "Tick or untick a Step that only you can vouch for"),
    Key("check", "c", "check", "Check what this Day has left behind"),
    Key("next_step", "n", "next", "Go to what to do next, and say why"),
    Key("why", "w", "why", "Say why this Step is not ticked, and what to do"),
    Key("hint", "h", "hint", "Show one more hint for this Step"),
    Key("run_all", "a", "run all", "Run what is left of this Day, one after the other"),
    Key("stop_run", "s", "stop", "Stop this Step's Run (asks first)"),
    Key("log", "l", "log", "Show the Run's log full screen"),
    Key("monitor", "m", "monitor", "Watch this Step's Run, and its group, full screen"),
    Key("resume_run", "R", "resume", "Go on from the last Checkpoint of a Run that broke off", "R"),
    Key("seeds", "S", "seeds", "Queue this Step's Run over several seeds, as one group", "S"),
    Key("compare", "p", "compare", "Compare this Day's policies: table and curves"),
    Key("commit", "g", "commit", "See what will be committed, and commit it"),
    Key("day_text", "o", "day", "Read the Day's own words: analogy, objectives, terms, sources"),
    GLOSSARY,
    Key("runs", "r", "runs", "List all Runs of this Workspace"),
    Key("fresh_clone", "f", "fresh clone", "Test that a fresh clone reproduces your result"),
    Key("toggle_run", "v", "text/run", "Swap the Step's text and its Run where both do not fit"),
    Key("toggle_tree", "t", "course", "Show or hide the Course tree"),
    Key("log_scale", "y", "log axis", "Draw the curve on a logarithmic or linear axis"),
    Key("previous_day", "left_square_bracket", "day before", "Go to the Day before", "["),
    Key("next_day", "right_square_bracket", "day after", "Go to the Day after", "]"),
    Key("profile", "P", "profile", "Switch between quick (two cores) and full (a GPU)", "P"),
    Key("install_lab", "i", "lab", "Make the lab's environment: the Python that has lerobot"),
    Key("own_editor", "E", "$EDITOR", OWN_EDITOR, "E", names="your own editor", is_rare=True),
    Key("everything", "ctrl+p", "all", "Find everything by its name; change the theme"),
    Key("help", "question_mark", "help", "Explain what has the focus, and list all keys", "?"),
    Key("quit", "q", "quit", "Leave; Runs go on"),
)
"""In the order of the footer: what is used most comes first, and is what 80 columns still show."""

LOG_KEYS: tuple[Key, ...] = (
    Key("follow", "f", "follow", "Follow the end of the log, or stay where you are"),
    Key("search", "slash", "search", "Look for a word or a regular expression", "/"),
    Key("next_match", "n", "next", "Go to the next line that matches"),
    Key("previous_match", "N", "previous", "Go to the line before that matches"),
    Key("next_trouble", "e", "error", "Go to the next error or warning"),
    Key("back", "escape", "back", "Back to where you were; ends a search that goes on", "esc"),
    Key("go_to", "colon", "go to", "Go to a share of the log, 50%, or to a line, 1200", ":"),
    Key("log_start", "g", "start", "Go to the start of the log"),
    Key("log_end", "G", "end", "Go to the end of the log and follow it"),
    Key("previous_trouble", "E", "error above", "Go to the error or warning before"),
    HELP,
    Key("quit", "q", "leave", "Leave the log; it goes on"),
)
COMPARE_KEYS: tuple[Key, ...] = (
    Key("write_table", "w", "write table", "Write the table into docs/ for your commit"),
    Key("log_scale", "y", "log axis", "Draw the curves on a logarithmic or linear axis"),
    Key("back", "escape,q", "back", "Back to the Day", "esc"),
    HELP,
)
RUNS_KEYS: tuple[Key, ...] = (
    Key("watch", "enter", "watch", "Go to the Step of this Run and watch it"),
    Key("mark", "space", "mark", "Mark this Run for the monitor, or no longer"),
    Key("monitor", "m", "monitor", "Watch the marked Runs, else this one and its group"),
    Key("log", "l", "log", "Show this Run's log full screen"),
    Key("resume_run", "R", "resume", "Go on from the last Checkpoint of a Run that broke off", "R"),
    Key("stop_run", "s", "stop", "Stop this Run (asks first)"),
    Key("back", "escape,q", "back", "Back to the Day", "esc"),
    Key("unqueue", "d", "off queue", "Take what waits under the cursor off the queue"),
    HELP,
)
COMMIT_KEYS: tuple[Key, ...] = (
    Key("commit", "ctrl+s", "commit", "Commit what is listed, with this message"),
    Key("back", "escape", "back", "Back to the Day; nothing is committed", "esc"),
)
EDITOR_KEYS: tuple[Key, ...] = (
    Key("save", "ctrl+s", "save", "Save the document and stay"),
    Key("back", "escape", "save, back", "Save the document, and go back to the Day", "esc"),
    Key("fill_table", "ctrl+t", "fill table", FILL_TABLE, is_rare=True),
    Key("reload", "ctrl+r", "theirs", "Take over what another program wrote", is_rare=True),
    Key("undo", "ctrl+z", "undo", "Take back what you typed last"),
    Key("redo", "ctrl+y", "redo", "Do again what you took back"),
    GLOSSARY,
)
QUIZ_KEYS: tuple[Key, ...] = (
    Key("go_on", "enter", "answer, next", "Answer; then go to the next question", is_rare=True),
    Key("answer", "ctrl+s", "answer", "Answer with what is typed", is_rare=True),
    Key("choose", "space", "choose", "Choose what is under the cursor, or no longer", is_rare=True),
    Key("earlier", "shift+up,K", "up", "Move the item up", "shift+↑", is_rare=True),
    Key("later", "shift+down,J", "down", "Move the item down", "shift+↓", is_rare=True),
    Key("skip", "ctrl+n", "skip", "Go to the next question; this one stays open", is_rare=True),
    Key("back", "escape,q", "leave", "Back to the Day; what you answered is kept", "esc"),
    HELP,
)
FRESH_CLONE_KEYS: tuple[Key, ...] = (
    Key("reproduce", "ctrl+s", "start", "Clone, build, evaluate again and compare"),
    Key("back", "escape,q", "back", "Back to the Day", "esc"),
    HELP,
)
VIEWER_KEYS: tuple[Key, ...] = (
    Key("edit", "e", "editor", "Open this file in $EDITOR, or in $PAGER when only that is set"),
    Key("next_match", "n", "next name", "Go to the next of the names to look for"),
    Key("back", "escape,q", "back", "Back to the Day", "esc"),
    HELP,
)
READER_KEYS: tuple[Key, ...] = (
    Key("back", "escape,q", "back", "Back to the Day", "esc"),
    GLOSSARY,
    HELP,
)
GLOSSARY_KEYS: tuple[Key, ...] = (
    Key("go_to_day", "enter", "go to its Day", "Go to a Day that explains the term"),
    Key("back", "escape", "close", "Back to where you were", "esc"),
)
FIRST_START_KEYS: tuple[Key, ...] = (
    Key("accept", "enter", "begin", "Begin here, with the Runs as big as is chosen"),
    HELP,
    Key("quit_first", "q,escape", "leave", "Leave; nothing is made then", "q"),
)
HELP_KEYS: tuple[Key, ...] = (Key("back", "escape", "close", "Close the help", "esc"),)
