"""One YAML file into one Record, with errors that name the key, the line and the remedy."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from course import strict_yaml
from course.errors import CourseError
from course.findings import Finding, dotted
from course.model import Record

_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and end of line, DEL, C1: terminals obey them
    "\u202a-\u202e\u2066-\u2069]"  # these reorder what is read
)
REMOVE = "Remove it: it would act on a student's terminal"


def decode[R: Record](path: Path, type_: type[R]) -> R:
    """Read a YAML file as a Record.

    Raises:
        CourseError: the file is missing, is not YAML, says what the Record has no place for, or
            holds what acts on a terminal.
    """
    text = read(path)
    try:
        value = strict_yaml.load(text, name=str(path))
        if "\\" in text:  # only an escape can hold what `read` has not refused
            _raise_if_acting(path, text, value)
        return msgspec.convert(value, type_, strict=True)
    except strict_yaml.YamlError as error:
        raise CourseError(str(path), "", error.problem, error.remedy, error.line) from None
    except msgspec.ValidationError as error:
        raise _explain(path, text, type_, str(error)) from None


def read(path: Path) -> str:
    """Return a file's text.

    Raises:
        CourseError: it is not there, is not UTF-8, or holds what acts on a terminal.
    """
    try:
        text = path.read_text(encoding="utf-8")
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
    if acting := _ACTING.search(text):
        line = text.count("\n", 0, acting.start()) + 1
        raise CourseError(str(path), "", _named(acting[0]), REMOVE, line)
    return text


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


def _explain(path: Path, text: str, type_: type[Record], complaint: str) -> CourseError:
    from course import mistakes  # loads what only an error needs

    value, known = strict_yaml.load_with_lines(text, name=str(path))
    mistake = mistakes.explain(type_, value, complaint)
    line = nearest_line(known, mistake.path)
    return CourseError(str(path), dotted(mistake.path), mistake.problem, mistake.remedy, line)


def _raise_if_acting(path: Path, text: str, value: object) -> None:
    for where, words in _texts(value, ()):
        if acting := _ACTING.search(words):
            line = nearest_line(lines(text), where)
            raise CourseError(str(path), dotted(where), _named(acting[0]), REMOVE, line)


def _texts(value: object, where: strict_yaml.Path) -> Iterator[tuple[strict_yaml.Path, str]]:
    """Yield each text of a document with its place, keys too."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _texts(item, (*where, at))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield where, key
            yield from _texts(item, (*where, key))


def _named(character: str) -> str:
    return f"a control character (U+{ord(character):04X})"
