"""What samples must prove: each Deliverable of a Course in a Profile, and what was said of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from course.model import Course, Day, Deliverable, Profile, Step
from course.strict_yaml import Path as KeyPath
from lab_tasks.checks.verdict import Verdict


@dataclass(frozen=True)
class ToProve:
    """One Deliverable, and where it stands in its `day.yaml`."""

    day: Day
    step: Step
    deliverable: Deliverable
    path: KeyPath

    @property
    def name(self) -> str:
        """Its id in the Course."""
        return f"{self.day.id}/{self.step.id}/{self.deliverable.id}"


@dataclass(frozen=True)
class Verdicts:
    """What its Check says in the three sample workspaces."""

    fresh: Verdict
    begun: Verdict
    solved: Verdict


def to_prove(course: Course, profile: Profile) -> Iterator[ToProve]:
    """Yield the Deliverables to prove in a Profile, in the Course's order.

    All of them in `quick`; in `full` those whose Recipe or Check is another one there: a document
    is the same in both.
    """
    for day in course.days:
        for at, step in enumerate(day.steps):
            if step.why_not_needed(profile):
                continue
            for position, deliverable in enumerate(step.deliverables):
                if profile == "quick" or step.recipe or deliverable.check.full:
                    yield ToProve(day, step, deliverable, ("steps", at, "deliverables", position))
