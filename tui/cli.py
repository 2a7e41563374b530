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
from tui.given_course import CourseRefused
from tui.which_course import choose, day_in, folder_around, is_of_another

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
    except CourseRefused as refused:
        complain(str(refused))
        return ExitCode.USAGE
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
        here = Path.cwd()
    except OSError as error:
        complain(f"The current folder cannot be used: {error.strerror}.", "Change to another one.")
        return ExitCode.ENVIRONMENT
    settle_course(words, here)
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
    """Return the student's folder: named, around the current folder, set, or the default.

    A folder that nobody named and that belongs to another shipped Course is passed by.
    """
    if words.workspace:
        return Path(words.workspace).expanduser().resolve()
    around, course = _own_folder(Path.cwd()), str(words.course)
    if around and not is_of_another(around, course):
        return around
    return Path(f"~/robolab/{Path(course).name}").expanduser().resolve()


def settle_course(words: Namespace, here: Path) -> None:
    """Write down which Course is meant where none is named, and say so where it is a surprise."""
    named = [*(words.check or ()), *([words.workspace] if words.workspace else ())]
    folders = [Path(one).expanduser() for one in named] if named else [_own_folder(here)]
    day = day_in(getattr(words, "step", None) or "") if words.day is None else words.day
    choice = choose(words.course, day, [folder for folder in folders if folder])
    words.course = choice.course
    if choice.why and _name(words) != "open_app":  # the app's header says it
        sys.stderr.write(f"{choice.why} --course names another.\n")


def _own_folder(here: Path) -> Path | None:
    """Return the folder around this one, or the one that is set; None when there is neither."""
    setting = os.environ.get("ROBOLAB_WORKSPACE")
    return folder_around(here) or (Path(setting).expanduser().resolve() if setting else None)
