"""`python -m lab_tasks.logs.regex_child`: one search for a regular expression, which may be killed.

Python's `re` holds the interpreter and cannot be interrupted, and an expression such as `(=+)+x`
takes longer with each character, without end. The request comes pickled on standard input; the
answers go to standard output.
"""

import pickle
import signal
import sys
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from lab_tasks.logs.log_search import Failed, Unfinished, Wanted, find_after, find_before
from lab_tasks.logs.pages import Pages


@dataclass(frozen=True)
class Request:
    """What to look for, and where."""

    path: Path
    text: str
    offset: int
    forward: bool
    most_cpu_s: float
    """Computing time after which the kernel ends the child, for each stretch of the file."""


def main() -> None:
    """Answer until it is found or absent."""
    request: Request = pickle.load(sys.stdin.buffer)
    answers = Connection(sys.stdout.fileno(), readable=False)
    try:
        _answer(request, answers)
    except OSError as error:
        answers.send(Failed(f"The log cannot be read: {error.strerror}."))


def _answer(request: Request, answers: "Connection[object, object]") -> None:
    look = find_after if request.forward else find_before
    wanted, pages = Wanted(request.text), Pages(request.path)
    offset: int | None = request.offset
    while offset is not None:
        # The kernel's own end: no handler of Python's would be called within `re`.
        signal.setitimer(signal.ITIMER_VIRTUAL, request.most_cpu_s)
        answer = look(pages, wanted, offset)
        answers.send(answer)
        offset = answer.offset if isinstance(answer, Unfinished) else None


if __name__ == "__main__":
    # A request names its classes by this module's own name, not by __main__.
    from lab_tasks.logs import regex_child

    regex_child.main()
