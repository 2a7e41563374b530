"""The command line: reads its words, calls one command, and returns an exit status.

Textual is loaded only to open the app; `--check` loads neither it nor torch nor lerobot.
"""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

from lab_tasks.sanitise import clean
from tui.arguments import parser
from tui.exit_code import ExitCode

LONGEST_COMPLAINT = 20_000


def main(argv: Sequence[str] | None = None) -> int:
    """Run `robolab-tui` with these words (default: the process's own)."""
    words = parser().parse_args(argv)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a mark that latin-1 lacks is no reason to break
    try:
        return int(_command(words))
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return ExitCode.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.ENVIRONMENT
    except Exception as error:  # noqa: BLE001  the one wide catch of the program
        from tui.crash import report_crash

        return report_crash(error)


def _command(words: Namespace) -> int:
    if words.version:
        from lab_tasks.version import version

        sys.stdout.write(f"robolab-tui {version()}\n")
        return ExitCode.PASS
    try:
        Path.cwd()
    except OSError as error:
        complain(f"The current folder cannot be used: {error.strerror}.", "Change to another one.")
        return ExitCode.ENVIRONMENT
    # By name, so that only the command's own imports are paid for.
    command = import_module(f"tui.commands.{_name(words)}")
    return int(command.run(words))


def _name(words: Namespace) -> str:
    if words.command:
        return str(words.command)
    if words.check is not None:
        return "check"
    return "fresh_clone" if words.headless else "open_app"


def complain(text: str, remedy: str = "") -> None:
    """Say on stderr what is wrong and what to do next, without what acts on a terminal."""
    text, remedy = clean(text, LONGEST_COMPLAINT), clean(remedy, LONGEST_COMPLAINT)
    sys.stderr.write(f"robolab-tui: {text}\n" + (f"  -> {remedy}\n" if remedy else ""))


def find_workspace(words: Namespace) -> Path:
    """Return the student's folder: named, around the current folder, set, or the default."""
    if words.workspace:
        return Path(words.workspace).expanduser().resolve()
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / "course-progress.yaml").is_file():
            return folder
    setting = os.environ.get("ROBOLAB_WORKSPACE")
    course = Path(words.course).name
    return Path(setting or f"~/robolab/{course}").expanduser().resolve()
