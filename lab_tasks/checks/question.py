"""What a Check is asked, and what it may answer."""

from dataclasses import dataclass
from pathlib import Path

from course.model import Course, Day, Step
from lab_tasks.checks.verdict import Blocked, Error, Fail, Inconclusive, Level
from lab_tasks.evidence import Evidence


@dataclass(frozen=True)
class Question:
    """The Step whose Deliverable is to be judged, and what can be known of the Workspace."""

    evidence: Evidence
    day: Day
    step: Step

    @property
    def course(self) -> Course:
        """The Course the Step belongs to."""
        return self.evidence.course


@dataclass(frozen=True)
class Proved:
    """It is there and right. `level` as far as the files go; git may lift it to `committed`."""

    level: Level
    evidence: str
    files: tuple[Path, ...] = ()
    """The files the proof rests on; empty when git cannot make it stronger."""


Answer = Proved | Fail | Blocked | Inconclusive | Error


def named(question: Question, day: Day, step: Step) -> str:
    """Return a Step as a remedy names it: its title, and its id as it greps."""
    return f"‘{step.title}’ ({question.evidence.step_id(day, step)})"
