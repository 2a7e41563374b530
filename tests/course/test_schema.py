"""The JSON Schema that an editor completes from knows what the loader knows."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from course import strict_yaml
from course.loader import CONTENT, SHIPPED
from course.schema import course_schema, day_schema

YAML = [
    path
    for name in SHIPPED
    for path in sorted((CONTENT / name).rglob("*.yaml"))
    if path.name in ("course.yaml", "day.yaml")
]


def unknown_keys(value: object, schema: dict[str, Any], root: dict[str, Any]) -> Iterator[str]:
    """Yield the keys of a document that its schema does not describe."""
    if "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
    if "discriminator" in schema:
        kinds, tag = schema["discriminator"]["mapping"], schema["discriminator"]["propertyName"]
        assert isinstance(value, dict)
        yield from unknown_keys(value, {"$ref": kinds[value[tag]]}, root)
    elif "anyOf" in schema:
        schema = next(s for s in schema["anyOf"] if s.get("type") != "null")
        yield from unknown_keys(value, schema, root)
    elif isinstance(value, dict):
        fields, others = schema.get("properties", {}), schema.get("additionalProperties", True)
        for key, child in value.items():
            if key in fields:
                yield from unknown_keys(child, fields[key], root)
            elif others is False:
                yield key
            elif isinstance(others, dict):
                yield from unknown_keys(child, others, root)
    elif isinstance(value, list):
        for item in value:
            yield from unknown_keys(item, schema["items"], root)


@pytest.mark.parametrize("path", YAML, ids=lambda p: "/".join(p.parts[-2:]))
def test_the_schema_covers_every_key_that_a_shipped_file_uses(path: Any) -> None:
    schema = course_schema() if path.name == "course.yaml" else day_schema()
    value = strict_yaml.load(path.read_text(), name=path.name)

    assert list(unknown_keys(value, schema, schema)) == []


def test_the_schema_would_notice_an_unknown_key() -> None:
    schema = day_schema()
    question = {"kind": "number", "answer": 3, "options": {}}
    recipe = {"job": "train", "profile": {}}
    value = {"id": "day19", "steps": [{"titel": "x", "recipe": recipe, "questions": [question]}]}

    assert list(unknown_keys(value, schema, schema)) == ["titel", "profile", "options"]


def test_the_schemas_are_json_and_refuse_what_the_loader_refuses() -> None:
    for schema in (course_schema(), day_schema()):
        assert json.loads(json.dumps(schema))["$schema"].startswith("https://json-schema.org/")
        for record in schema["$defs"].values():
            assert record["additionalProperties"] is False


def test_the_schema_lists_the_kinds_of_steps() -> None:
    assert "fresh-clone" in json.dumps(day_schema()["$defs"]["Step"]["properties"]["kind"])
