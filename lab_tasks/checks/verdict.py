"""What a Check can say. A failing Check is a result; a Check that breaks is our fault."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["attested", "detected", "executed", "committed"]
"""How strong the Evidence behind a pass is, weakest first."""


@dataclass(frozen=True)
class Pass:
    """Proved, at this level, by what is named."""

    level: Level
    evidence: str


@dataclass(frozen=True)
class Fail:
    """Not there, or not right."""

    why: str
    remedy: str
    expected: str = ""
    found: str = ""


@dataclass(frozen=True)
class Blocked:
    """Cannot be judged before `by`, `<step id>/<deliverable id>`, passes."""

    by: str
    why: str
    remedy: str = ""


@dataclass(frozen=True)
class Inconclusive:
    """The Evidence is sound and does not settle the question."""

    why: str
    remedy: str


@dataclass(frozen=True)
class Error:
    """The Check itself broke: the tool's fault, never the student's."""

    why: str


Verdict = Pass | Fail | Blocked | Inconclusive | Error


@dataclass(frozen=True)
class CheckResult:
    """The Verdict on one Deliverable."""

    step: str
    """Full id of the Step."""
    deliverable: str
    title: str
    check: str
    """Registered name of the Check, as in the YAML."""
    verdict: Verdict

    @property
    def passed(self) -> bool:
        """Whether the Deliverable is proved."""
        return isinstance(self.verdict, Pass)
