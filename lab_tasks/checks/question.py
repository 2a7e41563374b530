"""What a Check is asked, and what it may answer."""

from pathlib import Path

import msgspec

from course.model import Course, Day, Step
from lab_tasks.checks.verdict import Blocked, Error, Fail, Inconclusive, Level
from lab_tasks.evidence.evidence import Evidence


class Question(msgspec.Struct, frozen=True):
    """The Step whose Deliverable is to be judged, and what can be known of the Workspace."""

    evidence: Evidence
    day: Day
    step: Step

    @property
    def course(self) -> Course:
        """The Course the Step belongs to."""
        return self.evidence.course


class Proved(msgspec.Struct, frozen=True):
    """It is there and right. `level` as far as the files go; git may lift it to `committed`."""

    level: Level
    evidence: str
    files: tuple[Path, ...] = ()
    """The files the proof rests on; empty when git cannot make it stronger."""


Answer = Proved | Fail | Blocked | Inconclusive | Error


def named(question: Question, day: Day, step: Step) -> str:
    """Return a Step as a remedy names it: its title, and its id as it greps."""
    return f"‘{step.title}’ ({question.evidence.step_id(day, step)})"
