"""What a Check can say. A failing Check is a result; a Check that breaks is our fault."""

from typing import Literal

import msgspec

Level = Literal["attested", "detected", "executed", "committed"]
"""How strong the Evidence behind a pass is, weakest first."""


class Pass(msgspec.Struct, frozen=True):
    """Proved, at this level, by what is named."""

    level: Level
    evidence: str


class Fail(msgspec.Struct, frozen=True):
    """Not there, or not right."""

    why: str
    remedy: str
    expected: str = ""
    found: str = ""


class Blocked(msgspec.Struct, frozen=True):
    """Cannot be judged before `by`, `<step id>/<deliverable id>`, passes."""

    by: str
    why: str
    remedy: str = ""


class Inconclusive(msgspec.Struct, frozen=True):
    """The Evidence is sound and does not settle the question."""

    why: str
    remedy: str


class Error(msgspec.Struct, frozen=True):
    """The Check itself broke: the tool's fault, never the student's."""

    why: str


Verdict = Pass | Fail | Blocked | Inconclusive | Error


class CheckResult(msgspec.Struct, frozen=True):
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
