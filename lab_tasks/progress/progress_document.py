"""The progress file as a document: text to checked mapping and back, unknown fields kept."""

from collections.abc import Mapping
from typing import Any, get_args

import yaml

from course import strict_yaml
from course.errors import nearest
from course.model import PROFILES
from course.strict_yaml import YamlError
from course.yaml_scalars import resolve
from lab_tasks.checks.verdict import Level

FORMAT = 1
TAKEN_BACK = "taken_back"
"""Key of the entries whose Steps are open again: a note outlives a tick that no longer holds."""
HEADER = """\
# Progress in the course, written by robolab-tui whenever a step is ticked. Commit it.
# A step may have a `note:`. Comments of yours are not kept.
"""
LEVELS = get_args(Level)

Document = dict[str, Any]
"""format, course, profile, steps by full id, and whatever else stands there."""


def empty(course: str, profile: str) -> Document:
    """Return the document of a student who has done nothing yet."""
    return {"format": FORMAT, "course": course, "profile": profile, "steps": {}}


def parse(content: bytes, *, name: str) -> Document:
    """Return the checked document; `steps` is always there. A newer format is taken as it is.

    Raises:
        YamlError: it is not a progress file; says the line, the problem, the remedy.
    """
    document, lines = strict_yaml.load_with_lines(_decode(content, name), name=name)
    if not isinstance(document, dict):
        problem = "it is empty" if document is None else "it is no mapping of keys to values"
        raise YamlError(name, None, problem, "Restore an earlier version")
    check = _Check(name, lines)
    if is_newer(document):
        return document
    check.has_steps(document)
    document["steps"] = document["steps"] or {}
    check.document(document)
    return document


def is_newer(document: Document) -> bool:
    """Whether a newer robolab-tui wrote it."""
    found = document.get("format")
    return isinstance(found, int) and found > FORMAT


def render(document: Document) -> bytes:
    """Return the file's bytes: our keys first, steps by id, one line a value."""
    known = {key: document[key] for key in ("format", "course", "profile")}
    others = {key: value for key, value in document.items() if key not in known}
    steps = dict(sorted(document["steps"].items()))
    whole: Document = known | others | {"steps": steps}
    dumped = yaml.dump(
        whole,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=100_000,  # one line a value makes one line a diff
    )
    return f"{HEADER}{dumped}".encode()


def is_step(value: object) -> bool:
    """Whether this is what a step's entry must be, as far as we know its fields."""
    return (
        isinstance(value, Mapping)
        and isinstance(value.get("done_at"), str)
        and value.get("level") in LEVELS
        and isinstance(value.get("note", ""), str)
        and isinstance(value.get("asked", ""), str)
    )


class _Check:
    """Checks a document, naming the line of what is wrong."""

    def __init__(self, name: str, lines: Mapping[strict_yaml.Path, int]) -> None:
        self._name = name
        self._lines = lines

    def has_steps(self, document: Document) -> None:
        """Refuse a document without steps: a slip in that one word would lose every tick."""
        if "steps" in document:
            return
        near = nearest("steps", document)
        path = (near,) if near else ()
        remedy = f"Correct `{near}` to `steps`" if near else "Add it, or restore an earlier version"
        raise self._error(path, "`steps` is missing", remedy)

    def document(self, document: Document) -> None:
        is_ours = type(document.get("format")) is int and document["format"] == FORMAT
        self._field(document, (), "format", "the number 1", is_ours)
        self._field(document, (), "course", "text", isinstance(document.get("course"), str))
        profile = document.get("profile")
        self._field(document, (), "profile", " or ".join(PROFILES), profile in PROFILES)
        steps = document["steps"]
        self._field(document, (), "steps", "a mapping", isinstance(steps, dict))
        for step_id, entry in steps.items():
            self._step(step_id, entry)
        is_mapping = isinstance(document.get(TAKEN_BACK, {}), dict)
        self._field(document, (), TAKEN_BACK, "a mapping", is_mapping)

    def _step(self, step_id: str, entry: object) -> None:
        path = ("steps", step_id)
        if not isinstance(entry, dict):
            raise self._error(
                path, f"the step {step_id} has no fields", "Give it done_at and level"
            )
        self._field(
            entry, path, "done_at", "a time in quotes", isinstance(entry.get("done_at"), str)
        )
        self._field(
            entry, path, "level", f"one of {', '.join(LEVELS)}", entry.get("level") in LEVELS
        )
        for key in ("note", "asked"):
            self._field(entry, path, key, "text", isinstance(entry.get(key, ""), str))

    def _field(
        self, inside: Document, path: strict_yaml.Path, key: str, wanted: str, right: bool
    ) -> None:
        if right:
            return
        if key not in inside:
            raise self._error(path, f"`{key}` is missing", f"Add it: {wanted}")
        found = " ".join(str(inside[key]).split())[:60]
        raise self._error((*path, key), f"`{key}` is {found}, not {wanted}", "Correct it")

    def _error(self, path: strict_yaml.Path, problem: str, remedy: str) -> YamlError:
        return YamlError(self._name, self._lines.get(path), problem, remedy)


class _Dumper(yaml.SafeDumper):
    """Writes what the strict reader takes: no aliases, and text that stays text."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    # PyYAML quotes by YAML 1.1: 0o17 is text there and a number to the reader. And in double quotes
    # a note of several lines, or with odd ends of lines, is one line and comes back as it was.
    style = None if value.isprintable() and _stays_text(value) else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _stays_text(value: str) -> bool:
    try:
        return isinstance(resolve(value), str)
    except ValueError:
        return False


_Dumper.add_representer(str, _text)


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise YamlError(name, line, "it is not UTF-8 text", "Restore an earlier version") from None
