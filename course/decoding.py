"""One YAML file into one Record, with errors that name the key, the line and the remedy."""

import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from course import strict_yaml
from course.errors import CourseError, suggestion
from course.findings import Finding, dotted
from course.model import Record

_STEP_OF_PATH = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+|\.\.\.)\]")
_WRONG_TYPE = {
    "Expected `str`": "Put the value in quotes",
    "Expected `int`": "Write a whole number without quotes",
    "Expected `float`": "Write a number without quotes",
    "Expected `array`": "Write a list: one item a line, each after `- `",
    "Expected `object`": "Write `key: value` lines, indented below",
}


def decode[R: Record](path: Path, type_: type[R]) -> R:
    """Read a YAML file as a Record.

    Raises:
        CourseError: the file is missing, is not YAML, or says what the Record has no place for.
    """
    text = read(path)
    try:
        return msgspec.convert(strict_yaml.load(text, name=str(path)), type_, strict=True)
    except strict_yaml.YamlError as error:
        raise CourseError(str(path), "", error.problem, error.remedy, error.line) from None
    except msgspec.ValidationError as error:
        raise _explain(path, text, type_, str(error)) from None


def read(path: Path) -> str:
    """Return a file's text.

    Raises:
        CourseError: it is not there or is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError(
            str(path), "", "there is no such file", "Write it, or correct the name"
        ) from None
    except UnicodeDecodeError as error:
        problem = f"byte {error.start} is not UTF-8"
        raise CourseError(str(path), "", problem, "Save the file as UTF-8") from None
    except OSError as error:
        problem = f"it cannot be read ({error.strerror})"
        raise CourseError(str(path), "", problem, "Check that it is a file you may read") from None


def lines(text: str) -> Mapping[strict_yaml.Path, int]:
    """Return the line of every key and item of a text that has been read before."""
    return strict_yaml.load_with_lines(text, name="")[1]


def nearest_line(known: Mapping[strict_yaml.Path, int], path: strict_yaml.Path) -> int | None:
    """Return the line of a key, or of the nearest thing around it; None for the whole file."""
    around = (path[:end] for end in range(len(path), 0, -1))
    return next((known[candidate] for candidate in around if candidate in known), None)


def as_error(path: Path, finding: Finding) -> CourseError:
    """Return a Finding in this file as the error of whoever wanted to load it."""
    line = nearest_line(lines(read(path)), finding.path)
    key = dotted(finding.path)
    return CourseError(str(path), key, finding.problem, finding.remedy, line)


def _explain(path: Path, text: str, type_: type[Record], message: str) -> CourseError:
    problem, _, where = message.partition(" - at `$")
    steps = _path(where.rstrip("`"))
    line = nearest_line(lines(text), (*steps, _quoted(problem)))
    return CourseError(
        str(path), dotted(steps), _plain(problem), _remedy(type_, steps, problem), line
    )


def _path(where: str) -> strict_yaml.Path:
    """Turn msgspec's `.steps[3].recipe` into keys and positions."""
    return tuple(
        name or (int(position) if position.isdigit() else position)
        for name, position in _STEP_OF_PATH.findall(where)
    )


def _quoted(problem: str) -> str:
    found = re.search(r"field `(.+)`", problem)
    return found[1] if found else ""


def _plain(problem: str) -> str:
    if "unknown field" in problem:
        return f'the key "{_quoted(problem)}" is unknown here'
    if "missing required field" in problem:
        return f'the key "{_quoted(problem)}" is missing'
    return problem[:1].lower() + problem[1:].replace("`", '"')


def _remedy(type_: type[Record], path: strict_yaml.Path, problem: str) -> str:
    if "unknown field" in problem:
        return suggestion(_quoted(problem), _fields_at(type_, path))
    if "missing required field" in problem:
        return f'Add "{_quoted(problem)}:"'
    if problem.startswith("Invalid enum value"):
        return "Write one of the values that docs/authoring.md lists for this key"
    near = (remedy for start, remedy in _WRONG_TYPE.items() if problem.startswith(start))
    return next(near, "See docs/authoring.md for what this key takes")


def _fields_at(type_: type[Record], path: strict_yaml.Path) -> set[str]:
    """Return the keys that are known at a path of a Record (only asked after an error)."""
    import msgspec.inspect as inspect

    known = inspect.type_info(type_)
    for part in path:
        known = _inside(known, part)
    return {f.encode_name for f in known.fields} if isinstance(known, inspect.StructType) else set()


def _inside(outer: object, part: str | int) -> "msgspec.inspect.Type":
    import msgspec.inspect as inspect

    if isinstance(outer, inspect.UnionType):
        outer = next(t for t in outer.types if not isinstance(t, inspect.NoneType))
    if isinstance(outer, inspect.StructType):
        outer = next((f.type for f in outer.fields if f.encode_name == part), inspect.AnyType())
    elif isinstance(outer, inspect.VarTupleType):
        outer = outer.item_type
    elif isinstance(outer, inspect.DictType):
        outer = outer.value_type
    else:
        outer = inspect.AnyType()
    if isinstance(outer, inspect.UnionType):
        outer = next(t for t in outer.types if not isinstance(t, inspect.NoneType))
    return outer
