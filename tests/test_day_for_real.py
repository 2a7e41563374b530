"""A day in small, for real: lerobot trains and evaluates, git commits, a fresh clone reproduces.

The Steps are the shipped ones of Day 19; only their numbers are smaller.
"""

import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from course.loader import load_course
from course.model import Course, Day, Reproduction, Step
from lab_tasks import recipes, workspace_setup
from lab_tasks.commits import committing
from lab_tasks.reproduction.run import exit_status, reproduce
from lab_tasks.runs.follow import read_whole
from lab_tasks.runs.launch import launch
from lab_tasks.runs.model import OUTPUT_LOG, Run, RunRequest
from lab_tasks.runs.store import read_run
from lab_tasks.workspace import Workspace

pytestmark = pytest.mark.lerobot

SMALLER = {
    r"--episodes=\d+": "--episodes=6",
    r"--steps=\d+": "--steps=60",
    r"--save_freq=\d+": "--save_freq=60",
    r"--log_freq=\d+": "--log_freq=7",
    r"--eval\.n_episodes=\d+": "--eval.n_episodes=2",
    r"--eval\.batch_size=\d+": "--eval.batch_size=2",
}
STEPS = ("make-demos", "train-act", "evaluate-act")
DEADLINE_S = 170.0


def test_a_day_is_done_committed_and_reproduced_exactly(
    workspace: Workspace, tmp_path: Path, lab_python: str
) -> None:
    course = small_course()
    day19, day21 = (day for day in course.days if day.number in (19, 21))
    workspace_setup.set_up(workspace, course.id, "quick")

    runs = {step: do(course, day19, step, workspace, lab_python) for step in STEPS}
    training = read_whole(runs["train-act"].folder)
    plan = committing.plan(course, day19, workspace)
    committing.commit(workspace, plan, "Day 19 in small")
    scratch = tmp_path / "scratch"
    made = reproduce(course, day21, workspace.root, workspace=workspace, scratch=scratch)
    shutil.rmtree(scratch)  # five gigabytes of environment

    assert training.last_step == 56, "the last step that lerobot's tracker was logged at"
    assert training.done == training.total == 60
    assert made.record.verdict == "reproduced exactly", made.document.read_text()
    assert exit_status(made.record) == 0
    assert [e.first_difference for e in made.record.evaluations] == [None]


def small_course() -> Course:
    """Return robo47 with few episodes and steps, and one evaluation to reproduce."""
    course = load_course("robo47", days={19, 21})
    days = tuple(
        msgspec.structs.replace(day, steps=tuple(map(smaller, day.steps))) for day in course.days
    )
    week = msgspec.structs.replace(course.weeks[0], days=days)
    return msgspec.structs.replace(course, weeks=(week,))


def smaller(step: Step) -> Step:
    if step.reproduction:
        return msgspec.structs.replace(
            step, reproduction=Reproduction(evaluations=("day19/evaluate-act",))
        )
    if step.recipe is None:
        return step
    quick = step.recipe.profiles["quick"]
    args = tuple(map(shrink, quick.args))
    recipe = msgspec.structs.replace(
        step.recipe, profiles={"quick": msgspec.structs.replace(quick, args=args)}
    )
    return msgspec.structs.replace(step, recipe=recipe)


def shrink(argument: str) -> str:
    fitting = (few for many, few in SMALLER.items() if re.fullmatch(many, argument))
    return next(fitting, argument)


def do(course: Course, day: Day, step_id: str, workspace: Workspace, python: str) -> Run:
    """Run a Step as the app does and wait for its end."""
    step = day.step(step_id)
    assert step is not None
    request = recipes.resolve(course, day, step, "quick", workspace)
    assert isinstance(request, RunRequest), request
    folder = launch(workspace, request, Path(python)).folder
    until(lambda: not read_run(folder).is_alive)
    run = read_run(folder)
    assert run.succeeded, (folder / OUTPUT_LOG).read_text()[-3000:]
    return run


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < end, f"not within {DEADLINE_S:.0f} s"
        time.sleep(0.2)
