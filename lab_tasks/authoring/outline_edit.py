"""One Day more in the text of a `course.yaml`; its comments and its layout stay."""

from bisect import bisect
from typing import Any

import yaml

from course import strict_yaml


class NoPlace(Exception):
    """The text is laid out in a way that nothing can be put into; it is right all the same."""


def with_day(text: str, day_id: str, week: int) -> str:
    """Return the text of a `course.yaml` that loads, with one Day more under the Week.

    A Week that is not there yet is made, with its number as its title. Raises NoPlace: also where
    the edited text would say anything else than the old one and the Day.
    """
    whole = text if text.endswith("\n") else f"{text}\n"
    try:
        edited = _edited(whole, day_id, week)
        is_right = _days(edited) == _days(text) | {(week, day_id)}
    except (ValueError, yaml.YAMLError, strict_yaml.YamlError) as error:
        raise NoPlace from error
    if not is_right:
        raise NoPlace
    return edited


def _days(text: str) -> set[tuple[int, str]]:
    """Return each Day with its Week, as the Course's own reader understands the text."""
    document: Any = strict_yaml.load(text, name="course.yaml")
    return {(week["number"], day) for week in document["weeks"] for day in week["days"]}


def _edited(text: str, day_id: str, week: int) -> str:
    weeks = _value(yaml.compose(text, Loader=yaml.SafeLoader), "weeks")
    if not isinstance(weeks, yaml.SequenceNode):
        raise NoPlace
    for node in weeks.value:
        if int(_scalar(node, "number")) == week:
            return _in_week(text, _value(node, "days"), day_id)
    return _new_week(text, weeks, day_id, week)


def _in_week(text: str, days: yaml.Node | None, day_id: str) -> str:
    if not isinstance(days, yaml.SequenceNode):
        raise NoPlace
    names = [node.value for node in days.value]
    at = bisect([int(name[3:]) for name in names], int(day_id[3:]))
    if days.flow_style:
        listed = ", ".join((*names[:at], day_id, *names[at:]))
        return text[: days.start_mark.index] + f"[{listed}]" + text[days.end_mark.index :]
    lines = text.splitlines(keepends=True)
    beside = days.value[min(at, len(names) - 1)].start_mark
    number = beside.line + (1 if at == len(names) else 0)
    dash = lines[beside.line][: beside.column].rstrip()
    return "".join((*lines[:number], f"{dash} {day_id}\n", *lines[number:]))


def _new_week(text: str, weeks: yaml.SequenceNode, day_id: str, week: int) -> str:
    if weeks.flow_style or not weeks.value:
        raise NoPlace
    before = [node for node in weeks.value if int(_scalar(node, "number")) < week]
    lines = text.splitlines(keepends=True)
    first = weeks.value[0].start_mark
    margin = lines[first.line][: first.column].rstrip().removesuffix("-")
    line = f"{margin}- {{number: {week}, title: Week {week}, days: [{day_id}]}}\n"
    if not before:
        return "".join((*lines[: first.line], line, *lines[first.line :]))
    head = text[: before[-1].end_mark.index].rstrip()
    return f"{head}\n{line}{text[len(head) :].lstrip(chr(10))}"


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for name, value in node.value if name.value == key), None)
    return None


def _scalar(node: yaml.Node, key: str) -> str:
    found = _value(node, key)
    return str(found.value) if isinstance(found, yaml.ScalarNode) else "0"
