"""`reproduction.json`: what a fresh-clone test did and found, by stage and by evaluation.

The names here are final: other programs read the file.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import msgspec

from lab_tasks import foreign
from lab_tasks.problem import Problem
from lab_tasks.sanitise import clean_line

Stage = Literal["clone", "environment", "checkpoint", "evaluate", "compare", "report"]
STAGES: tuple[Stage, ...] = ("clone", "environment", "checkpoint", "evaluate", "compare", "report")

StageVerdict = Literal["passed", "failed", "inconclusive", "blocked", "error"]
"""`failed` is the repository's doing, `error` ours, `blocked` that of an earlier stage."""

Outcome = Literal[
    "reproduced exactly",
    "reproduced",
    "consistent",
    "inconclusive",
    "not reproduced",
    "number changed",
    "not run",
]
"""`reproduced`: the same episodes succeeded with other rewards. `consistent`: other episodes did,
and the counts agree within chance."""

Verdict = Literal[
    "reproduced exactly",
    "reproduced",
    "consistent",
    "inconclusive",
    "not reproduced",
    "number changed",
    "failed",
    "error",
]
"""Of the whole: the weakest outcome of its evaluations, or how the stage that ended it ended."""

WEAKEST_FIRST: tuple[Outcome, ...] = (
    "number changed",
    "not reproduced",
    "not run",
    "inconclusive",
    "consistent",
    "reproduced",
    "reproduced exactly",
)
HELD: tuple[Verdict, ...] = ("reproduced exactly", "reproduced")
OPEN: tuple[Verdict, ...] = ("consistent", "inconclusive")

LARGEST_BYTES = 16_000_000
LONGEST_WORDS = 1000


class StageResult(msgspec.Struct, frozen=True, kw_only=True):
    """One stage: how it ended, why, and what mends it. `log` is relative to the Reproduction.

    Reasons quote the repository, so what acts on a terminal is taken out of them here.
    """

    stage: Stage
    verdict: StageVerdict
    why: str
    remedy: str = ""
    log: str | None = None
    duration_s: float = 0.0

    def __post_init__(self) -> None:
        _clean_words(self)


class Episodes(msgspec.Struct, frozen=True, kw_only=True):
    """What happened per episode, in the order of their seeds."""

    successes: tuple[bool, ...]
    max_rewards: tuple[float, ...]
    sum_rewards: tuple[float, ...]

    @property
    def solved(self) -> int:
        """How many episodes succeeded."""
        return sum(self.successes)

    @property
    def counted(self) -> str:
        """How many of how many: `7/20`."""
        return f"{self.solved}/{len(self.successes)}"


class EvaluationOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """One recorded evaluation and what running it again gave."""

    step: str
    run: str
    policy: str
    outcome: Outcome
    why: str
    remedy: str = ""
    recorded_sha256: str
    """Hash of the recorded eval_info.json."""
    checkpoint_sha256: str | None
    seed: int
    batch_size: int
    recorded: Episodes
    again: Episodes | None = None
    """None: it was not run, or its run failed."""
    first_difference: int | None = None
    """Index of the first episode that differs; None: none does, or it was not run."""
    p_value: float | None = None
    log: str | None = None
    duration_s: float = 0.0

    def __post_init__(self) -> None:
        _clean_words(self)


class ReproductionRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A whole fresh-clone test."""

    format: int = 1
    id: str
    course: str
    day: int
    step: str
    source: str
    commit: str | None
    """What was cloned; None: the clone failed."""
    isolation: Literal["none"]
    """`none`: the repository's code ran with the rights of whoever started this."""
    verdict: Verdict
    stages: tuple[StageResult, ...]
    evaluations: tuple[EvaluationOutcome, ...]
    versions_recorded: dict[str, str | None]
    versions_here: dict[str, str | None]
    started: str
    """UTC, ISO 8601."""
    duration_s: float
    tool: str


def _clean_words(told: StageResult | EvaluationOutcome) -> None:
    for name in ("why", "remedy"):
        words = clean_line(getattr(told, name), LONGEST_WORDS)
        msgspec.structs.force_setattr(told, name, words)


def verdict_of(outcomes: Sequence[EvaluationOutcome]) -> Verdict:
    """Return the weakest of the outcomes (one or more) as the verdict of the whole."""
    weakest = min((o.outcome for o in outcomes), key=WEAKEST_FIRST.index)
    return "failed" if weakest == "not run" else weakest


def read(path: Path) -> ReproductionRecord | Problem:
    """Return a Reproduction's record; a Problem when the file is not one."""
    return foreign.read_json(path, ReproductionRecord, LARGEST_BYTES)
