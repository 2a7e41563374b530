"""What ships: it is proved by the linter, its figures are right, and it keeps its promises."""

import re

import pytest

from course.lint import lint
from course.loader import SHIPPED, load_course, step_text
from course.model import Day
from course.rules import figures
from lab_tasks.checks.registry import known_checks
from lab_tasks.statistics import wilson

DAY_19_STEPS = (
    "glossary",
    "paper",
    "read-code",
    "make-demos",
    *(f"train-{policy}" for policy in ("cloning", "act", "diffusion", "vqbet")),
    "make-untrained",
    "evaluate-untrained",
    "evaluate-expert",
    *(f"evaluate-{policy}" for policy in ("cloning", "act", "diffusion", "vqbet")),
    "compare",
    "reflect",
    "commit",
)


DAY_15_STEPS = (
    "glossary",
    "paper",
    "read-code",
    "make-demos-phases",
    "make-demos-law",
    *(f"{do}-bc-{whom}" for whom in ("phases", "law") for do in ("train", "evaluate")),
    "compare",
    "reflect",
    "commit",
)
DAY_16_STEPS = (
    "glossary",
    "paper",
    "read-code",
    *(f"{do}-act-{whom}" for whom in ("phases", "law") for do in ("train", "evaluate")),
    "compare",
    "reflect",
    "commit",
)


def day(number: int) -> Day:
    found = load_course("robo47").day(number)
    assert found is not None
    return found


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_course_has_no_faults(name: str) -> None:
    assert lint(name, known_checks()) == []


@pytest.mark.parametrize("name", SHIPPED)
def test_every_printed_interval_is_the_one_of_its_figure(name: str) -> None:
    course = load_course(name)
    for one in course.days:
        for step in one.steps:
            for figure in figures.printed(step_text(course, one, step)):
                if figure.interval is None:
                    continue
                low, high = wilson(figure.successes, figure.episodes)
                assert figure.interval == pytest.approx((low, high), abs=0.0051), (step.id, figure)


def test_the_ids_of_day_19_stay_because_progress_hangs_on_them() -> None:
    assert tuple(step.id for step in day(19).steps) == DAY_19_STEPS


@pytest.mark.parametrize(("number", "ids"), [(15, DAY_15_STEPS), (16, DAY_16_STEPS)])
def test_the_ids_of_days_15_and_16_stay_because_progress_hangs_on_them(
    number: int, ids: tuple[str, ...]
) -> None:
    assert tuple(step.id for step in day(number).steps) == ids


def test_what_days_15_and_16_compare_differs_in_one_thing_only() -> None:
    """Between demonstrators the dataset, between policies the chunk: as their texts say."""
    bc = {whom: quick_args(15, f"train-bc-{whom}") for whom in ("phases", "law")}
    act = {whom: quick_args(16, f"train-act-{whom}") for whom in ("phases", "law")}
    chunk = {f"--policy.{name}={n}" for name in ("chunk_size", "n_action_steps") for n in (1, 10)}

    assert bc["phases"] ^ bc["law"] == {
        "--dataset.root={output:make-demos-phases}",
        "--dataset.root={output:make-demos-law}",
    }
    for whom in ("phases", "law"):
        own = {argument.replace("{output:day15/", "{output:") for argument in act[whom]}
        assert own ^ bc[whom] == chunk
    assert quick_args(15, "make-demos-phases") ^ quick_args(15, "make-demos-law") == {
        "--demonstrator=phases",
        "--demonstrator=law",
    }


def quick_args(number: int, step_id: str) -> set[str]:
    step = day(number).step(step_id)
    assert step is not None
    assert step.recipe is not None
    return set(step.recipe.profiles["quick"].args)


def test_day_19_is_one_lab_day_with_a_dozen_words() -> None:
    assert 120 <= day(19).minutes <= 180
    assert 8 <= len(day(19).glossary) <= 14


def test_the_four_policies_learn_from_the_same_demonstrations_and_meet_the_same_episodes() -> None:
    for profile in ("quick", "full"):
        evaluations, datasets = set(), set()
        for policy in ("cloning", "act", "diffusion", "vqbet"):
            train, evaluate = (day(19).step(f"{verb}-{policy}") for verb in ("train", "evaluate"))
            assert train is not None
            assert evaluate is not None
            assert train.recipe is not None
            assert evaluate.recipe is not None
            arguments = train.recipe.profiles[profile].args
            datasets.add(tuple(a for a in arguments if a.startswith("--dataset.")))
            arguments = evaluate.recipe.profiles[profile].args
            evaluations.add(tuple(a for a in arguments if not a.startswith("--policy.path=")))
        assert len(datasets) == 1
        assert len(evaluations) == 1


def test_what_a_check_expects_is_what_the_recipe_asks_for() -> None:
    flags = {"steps": "--steps", "episodes": "--eval.n_episodes", "batch_size": "--eval.batch_size"}
    compared = 0
    for step in day(19).steps:
        for profile, recipe in step.recipe.profiles.items() if step.recipe else ():
            given = dict(argument.split("=", 1) for argument in recipe.args)
            for deliverable in step.deliverables:
                for name, value in deliverable.check.args_for(profile).items():
                    if flags.get(name) in given:
                        assert given[flags[name]] == str(value), (step.id, profile, name)
                        compared += 1
    assert compared >= 20


def test_day_21_reproduces_the_four_evaluations_of_day_19() -> None:
    step = day(21).step("fresh-clone")
    assert step is not None
    assert step.kind == "fresh-clone"
    assert step.reproduction is not None
    assert set(step.reproduction.evaluations) == {
        f"day19/evaluate-{policy}" for policy in ("cloning", "act", "diffusion", "vqbet")
    }


@pytest.mark.parametrize("name", SHIPPED)
def test_texts_fit_a_terminal_when_they_are_no_table_or_link(name: str) -> None:
    course = load_course(name)
    for one in course.days:
        for step in one.steps:
            in_a_file = step.text.endswith(".md")  # one that stands in the YAML is one line there
            for line in step_text(course, one, step).splitlines() if in_a_file else ():
                plain = re.sub(r"\]\([^)]*\)", "]", line)
                assert line.startswith("|") or len(plain) <= 130, (step.id, line)
