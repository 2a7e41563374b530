"""A Course of one Day, and Runs, ticks, results and entries of its Steps, for tests of rules."""

import importlib.util
from pathlib import Path

from run_request import run_request

from course.model import CheckSpec, Course, Day, Deliverable, ProfileRecipe, Recipe, Step, Week
from lab_tasks.checks.verdict import CheckResult, Fail, Verdict
from lab_tasks.progress.course_asks import digest_of
from lab_tasks.progress.progress import StepProgress
from lab_tasks.queue.entries import QueueEntry
from lab_tasks.runs.model import (
    RECORD,
    Run,
    RunState,
)

TICK = StepProgress("2026-01-14T10:00:00Z", "executed")
PROOF = Deliverable(id="proof", title="Proof", check=CheckSpec(name="checkpoint-trained"))
RECIPE = Recipe(
    job="train", profiles={"quick": ProfileRecipe(args=())}, not_needed={"full": "it is made"}
)
READ = Step(id="read", title="Read", kind="read", minutes=5, text="Words")
MAKE = Step(
    id="make", title="Make", kind="run", minutes=5, text="", recipe=RECIPE, deliverables=(PROOF,)
)
TRAIN = Step(
    id="train",
    title="Train",
    kind="run",
    minutes=5,
    text="",
    recipe=RECIPE,
    deliverables=(PROOF,),
    needs=("make",),
    aliases=("learn",),
)
DAY = Day(
    id="day01",
    number=1,
    title="One",
    objectives=(),
    sources=(),
    steps=(READ, MAKE, TRAIN),
    commit_message="",
)
ASKED = digest_of(MAKE)
COURSE = Course(id="c", title="C", weeks=(Week(number=1, title="W", days=(DAY,)),))


class MakeRun:
    def __init__(self, root: Path) -> None:
        self.root = root

    def __call__(
        self,
        step: str,
        state: RunState,
        *,
        record: bool = False,
        number: int = 1,
        entry: str = "",
    ) -> Run:
        run_id = f"{step}-{number:02}"
        folder = self.root / run_id
        folder.mkdir(exist_ok=True)
        if record:
            (folder / RECORD).write_text("{}")
        request = run_request(
            id=run_id,
            step=f"c/day01/{step}",
            title=step,
            requested_s=0.0,
            entry=entry,
        )
        return Run(folder, request, state)


def ticked(*steps: str) -> dict[str, StepProgress]:
    return {f"c/day01/{step}": TICK for step in steps}


def result(verdict: Verdict, step: str = "make") -> CheckResult:
    return CheckResult(f"c/day01/{step}", "proof", "Proof", "checkpoint-trained", verdict)


FAIL = Fail("too short", "Train longer.", "3,000 steps", "20 steps")


def waiting(step: str) -> QueueEntry:
    return QueueEntry(
        id="000001-00000000", step=f"c/day01/{step}", profile="quick", course="c", asked_s=0.0
    )


def save_checkpoint(checkpoints: Path, number: int) -> None:
    """Save a complete checkpoint, as the runs' own tests do."""
    path = Path(__file__).parents[1] / "lab_tasks" / "runs" / "fake_saver.py"
    spec = importlib.util.spec_from_file_location("fake_saver_of_runs", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.save(checkpoints, number)
