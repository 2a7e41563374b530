"""Refusals: what a student can put right, said in one line, with exit status 2."""

import sys
from collections.abc import Callable

from lab_tasks.jobs import output


class Refusal(Exception):
    """A job cannot do what it was asked; the text says what, where, and what to do next."""


def run_or_refuse(job: Callable[[], None]) -> None:
    """Run a job; where it refuses or lacks a package, end with one line on stderr, status 2."""
    output.survive_a_full_disk()
    try:
        job()
    except Refusal as refusal:
        _refuse(str(refusal))
    except ImportError as missing:
        where = f"the lab's Python, {sys.executable}"
        _refuse(f"a package is missing in {where}: {missing}; `robolab-tui doctor` tells the fix")


def _refuse(text: str) -> None:
    print(f"error: {' '.join(text.split())}", file=sys.stderr, flush=True)
    sys.exit(2)
