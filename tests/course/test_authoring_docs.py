"""What docs/authoring.md tells an author is what the program does."""

import re
import textwrap
from pathlib import Path
from typing import get_args

import msgspec
import yaml

from course import strict_yaml
from course.lint import lint
from course.model import Recipe, Step, StepKind
from course.quiz_questions import QuizQuestion
from lab_tasks.checks.registry import known_checks

DOC = (Path(__file__).parents[2] / "docs" / "authoring.md").read_text(encoding="utf-8")


def yaml_blocks() -> list[str]:
    return [textwrap.dedent(block) for block in re.findall(r"```yaml\n(.*?)```", DOC, re.DOTALL)]


def test_the_shortest_day_of_the_docs_is_a_course_without_faults(tmp_path: Path) -> None:
    outline, day = yaml_blocks()[:2]
    (tmp_path / "day20").mkdir()
    (tmp_path / "day20" / "day.yaml").write_text(day)
    (tmp_path / "course.yaml").write_text(outline.replace("day19, day20, day21", "day20"))

    assert lint(tmp_path, known_checks()) == []


def test_the_recipe_of_the_docs_is_one() -> None:
    value = strict_yaml.load(yaml_blocks()[2], name="recipe")

    assert isinstance(value, dict)
    assert msgspec.convert(value["recipe"], Recipe).job == "train"


def test_the_quiz_of_the_docs_has_a_question_of_each_kind() -> None:
    (block,) = (block for block in yaml_blocks() if block.startswith("kind: quiz"))
    value = strict_yaml.load(block, name="quiz")
    assert isinstance(value, dict)

    questions = msgspec.convert(value["questions"], tuple[QuizQuestion, ...])

    assert {type(question) for question in questions} == set(get_args(QuizQuestion))


def test_the_docs_name_every_kind_every_key_and_every_check() -> None:
    named = set(re.findall(r"`([a-z_-]+)`", DOC))

    assert set(get_args(StepKind)) <= named
    assert set(Step.__struct_fields__) <= named
    assert set(known_checks()) <= named


def test_the_docs_name_every_argument_of_a_check() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", DOC, re.MULTILINE))
    for name, arguments in known_checks().items():
        for argument in arguments:
            assert f"`{argument}" in rows[name], (name, argument)


def test_the_blocks_of_the_docs_are_yaml_for_any_reader() -> None:
    for block in yaml_blocks():
        assert yaml.safe_load(block) == strict_yaml.load(block, name="block")
