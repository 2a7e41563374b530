"""`robolab-tui report`: the devlog of trainings, written from what ran."""

import re
import sys
from argparse import Namespace
from functools import cache
from pathlib import Path

from course.model import Course
from lab_tasks.logs.log_unreadable import LogUnreadable
from lab_tasks.reports.devlog import DevlogRefused, write_devlog
from lab_tasks.reports.sources import (
    CourseOf,
    SourceRefused,
    Sources,
    find_sources,
    read_trainings,
)
from lab_tasks.reports.training import Training
from lab_tasks.sanitise import clean
from lab_tasks.workspace import Workspace
from tui import given_course
from tui.cli import complain, find_workspace
from tui.exit_code import ExitCode
from tui.which_course import shipped_course_of

LONGEST_NAME = 60
ELSEWHERE = "Name a folder that can be written with --output."


def run(words: Namespace) -> int:
    """Write the devlog and print its files, the document first."""
    try:
        sources = find_sources(words.sources, Workspace(find_workspace(words)))
        trainings = read_trainings(sources, courses(words.course))
        folder = words.output_folder or default_folder(sources, trainings[0])
        written = write_devlog(folder, trainings, words.report_steps or ())
    except (SourceRefused, DevlogRefused, LogUnreadable) as refused:
        complain(refused.what, refused.remedy)
        return ExitCode.USAGE
    except OSError as error:
        complain(f"{error.filename or 'A file'}: {error.strerror or error}.", ELSEWHERE)
        return ExitCode.ENVIRONMENT
    for path in written:
        sys.stdout.write(f"{clean(str(path))}\n")
    return ExitCode.PASS


def courses(given: str) -> CourseOf:
    """Return what reads a Workspace's Course: the given one, but where its own is another shipped.

    It reads each once, and raises CourseRefused.
    """
    read = cache(given_course.read)

    def course_of(folder: Path) -> Course:
        course, own = read(given), shipped_course_of(folder)
        return course if own in (None, course.id) else read(own)

    return course_of


def default_folder(sources: Sources, first: Training) -> Path:
    """Return `docs/devlog-<first source>` of the Workspace, or of this folder for other logs."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", first.name).strip("-")[:LONGEST_NAME]
    return sources.home / "docs" / f"devlog-{name or 'training'}"
