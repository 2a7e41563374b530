"""JSON Schema of `course.yaml` and `day.yaml`, from the same types that load them."""

from typing import Any

import msgspec

from course.model import Day
from course.outline import Outline

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def course_schema() -> dict[str, Any]:
    """Return the schema of `course.yaml`."""
    return {"$schema": _DIALECT, "title": "course.yaml", **msgspec.json.schema(Outline)}


def day_schema() -> dict[str, Any]:
    """Return the schema of `dayNN/day.yaml`."""
    return {"$schema": _DIALECT, "title": "day.yaml", **msgspec.json.schema(Day)}
