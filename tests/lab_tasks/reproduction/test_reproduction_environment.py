"""Which requirement uv complains about, from its own messages (uv 0.9)."""

import pytest

from lab_tasks.reproduction.environment import offending_line, specifications

REQUIREMENTS = "# the lab\nsix==9.9.9\ntorch==2.11.0\ntorch-geometric==9.0  # mine\n-r other.txt\n"


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("Because there is no version of six==9.9.9 and you require six==9.9.9", 2),
        ("Because torch-geometric was not found in the package registry", 4),
        ("Building torch_geometric==9.0 is disabled", 4),
        ("Distribution not found at: file:///x/six-1.0-py3-none-any.whl", 2),
    ],
)
def test_the_line_is_found_by_what_uv_says(said: str, line: int) -> None:
    found = offending_line(REQUIREMENTS, said)
    assert found is not None
    assert found[0] == line


def test_a_message_about_something_else_names_no_line() -> None:
    assert offending_line(REQUIREMENTS, "No space left on device") is None


def test_comments_and_options_are_no_requirements() -> None:
    assert specifications(REQUIREMENTS) == {
        2: "six==9.9.9",
        3: "torch==2.11.0",
        4: "torch-geometric==9.0",
    }
