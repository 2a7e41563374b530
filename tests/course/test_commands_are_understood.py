"""Every command that a shipped Day runs is one that the installed lerobot accepts."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from course import placeholders
from course.loader import load_course
from course.model import Day, Profile
from course.placeholders import Placeholder

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PARSED_JOBS = ("train", "evaluate", "tiny_vla")


def commands(day: Day, profile: Profile) -> dict[str, dict[str, object]]:
    """Return a Day's lerobot commands, each Run in a folder named after its Step."""
    found = {}
    for step in day.steps:
        recipe = step.recipe
        if recipe is None or recipe.job not in PARSED_JOBS or profile not in recipe.profiles:
            continue
        args = [
            placeholders.fill(argument, lambda p, own=step.id: path_of(p, profile, own))
            for argument in recipe.profiles[profile].args
        ]
        found[f"{profile}/{step.id}"] = {"job": recipe.job, "args": args}
    return found


def path_of(placeholder: Placeholder, profile: Profile, own: str) -> str:
    folder = f"{profile}/{placeholder.step or own}"
    return f"{folder}/pretrained_model" if placeholder.kind == "checkpoint" else folder


def ask_lerobot(python: str, asked: dict[str, dict[str, object]], folder: Path) -> dict[str, str]:
    """Let the lab's Python parse commands in an empty folder, with no way to the hub."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        [python, str(HERE / "parse_commands.py")],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment,
        timeout=300,
        check=False,
    )
    answers = [line for line in done.stdout.splitlines() if line.startswith("ANSWERS ")]
    assert answers, done.stderr[-2000:]
    return json.loads(answers[-1].removeprefix("ANSWERS "))


@pytest.mark.lerobot
@pytest.mark.parametrize(
    ("number", "count"),
    [
        pytest.param(15, 8, id="day15"),  # in each profile two trainings and two evaluations
        pytest.param(16, 8, id="day16"),
        pytest.param(17, 6, id="day17"),
        pytest.param(19, 20, id="day19"),  # in each five trainings and five evaluations
    ],
)
def test_lerobot_accepts_every_command_of_a_day(
    lab_python: str, tmp_path: Path, number: int, count: int
) -> None:
    day = load_course("robo47").day(number)
    assert day is not None
    asked = commands(day, "quick") | commands(day, "full")
    assert len(asked) == count

    answers = ask_lerobot(lab_python, asked, tmp_path)

    assert answers == dict.fromkeys(asked, "")


@pytest.mark.lerobot
@pytest.mark.parametrize(("number", "count"), [(18, 4), (20, 4), (35, 2)])
def test_lerobot_accepts_every_command_of_the_days_with_a_vla(
    number: int, count: int, lab_python: str, tmp_path: Path
) -> None:
    day = load_course("robo47").day(number)
    assert day is not None
    asked = commands(day, "quick") | commands(day, "full")
    full = [name for name in asked if name.startswith("full/")]
    assert len(full) >= count  # a training or two, and evaluations before and after; or after alone

    answers = ask_lerobot(lab_python, asked, tmp_path)

    assert answers == dict.fromkeys(asked, "")


@pytest.mark.lerobot
def test_lerobot_accepts_every_command_of_the_so101_day(lab_python: str, tmp_path: Path) -> None:
    """The base model stands here as a folder with its configuration, all that a parser reads."""
    base = tmp_path / "lerobot" / "smolvla_base"
    base.mkdir(parents=True)
    (base / "config.json").write_text('{"type": "smolvla"}')
    (day,) = load_course("so101").days
    asked = commands(day, "quick") | commands(day, "full")
    assert len(asked) == 9  # in quick three trainings and four evaluations; in full two trainings

    answers = ask_lerobot(lab_python, asked, tmp_path)

    assert answers == dict.fromkeys(asked, "")


@pytest.mark.lerobot
def test_the_commands_of_older_courses_are_refused_by_the_same_parser(
    lab_python: str, tmp_path: Path
) -> None:
    """The control: what the public course page says no longer works, and this test would see it."""
    common = ["--dataset.repo_id=lerobot/pusht", "--env.type=pusht", "--policy.device=cpu"]
    asked = {
        "renamed flag": [*common, "--policy.type=vqbet", "--eval_freq=10000"],
        "no such policy": [*common, "--policy.type=bc", "--policy.push_to_hub=false"],
        "nowhere to push": [*common, "--policy.type=act"],
    }

    answers = ask_lerobot(
        lab_python, {k: {"job": "train", "args": v} for k, v in asked.items()}, tmp_path
    )

    assert all(answers.values()), answers
    assert "repo_id" in answers["nowhere to push"]
