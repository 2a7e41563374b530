"""What msgspec's complaint means for an author: which key, which line, which remedy.

Asked only after an error, so this is where `msgspec.inspect` and difflib are loaded.
"""

import re
from dataclasses import dataclass

import msgspec
from msgspec import inspect

from course.errors import suggestion
from course.model import Record
from course.strict_yaml import Path

_COMPLAINT = re.compile(r"(?P<what>.*?)(?: - at `(?P<key>key` in `)?\$(?P<where>.*)`)?", re.DOTALL)
_STEP_OF_PATH = re.compile(r"\.([A-Za-z_]\w*)|\[(\d+|\.\.\.)\]")
_REMEDIES = {
    "Expected `str`": "Put the value in quotes",
    "Expected `int": "Write a whole number without quotes",
    "Expected `float": "Write a number without quotes",
    "Expected `array`": "Write a list: one item a line, each after `- `",
    "Expected `object`": "Write `key: value` lines, indented below",
}


@dataclass(frozen=True)
class Mistake:
    """Where the trouble is (keys and positions from the root), what it is, and what to do."""

    path: Path
    problem: str
    remedy: str


def explain(type_: type[Record], value: object, complaint: str) -> Mistake:
    """Return the mistake behind the text of a `msgspec.ValidationError`."""
    match = _COMPLAINT.fullmatch(complaint)
    what, where = (match["what"], match["where"] or "") if match else (complaint, "")
    path, known = _walk(inspect.type_info(type_), value, where)
    word = _quoted(what)
    if "unknown field" in what:
        remedy = suggestion(word, _fields(known))
        return Mistake((*path, word), f'the key "{word}" is unknown here', remedy)
    if "missing required field" in what:
        return Mistake(path, f'the key "{word}" is missing', f'Add "{word}:"')
    if what.startswith("Invalid ") and isinstance(known, inspect.LiteralType | inspect.DictType):
        if match and match["key"] and isinstance(known, inspect.DictType):
            path, known = (*path, word), known.key_type
        return Mistake(
            path, f'"{word}" is none of the values here', suggestion(word, _values(known))
        )
    near = (remedy for start, remedy in _REMEDIES.items() if what.startswith(start))
    problem = what[:1].lower() + what[1:].replace("`", '"')
    return Mistake(path, problem, next(near, "See docs/authoring.md for what this key takes"))


def _walk(known: inspect.Type, value: object, where: str) -> tuple[Path, inspect.Type]:
    """Follow msgspec's `.steps[3].recipe` through types and values at once."""
    path: Path = ()
    for name, position in _STEP_OF_PATH.findall(where):
        one = _meant(known, value)
        part = name or (_culprit(one, value) if position == "..." else int(position))
        tags = _tags(known, part)
        known = inspect.LiteralType(tags) if tags else _inside(one, part)
        value = _child(value, part)
        path = (*path, part)
    return path, _meant(known, value)


def _inside(outer: inspect.Type, part: str | int) -> inspect.Type:
    match outer:
        case inspect.StructType():
            fields = {field.encode_name: field.type for field in outer.fields}
            return fields.get(str(part), inspect.AnyType())
        case inspect.VarTupleType():
            return outer.item_type
        case inspect.DictType():
            return outer.value_type
    return inspect.AnyType()


def _culprit(known: inspect.Type, value: object) -> str:
    """Return the key whose value is wrong: msgspec says only that one of a mapping's is."""
    if isinstance(known, inspect.DictType) and isinstance(value, dict):
        for key, child in value.items():
            if not _fits(known.value_type, child):
                return str(key)
    return "..."


def _fits(known: inspect.Type, value: object) -> bool:
    if not isinstance(known, inspect.StructType):
        return isinstance(value, str)
    try:
        msgspec.convert(value, known.cls)
    except msgspec.ValidationError:
        return False
    return True


def _child(value: object, part: str | int) -> object:
    if isinstance(value, dict):
        return value.get(part)
    return value[part] if isinstance(value, list) and isinstance(part, int) else None


def _meant(known: inspect.Type, value: object) -> inspect.Type:
    """Return which type of a union the author meant: the Record whose tag stands there, if any."""
    if not isinstance(known, inspect.UnionType):
        return known
    types = [each for each in known.types if not isinstance(each, inspect.NoneType)]
    tagged = (t for t in types if isinstance(t, inspect.StructType) and t.tag_field)
    tags = value if isinstance(value, dict) else {}
    return next((t for t in tagged if tags.get(t.tag_field) == t.tag), types[0])


def _tags(known: inspect.Type, key: str | int) -> tuple[str, ...]:
    """Return the tags of a union whose Records are told apart by this key; empty for others."""
    types = known.types if isinstance(known, inspect.UnionType) else ()
    records = (t for t in types if isinstance(t, inspect.StructType) and t.tag_field == key)
    return tuple(str(record.tag) for record in records)


def _fields(known: inspect.Type) -> list[str]:
    return [f.encode_name for f in known.fields] if isinstance(known, inspect.StructType) else []


def _values(known: inspect.Type) -> list[str]:
    return [str(v) for v in known.values] if isinstance(known, inspect.LiteralType) else []


def _quoted(what: str) -> str:
    found = re.search(r"[`'](.+)[`']", what)
    return found[1] if found else ""
