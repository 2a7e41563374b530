"""The grammar of placeholders in a Recipe's arguments."""

import pytest

from course import placeholders
from course.placeholders import Placeholder


@pytest.mark.parametrize(
    ("argument", "found"),
    [
        ("--steps=3000", ()),
        ("--output_dir={output}", (Placeholder("output", ""),)),
        ("--dataset.root={output:make-demos}", (Placeholder("output", "make-demos"),)),
        ("--a={checkpoint:day19/train-act}", (Placeholder("checkpoint", "day19/train-act"),)),
        ('--map={"STATE":"MEAN_STD"}', ()),
        ("{output}:{output:b}", (Placeholder("output", ""), Placeholder("output", "b"))),
    ],
)
def test_placeholders_are_found_and_json_is_left_alone(
    argument: str, found: tuple[Placeholder, ...]
) -> None:
    assert placeholders.find(argument) == found
    assert placeholders.unknown(argument) == ()


def test_filling_replaces_each_placeholder_once() -> None:
    filled = placeholders.fill("--x={output}/{checkpoint:a}", lambda p: f"<{p.kind} {p.step}>")

    assert filled == "--x=<output >/<checkpoint a>"


def test_what_is_filled_in_is_not_searched_again() -> None:
    assert placeholders.fill("{output}", lambda _: "{output}") == "{output}"


@pytest.mark.parametrize("argument", ["--o={outputs}", "--o={checkpoints:train-act}", "--o={run}"])
def test_what_looks_like_a_placeholder_and_is_none_is_named(argument: str) -> None:
    assert placeholders.unknown(argument) == (argument.partition("=")[2],)


def test_a_placeholder_knows_the_day_it_names() -> None:
    assert Placeholder("output", "day19/train-act").day == "day19"
    assert Placeholder("output", "train-act").day == ""
