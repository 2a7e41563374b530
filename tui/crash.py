"""What happens when the program itself breaks: a log with everything, and where it is."""

import platform
import sys
import time
import traceback

from lab_tasks.sanitise import clean_line
from lab_tasks.version import version
from tui.exit_code import ExitCode


def report_crash(error: Exception) -> int:
    """Write the traceback to a named file, say so on stderr, and return the status of our fault."""
    from platformdirs import user_log_path

    folder = user_log_path("robolab-tui")
    path = folder / time.strftime("crash-%Y%m%dT%H%M%S.log")
    text = "".join(traceback.format_exception(error))
    facts = (
        f"robolab-tui {version()}\nPython {sys.version}\n{platform.platform()}\n"
        f"argv: {sys.argv[1:]}\n\n"
    )
    what = clean_line(repr(error))
    sys.stderr.write(f"robolab-tui broke (our fault, nothing of yours): {what}\n")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(facts + text)
    except OSError:
        sys.stderr.write(facts + text)
    else:
        sys.stderr.write(f"  -> The whole story is in {path}; please report it with that file.\n")
    return ExitCode.ENVIRONMENT
