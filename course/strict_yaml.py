"""YAML that nobody vouches for: bounded, one document, no aliases, no duplicate keys.

Values are built from PyYAML's events and never by its composer: `CSafeLoader` overruns the C stack
on some ten thousand nested brackets, and a few hundred bytes of aliases keep it busy for minutes.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import yaml

from course.yaml_scalars import Scalar, resolve

MOST_BYTES = 1_000_000
MOST_LEVELS = 64
MOST_NODES = 50_000

Path = tuple[str | int, ...]
"""Where a value stands in the document: keys and positions from the root."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_CORE = "tag:yaml.org,2002:"
_SCALAR_TAGS: dict[str, tuple[type, ...]] = {
    f"{_CORE}int": (int,),
    f"{_CORE}float": (float, int),
    f"{_CORE}bool": (bool,),
    f"{_CORE}null": (type(None),),
}
_TAB = re.compile(r" *\t")
_TEXT_TAGS = ("!", f"{_CORE}str")


class YamlError(Exception):
    """A document that is refused: where, why, and what to do about it.

    It quotes the document, whose words might act on a terminal: only what prints is kept of them.
    """

    def __init__(self, name: str, line: int | None, problem: str, remedy: str) -> None:
        self.name, self.line = name, line
        self.problem, self.remedy = _printable(problem), _printable(remedy)
        where = name if line is None else f"{name}, line {line}"
        super().__init__(f"{where}: {self.problem}. {self.remedy}.")


def load(text: str, *, name: str) -> object:
    """Return the document's value, None when it is empty; `name` is the file's, for errors.

    Raises:
        YamlError: it is not YAML, or it is more than is accepted here.
    """
    return _Builder(name).build(text)


def load_with_lines(text: str, *, name: str) -> tuple[object, Mapping[Path, int]]:
    """Return the value, and the line (from 1) of every mapping key and sequence item."""
    lines: dict[Path, int] = {}
    return _Builder(name, lines).build(text), lines


class _Open(msgspec.Struct):
    """A mapping or sequence whose end has not come yet."""

    container: dict[str, Any] | list[Any]
    path: Path
    key: str | None = None
    """In a mapping, the key whose value is expected next; None when a key is expected."""


class _Builder(msgspec.Struct):
    """Builds one value out of events, with its own stack, so that no depth can overrun ours."""

    name: str
    lines: dict[Path, int] | None = None
    nodes: int = 0
    open: list[_Open] = []
    root: object = None

    def build(self, text: str) -> object:
        for event in self._events(text):
            self._take(event)
        return self.root

    def _events(self, text: str) -> Iterator[yaml.Event]:
        try:
            size = len(text.encode())
        except UnicodeEncodeError:
            raise self._error(None, "it is not UTF-8 text", "Save it as UTF-8") from None
        if size > MOST_BYTES:
            problem = f"it has {size:,} bytes, and {MOST_BYTES:,} are accepted"
            raise self._error(None, problem, "Split it, or move long text into files of its own")
        try:
            yield from yaml.parse(text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            raise self._syntax(error, text) from None
        except yaml.YAMLError as error:
            problem = f"it is not YAML: {' '.join(str(error).split())}"
            raise self._error(None, problem, "Remove the character, or write it quoted") from None

    def _take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.MappingStartEvent():
                self._start(event, {}, f"{_CORE}map")
            case yaml.SequenceStartEvent():
                self._start(event, [], f"{_CORE}seq")
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self.open.pop()
            case yaml.AliasEvent():
                problem = f"the alias *{_short(event.anchor)} is not accepted"
                raise self._error(event, problem, "Write the value out where it is used")
            case yaml.DocumentStartEvent() if self.nodes:
                raise self._error(event, "a second document begins", "Keep one document a file")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._count(event)
        inside = self.open[-1] if self.open else None
        if inside is not None and isinstance(inside.container, dict) and inside.key is None:
            self._key(event, inside)
        else:
            self._place(event, self._value(event))

    def _key(self, event: yaml.ScalarEvent, inside: _Open) -> None:
        key = self._value(event)
        if not isinstance(key, str):
            problem = f"the key {_short(event.value)} is not text"
            raise self._error(event, problem, "Put it in quotes")
        if key in inside.container:
            problem = f'the key "{_short(key)}" stands here a second time'
            raise self._error(event, problem, "Keep one of the two")
        inside.key = key
        if self.lines is not None:
            self.lines[(*inside.path, key)] = _line(event)

    def _value(self, event: yaml.ScalarEvent) -> Scalar:
        if event.tag in _TEXT_TAGS or (event.tag is None and not event.implicit[0]):
            return str(event.value)
        wanted = _SCALAR_TAGS.get(event.tag) if event.tag else None
        if event.tag and wanted is None:
            raise self._unknown_tag(event)
        try:
            value = resolve(event.value)
        except ValueError as error:
            raise self._error(event, str(error), "Put it in quotes if it is text") from None
        if wanted and type(value) not in wanted:
            problem = f'"{_short(event.value)}" is not what its tag says'
            raise self._error(event, problem, "Leave the tag out")
        return value

    def _start(
        self, event: yaml.CollectionStartEvent, container: dict[str, Any] | list[Any], tag: str
    ) -> None:
        self._count(event)
        if event.tag not in (None, "!", tag):
            raise self._unknown_tag(event)
        if len(self.open) == MOST_LEVELS:
            problem = f"it nests deeper than {MOST_LEVELS} levels"
            raise self._error(event, problem, "Flatten it")
        self.open.append(_Open(container, self._place(event, container)))

    def _place(self, event: yaml.NodeEvent, value: object) -> Path:
        """Put a value where it belongs, and return its path."""
        if not self.open:
            self.root = value
            return ()
        inside = self.open[-1]
        if isinstance(inside.container, list):
            path: Path = (*inside.path, len(inside.container))
            inside.container.append(value)
            if self.lines is not None:
                self.lines[path] = _line(event)
            return path
        if inside.key is None:
            raise self._error(event, "a key is a list or a mapping", "Use text for keys")
        key, inside.key = inside.key, None
        inside.container[key] = value
        return (*inside.path, key)

    def _count(self, event: yaml.NodeEvent) -> None:
        self.nodes += 1
        if event.anchor is not None:
            problem = f"the anchor &{_short(event.anchor)} is not accepted"
            raise self._error(event, problem, "Remove it, and write values out where they are used")
        if self.nodes > MOST_NODES:
            problem = f"it has more than {MOST_NODES:,} values"
            raise self._error(event, problem, "Split it")

    def _unknown_tag(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> YamlError:
        problem = f"the tag {_short(event.tag)} is not accepted"
        return self._error(event, problem, "Leave the tag out; quotes make a value text")

    def _syntax(self, error: yaml.MarkedYAMLError, text: str) -> YamlError:
        mark = error.problem_mark or error.context_mark
        if mark and _TAB.match("".join(text.split("\n")[mark.line : mark.line + 1])):
            problem = "a tab stands before the text, and YAML knows none there"
            return YamlError(self.name, mark.line + 1, problem, "Indent with blanks")
        told = ", ".join(part for part in (error.context, error.problem) if part)
        line = None if mark is None else mark.line + 1
        if error.context_mark and error.context_mark.line + 1 != line:
            told += f" (begun in line {error.context_mark.line + 1})"
        remedy = "Check indentation, colons and quotes on this line and the one before"
        return YamlError(self.name, line, f"it is not YAML: {told}", remedy)

    def _error(self, event: yaml.Event | None, problem: str, remedy: str) -> YamlError:
        return YamlError(self.name, None if event is None else _line(event), problem, remedy)


def _short(word: str | None) -> str:
    return word if word is not None and len(word) <= 60 else f"{(word or '')[:59]}…"


def _printable(words: str) -> str:
    return "".join(filter(str.isprintable, words))


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
