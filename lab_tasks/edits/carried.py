"""Whether the work of a student who did the old version still passes: tried on a sample workspace.

What `changes` says follows from the two texts. This is the proof: the Checks of the new version
judge the Workspace in which the old one was done.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from course.model import Course
from lab_tasks.checks.question import Question
from lab_tasks.checks.run import check_deliverable
from lab_tasks.checks.verdict import Pass, Verdict
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.samples import given as samples
from lab_tasks.samples.proof import memory
from lab_tasks.samples.sample_workspace import solved_workspace
from lab_tasks.samples.to_prove import ToProve, to_prove


class Dropped(msgspec.Struct, frozen=True):
    """A Deliverable that the old version's student had, and that the new one does not accept."""

    name: str
    """`dayNN/step/deliverable`, as in the new version."""
    verdict: Verdict


def dropped(old: Course, new: Course) -> tuple[Dropped, ...]:
    """Return what a student who did all of `old` must do again in `new`, what is new left out.

    Raises CourseError (a `samples.yaml`), GitMissing, GitFailed, OSError.
    """
    given = {day.id: samples.read(Path(old.folder), day) for day in old.days}
    with TemporaryDirectory(prefix="robolab-samples-", dir=memory()) as scratch:
        workspace = solved_workspace(Path(scratch) / "solved", old, "quick", given)
        before, after = Evidence(old, workspace), Evidence(new, workspace)
        had = {
            name
            for one in to_prove(old, "quick")
            if isinstance(_verdict(before, one), Pass)
            for name in _names(one)
        }
        verdicts = ((one, _verdict(after, one)) for one in to_prove(new, "quick"))
        return tuple(
            Dropped(one.name, verdict)
            for one, verdict in verdicts
            if not isinstance(verdict, Pass) and had & _names(one)
        )


def _verdict(evidence: Evidence, one: ToProve) -> Verdict:
    question = Question(evidence, one.day, one.step)
    return check_deliverable(question, one.deliverable).verdict


def _names(one: ToProve) -> set[str]:
    """Return the names that a Deliverable has or had, by the aliases of its Day and Step."""
    days, steps = (one.day.id, *one.day.aliases), (one.step.id, *one.step.aliases)
    return {f"{day}/{step}/{one.deliverable.id}" for day in days for step in steps}
