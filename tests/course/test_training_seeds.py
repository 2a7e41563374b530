"""Training seeds: what an author can get wrong with them, each found at its line."""

from pathlib import Path

import pytest
from small_course import CHECKS, damage

from course.lint import lint
from course.loader import load_course

DAY = "day01/day.yaml"
TRAIN = "            - --steps=10\n"
EVALUATE = "          args: ['--policy.path={checkpoint:train}']\n"
KNOWN = {name: arguments | {"trainings"} for name, arguments in CHECKS.items()}


@pytest.fixture
def seeded(course_dir: Path) -> Path:
    """The small Course: its training over three seeds, its evaluation one a training."""
    path = course_dir / DAY
    damage(path, "          expected_s: 60\n", "          training_seeds: [1, 2, 3]\n")
    damage(path, TRAIN, TRAIN + "            - --seed=1\n")
    timed = "          training_seeds: [1, 2, 3]\n          expected_s: 25\n"
    damage(path, EVALUATE, timed + EVALUATE)
    damage(path, "args: {episodes: 20}", "args: {episodes: 20, trainings: 3}")
    return course_dir


def test_seeds_that_are_right_have_no_fault_and_are_loaded(seeded: Path) -> None:
    assert lint(seeded, KNOWN) == []

    (day,) = load_course(str(seeded)).days
    assert [step.training_seeds("quick") for step in day.steps] == [(), (1, 2, 3), (1, 2, 3)]
    assert [step.training_seeds("full") for step in day.steps] == [(), (), ()]


TRAINED = "training_seeds: [1, 2, 3]\n          env"
EVALUATED = "training_seeds: [1, 2, 3]\n          expected_s"


def seeds(text: str, old: str) -> tuple[str, str]:
    """Return the damage that gives one of the two Recipes these seeds."""
    return old, old.replace("[1, 2, 3]", text)


PLANTED = {
    "a seed below zero": (*seeds("[1, 2, -3]", TRAINED), "-3 is not a seed"),
    "a seed twice": (*seeds("[1, 2, 3, 2]", TRAINED), "the seed 2 is given twice"),
    "one seed": (*seeds("[1]", EVALUATED), "one training seed is no sweep"),
    "no seed to replace": ("            - --seed=1\n", "", "no --seed= for them to replace"),
    "an evaluation of no training": (
        "{checkpoint:train}",
        "lerobot/act",
        "evaluates no {checkpoint:STEP}",
    ),
    "a seed that is not trained": (
        *seeds("[1, 4]", EVALUATED),
        '"train" has no training with seed 4 in the profile quick',
    ),
    "a job that neither trains nor evaluates": ("job: evaluate", "job: demos", "its job is demos"),
    "minutes for one seed of three": (
        "minutes: 2",
        "minutes: 1",
        "1 minutes are too few for 3 Runs of 25 s",
    ),
    "more trainings than are made": (
        "trainings: 3}",
        "trainings: 4}",
        "4 trainings are asked for and the profile quick makes 3",
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found_at_its_line_with_a_remedy(name: str, seeded: Path) -> None:
    old, new, problem = PLANTED[name]
    damage(seeded / DAY, old, new)

    found = [fault for fault in lint(seeded, KNOWN) if problem in fault.problem]

    assert len(found) == 1, lint(seeded, KNOWN)
    assert found[0].line is not None
    assert found[0].remedy


def test_a_profile_without_seeds_cannot_be_asked_for_trainings(seeded: Path) -> None:
    damage(seeded / DAY, "args: {policy: act, steps: 10}", "args: {policy: act, trainings: 3}")

    (fault,) = lint(seeded, KNOWN)

    assert fault.problem == "3 trainings are asked for and the profile full makes 1"
