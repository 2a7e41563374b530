"""The sample Course with `act` trained over the seeds 1, 2, 3, and Workspaces in which it was."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import sample_workspace as sample

from course.model import CheckSpec, Course, Day, ProfileRecipe, Step
from lab_tasks.progress import progress
from lab_tasks.workspace import Workspace

SEEDS = (1, 2, 3)
SOLVED = {1: 18, 2: 16, 3: 17}
"""Solved episodes of 20 by training seed: 51/60, 0.85 ± 0.05."""
GROUPS = {"train": "train-act-seeds-01", "evaluate": "evaluate-act-seeds-01"}


def seeded_course() -> Course:
    """Return the Course: `train-act` and `evaluate-act` run over seeds, their Checks ask for 3."""
    course = sample.sample_course()
    day = course.days[0]
    steps = tuple(_over_seeds(s) if s.id.endswith("-act") else s for s in day.steps)
    week = msgspec.structs.replace(
        course.weeks[0], days=(msgspec.structs.replace(day, steps=steps), course.days[1])
    )
    return msgspec.structs.replace(course, weeks=(week,))


def seeded_workspace(root: Path, solved: Mapping[int, int] = SOLVED) -> Workspace:
    """Make a Workspace in which every seed was trained and evaluated, the baseline too."""
    root.mkdir(parents=True, exist_ok=True)
    workspace = Workspace(root)
    for seed, count in solved.items():
        write_seed(workspace, seed, count)
    sample.write_training(workspace, "untrained", requested_s=90.0)
    sample.write_evaluation(workspace, "untrained", requested_s=91.0)
    progress.start(workspace, "robo47", "quick")
    return workspace


def write_seed(
    workspace: Workspace, seed: int, solved: int | None, *, number: int | None = None
) -> None:
    """Leave a training with this seed, and its evaluation; `solved` None: it has none."""
    at = number or seed
    training = sample.write_training(workspace, "act", number=at, requested_s=100.0 + at)
    sample.ask(training, seed=seed)
    sample.edit_json(training / "record.json", seed=seed)
    sample.edit_json(training / "request.json", seed=seed, group=GROUPS["train"])
    if solved is not None:
        evaluation = sample.write_evaluation(
            workspace, "act", number=at, solved=solved, requested_s=200.0 + at
        )
        request: dict[str, Any] = {"seed": seed, "group": GROUPS["evaluate"]}
        sample.edit_json(evaluation / "request.json", inputs=[training.name], **request)


def _over_seeds(step: Step) -> Step:
    assert step.recipe
    own = step.recipe.profiles["quick"]
    given = () if step.recipe.job == "evaluate" else ("--seed=1",)
    quick = ProfileRecipe(args=(*own.args, *given), expected_s=60, training_seeds=SEEDS)
    recipe = msgspec.structs.replace(step.recipe, profiles={"quick": quick})
    deliverables = tuple(
        msgspec.structs.replace(
            d, check=CheckSpec(name=d.check.name, args=d.check.args | {"trainings": 3})
        )
        for d in step.deliverables
    )
    return msgspec.structs.replace(step, recipe=recipe, deliverables=deliverables)


def day_of(course: Course) -> Day:
    """Return the Day with the seeds."""
    return course.days[0]
