"""`robolab-tui open FILE …`: watch logs that anybody wrote."""

import shutil
import sys
from argparse import Namespace
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

from lab_tasks.sanitise import clean_line
from tui import first_look
from tui.cli import complain, find_workspace
from tui.exit_code import ExitCode
from tui.least_size import too_small_text
from tui.open_request import CannotOpen

PIPE = "-"
PIPED = "As in: lerobot-train … 2>&1 | robolab-tui open -"
NO_TERMINAL = "Use `robolab-tui report FILE` for a document, or run it in a terminal."


def run(words: Namespace) -> int:
    """Open the monitor, or say why it cannot be opened."""
    if not sys.stdout.isatty():
        complain("open draws on a terminal, and this is none.", NO_TERMINAL)
        return ExitCode.USAGE
    width, height = shutil.get_terminal_size()
    if too_small := too_small_text(width, height):
        complain(too_small, "Enlarge it or choose a smaller font.")
        return ExitCode.USAGE
    try:
        with ExitStack() as stack:
            return _open(_places(words, stack), height)
    except CannotOpen as refusal:
        complain(refusal.text, refusal.remedy)
        return ExitCode.USAGE


def _open(places: Mapping[str, Path | None], height: int) -> int:
    """Paint the end of the first log before the app is loaded, which takes ten times as long."""
    what = clean_line(f"open › {', '.join(places)}")  # names may hold what acts on a terminal
    first = next(iter(places.values()))
    lines = first_look.last_lines(_log_of(first), height - 2) if first else []
    first_look.paint(what, lines, height)
    try:
        from tui.monitor_app import run_monitor

        return run_monitor(places, what, lines)
    finally:
        first_look.leave()  # for the app that never came up


def _log_of(place: Path) -> Path:
    return place / "output.log" if place.is_dir() else place


def _places(words: Namespace, stack: ExitStack) -> dict[str, Path | None]:
    """Return where each of what was named is on this machine; None: on another one."""
    places: dict[str, Path | None] = {}
    for name in dict.fromkeys(words.files):
        places[_title(name, places)] = _piped(stack) if name == PIPE else _place(name, words)
    if PIPE not in words.files and not sys.stdin.isatty():
        raise CannotOpen("Standard input is no terminal, so no key can be read.", NO_TERMINAL)
    return places


def _title(name: str, taken: Mapping[str, object]) -> str:
    if name == PIPE:
        return "standard input"
    short = Path(name).name or Path(name).resolve().name
    # A remote file is named whole: its name is what it is opened by.
    return name if short in taken or not Path(name).exists() else short


def _piped(stack: ExitStack) -> Path:
    from tui.session.piped_log import PipedLog

    if sys.stdin.isatty():
        raise CannotOpen("- reads what is piped in, and nothing is.", PIPED)
    piped = PipedLog()
    stack.callback(lambda: _say_what_goes_on(piped.goes_on_in))  # called when it has been left
    try:
        return stack.enter_context(piped)
    except OSError as error:
        why = f"What is piped in cannot be watched here: {error}."
        raise CannotOpen(why, NO_TERMINAL) from error


def _say_what_goes_on(log: Path | None) -> None:
    """Say on stderr, below what the shell shows again, that leaving ended nothing."""
    if log:
        sys.stderr.write(
            f"The program that pipes in goes on; ctrl-c ends it. Its log is kept in {log}\n"
            f"  -> Watch it again, in another terminal: robolab-tui open {log}\n"
        )


def _place(name: str, words: Namespace) -> Path | None:
    path = Path(name).expanduser()
    if path.is_dir():
        return _run_folder(path)
    if path.exists():
        return _readable(path)
    run = find_workspace(words) / ".robolab" / "runs" / name
    if name == run.name and run.is_dir():
        return _run_folder(run)
    from lab_tasks.remote.address import is_remote

    if is_remote(name):
        return None
    raise CannotOpen(f"There is no {name}.", "Name a log, a run's folder, host:path, or - .")


def _run_folder(folder: Path) -> Path:
    if not (folder / "request.json").is_file():
        why = f"{folder} is a folder, and not a run's: it has no request.json."
        raise CannotOpen(why, "Name the log in it.")
    return folder.resolve()


def _readable(path: Path) -> Path:
    if not path.is_file():
        raise CannotOpen(f"{path} is no file with lines.", "Pipe it in: … | robolab-tui open -")
    try:
        path.open("rb").close()
    except OSError as error:
        raise CannotOpen(
            f"{path} cannot be read: {error.strerror}.", "Look at its rights."
        ) from error
    return path.resolve()
