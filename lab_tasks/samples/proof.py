"""The proof of a Course's Checks: every Deliverable passes where its Day was done, and fails where
nothing was done or only the templates were begun.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from course.errors import CourseError
from course.lint import Fault
from course.model import PROFILES, Course, Profile
from lab_tasks.checks.course_arguments import argument_faults
from lab_tasks.checks.question import Question
from lab_tasks.checks.run import check_deliverable
from lab_tasks.checks.verdict import Fail
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.samples import given as samples
from lab_tasks.samples.given import Given
from lab_tasks.samples.sample_faults import (
    of_counts,
    of_error,
    of_stray,
    of_unreadable,
    of_verdicts,
)
from lab_tasks.samples.sample_workspace import begun_workspace, fresh_workspace, solved_workspace
from lab_tasks.samples.to_prove import ToProve, Verdicts, to_prove

MEMORY = "/dev/shm"
ENOUGH_BYTES = 256_000_000
"""Ten times what the samples of a course of 47 Days take."""


@dataclass(frozen=True)
class Proof:
    """What was found: the faults, and how many Deliverables passed and failed as they must."""

    faults: tuple[Fault, ...]
    proved: int
    asked: int


def prove(
    course: Course, profiles: tuple[Profile, ...] = PROFILES, *, keep: Path | None = None
) -> Proof:
    """Make the Course's sample workspaces and judge them.

    They are thrown away, or left in the folder `keep`: `keep/quick/solved`, `begun`, `fresh`.

    Raises:
        GitMissing, GitFailed: no sample repository can be made.
        OSError: nothing can be written.
    """
    given, faults = _given(course)
    faults += argument_faults(course)
    deliverables = {one.name for profile in profiles for one in to_prove(course, profile)}
    if faults:
        return Proof(tuple(faults), 0, len(deliverables))
    unproved: dict[str, ToProve] = {}
    for profile in profiles:
        for one, verdicts in judged(course, profile, given, keep):
            if isinstance(verdicts.solved, Fail) and _follows(one, unproved):
                continue
            found = list(of_verdicts(course, profile, given[one.day.id], one, verdicts))
            unproved |= {one.name: one} if found else {}
            faults += found
    return Proof(tuple(_once(faults)), len(deliverables - unproved.keys()), len(deliverables))


def judged(
    course: Course, profile: Profile, given: Mapping[str, Given], keep: Path | None = None
) -> Iterator[tuple[ToProve, Verdicts]]:
    """Yield each Deliverable of a Profile with what the Checks say of it. Raises as `prove`."""
    with TemporaryDirectory(prefix="robolab-samples-", dir=memory()) as scratch:
        root = (keep or Path(scratch)) / profile
        workspaces = (
            fresh_workspace(root / "fresh", course, profile),
            begun_workspace(root / "begun", course, profile),
            solved_workspace(root / "solved", course, profile, given),
        )
        seen = [Evidence(course, workspace) for workspace in workspaces]
        for one in to_prove(course, profile):
            questions = (Question(evidence, one.day, one.step) for evidence in seen)
            results = (check_deliverable(each, one.deliverable) for each in questions)
            yield one, Verdicts(*(result.verdict for result in results))


def _follows(one: ToProve, unproved: Mapping[str, ToProve]) -> bool:
    """Whether it fails only because another Deliverable of its Day does: what was not made cannot
    be committed.
    """
    is_commit = one.deliverable.check.name == "committed"
    return is_commit and any(other.day is one.day for other in unproved.values())


def memory() -> str | None:
    """Return a folder in memory, where no save waits for a disk; None: the usual place."""
    if not os.access(MEMORY, os.W_OK | os.X_OK):
        return None
    return MEMORY if shutil.disk_usage(MEMORY).free > ENOUGH_BYTES else None


def _given(course: Course) -> tuple[dict[str, Given], list[Fault]]:
    """Return each Day's samples by its id, and what is wrong with them by themselves."""
    folder = Path(course.folder)
    given: dict[str, Given] = {}
    faults: list[Fault] = []
    for day in course.days:
        try:
            given[day.id] = samples.read(folder, day)
        except CourseError as error:
            faults.append(of_error(error))
            continue
        own = given[day.id]
        faults += [of_unreadable(own, path, why) for path, why in samples.unreadable(own)]
        faults += [of_stray(own, path) for path in samples.strays(day, own)]
    for day in course.days if not faults else ():
        found = samples.findings(course, day, given)
        faults += [of_counts(given[day.id], each) for each in found]
    return given, faults


def _once(faults: list[Fault]) -> Iterator[Fault]:
    """Yield each fault once: what is wrong in both Profiles is told of the first."""
    seen: set[tuple[str, int | None]] = set()
    for fault in faults:
        if (fault.file, fault.line) not in seen:
            yield fault
        seen.add((fault.file, fault.line))
