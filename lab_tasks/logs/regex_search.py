"""A search for a regular expression, in a child that is killed when nobody waits for it."""

import pickle
import signal
import subprocess
from collections.abc import Iterator
from multiprocessing.connection import Connection
from os import dup
from pathlib import Path

from lab_tasks import own_module
from lab_tasks.logs.log_search import Answer, Failed, Unfinished, Wanted
from lab_tasks.logs.regex_child import Request

LOOK_EVERY_S = 0.1
MOST_CPU_S = 10.0
"""An expression that computes longer on one stretch of a file would do so without end."""
TOO_COSTLY = "This expression takes too long here: use fewer * and + within ( )."


def search(path: Path, wanted: Wanted, offset: int, *, forward: bool) -> Iterator[Answer]:
    """Yield how far it has come, at least each `LOOK_EVERY_S`; the last one is no Unfinished.

    To close the iterator ends the search, whatever the expression is computing.

    Raises:
        OSError: no process can be started.
    """
    request = Request(path, wanted.text, offset, forward, MOST_CPU_S)
    process = subprocess.Popen(
        own_module.command("lab_tasks.logs.regex_child"),
        env=own_module.environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with process:
        try:
            yield from _answers(process, request)
        finally:
            process.kill()


def _answers(process: "subprocess.Popen[bytes]", request: Request) -> Iterator[Answer]:
    assert process.stdin is not None
    assert process.stdout is not None
    newest: Answer = Unfinished(request.offset)
    with Connection(dup(process.stdout.fileno()), writable=False) as answers:
        try:
            process.stdin.write(pickle.dumps(request))
            process.stdin.close()
            while isinstance(newest, Unfinished):
                if answers.poll(LOOK_EVERY_S):
                    newest = answers.recv()
                yield newest
        except (EOFError, BrokenPipeError):
            is_costly = process.wait() == -signal.SIGVTALRM
            yield Failed(TOO_COSTLY if is_costly else "The search broke off: try it again.")
