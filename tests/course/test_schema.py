"""The JSON Schemas that editors complete from accept what the loader accepts, and no other key."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from course import strict_yaml
from course.loader import CONTENT, SHIPPED
from course.schema import course_schema, day_schema

YAML = [
    path
    for name in SHIPPED
    for path in sorted((CONTENT / name).rglob("*.yaml"))
    if path.name in ("course.yaml", "day.yaml")
]
COURSE, DAY = Draft202012Validator(course_schema()), Draft202012Validator(day_schema())
STEP = {"id": "read", "title": "Read", "kind": "read", "minutes": 5, "text": "Read it."}
SMALL = {
    "id": "day01",
    "number": 1,
    "title": "One",
    "objectives": ["o"],
    "sources": [{"title": "s", "url": "https://example.org"}],
    "steps": [STEP],
    "commit_message": "Day 1",
}


def complaints(validator: Any, value: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


@pytest.mark.parametrize("path", YAML, ids=lambda path: "/".join(path.parts[-3:]))
def test_a_shipped_file_is_as_its_schema_says(path: Path) -> None:
    validator = COURSE if path.name == "course.yaml" else DAY
    value = strict_yaml.load(path.read_text(), name=path.name)

    assert complaints(validator, value) == []


@pytest.mark.parametrize(
    ("step", "where"),
    [
        ({"titel": "x"}, "$.steps[0]"),
        ({"kind": "reed"}, "$.steps[0].kind"),
        ({"minutes": "five"}, "$.steps[0].minutes"),
        ({"recipe": {"job": "train", "profile": {}}}, "$.steps[0].recipe"),
        ({"questions": [{"kind": "number", "answer": 3, "options": {}}]}, "$.steps[0].questions"),
    ],
)
def test_a_slip_is_seen_in_the_editor(step: dict[str, Any], where: str) -> None:
    assert complaints(DAY, SMALL) == []
    assert any(where in one for one in complaints(DAY, {**SMALL, "steps": [STEP | step]}))
