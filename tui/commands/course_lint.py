"""`robolab-tui course lint`: what is wrong with a Course, by its files and by its samples."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from course.lint import Fault, lint
from lab_tasks.checks.course_arguments import argument_faults
from lab_tasks.checks.registry import known_checks
from lab_tasks.commits.plumbing import GitFailed, GitMissing
from lab_tasks.runs.known_jobs import known_jobs
from lab_tasks.sanitise import LONGEST, clean_line
from tui import given_course
from tui.cli import complain
from tui.exit_code import ExitCode

SAMPLES_WAIT = "the samples are proved when these are mended"


def run(words: Namespace) -> int:
    """Print every fault, one a line; say on stderr what was proved."""
    name = words.path or words.course
    folder = given_course.folder(name)  # one that is not there is wrong usage, and no fault
    faults = lint(folder, known_checks(), known_jobs())
    if not faults:
        faults += argument_faults(given_course.read(name))
    _print(faults)
    if faults or words.no_samples:
        _say(name, faults, SAMPLES_WAIT if faults and not words.no_samples else "")
        return ExitCode.FAIL if faults else ExitCode.PASS
    return _prove(name, words.keep)


def _prove(name: str, keep: Path | None) -> int:
    from lab_tasks.samples.proof import prove  # every Check and job's record

    try:
        proof = prove(given_course.read(name), keep=keep)
    except FileExistsError as error:
        complain(f"{error.filename} is there already.", "Name a new folder to keep the samples in.")
        return ExitCode.USAGE
    except (GitMissing, GitFailed, OSError) as error:
        sys.stderr.write(f"{name}: no sample workspace could be made: {error}\n")
        return ExitCode.ENVIRONMENT
    _print(proof.faults)
    proved = f"{proof.proved} of {proof.asked}" if proof.faults else f"all {proof.proved}"
    _say(name, proof.faults, f"{proved} deliverables pass when solved and fail when not")
    return ExitCode.FAIL if proof.faults else ExitCode.PASS


def _print(faults: Sequence[Fault]) -> None:
    for fault in faults:
        sys.stdout.write(f"{clean_line(str(fault), LONGEST)}\n")


def _say(name: str, faults: Sequence[Fault], more: str) -> None:
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    said = "; ".join(part for part in (count if faults else "no fault found", more) if part)
    sys.stderr.write(f"{name}: {said}\n")
