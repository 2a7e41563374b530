"""A new Day, or a new Course with its first Day: files that hold together, to be written over."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from course.loader import read_outline
from course.schema import course_schema, day_schema
from course.structure import ID
from lab_tasks import atomic
from lab_tasks.authoring import day_texts
from lab_tasks.authoring.outline_edit import NoPlace, with_day

OUTLINE = "course.yaml"
SCHEMAS = ".schema"
"""Folder in the Course's folder for what an editor completes keys by."""
DAYS_A_WEEK = 7


class NotMade(Exception):
    """Nothing was written. The text says why, `remedy` what to do."""

    def __init__(self, why: str, remedy: str) -> None:
        super().__init__(why)
        self.remedy = remedy


class Written(msgspec.Struct, frozen=True):
    """What was written, in that order."""

    course: Path
    number: int
    files: tuple[Path, ...]


def new_day(folder: Path, number: int, title: str = "", week: int | None = None) -> Written:
    """Write a Day into a Course's folder; where there is no Course, a Course around it.

    Raises NotMade, CourseError (its course.yaml does not load), OSError.
    """
    day = f"day{number:02d}"
    if not 1 <= number <= 999:
        raise NotMade(f"{number} is no number of a Day", "Give one from 1 to 999")
    if (folder / day).exists():
        raise NotMade(f"{folder / day} is there already", _remedy(folder, day))
    name = _names(day, number, " ".join(title.split()) or "A new Day")
    outline = _outline(folder, day, number, week)
    files = {
        **_schemas(),
        **{f"{day}/{path}": text for path, text in _day_files(name).items()},
        OUTLINE: outline,  # last: until it names the Day, the Course loads without it
    }
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        atomic.write_text(folder / path, text)
    return Written(folder, number, tuple(folder / path for path in files))


def _remedy(folder: Path, day: str) -> str:
    """Say what to do about a Day's folder that is there already."""
    outline = folder / OUTLINE
    if outline.exists() and not any(day in week.days for week in read_outline(folder).weeks):
        return f"Put {day} into a Week or remove the folder: no Week of {OUTLINE} names it"
    return "Edit it, or take another number: nothing is written over"


def _names(day: str, number: int, title: str) -> dict[str, str]:
    """Return what the texts leave open; a title may hold what YAML would take for its own."""
    return {
        "day": day,
        "number": str(number),
        "title": title,
        "quoted": json.dumps(title, ensure_ascii=False),
        "message": json.dumps(f"Day {number}: {title}", ensure_ascii=False),
    }


def _outline(folder: Path, day: str, number: int, week: int | None) -> str:
    """Return the Course's `course.yaml` with the Day in it."""
    if not (folder / OUTLINE).exists():
        return _new_outline(folder, day, week or _week_of(number))
    before = read_outline(folder)
    is_by_number = all(w.number == _week_of(int(d[3:])) for w in before.weeks for d in w.days)
    into = week or (_week_of(number) if is_by_number else before.weeks[-1].number)
    text = (folder / OUTLINE).read_bytes().decode()
    ends = "\r\n" if "\r\n" in text else "\n"
    try:
        return with_day(text.replace("\r\n", "\n"), day, into).replace("\n", ends)
    except NoPlace:
        remedy = "Write the weeks as a list, a line each, as in docs/authoring.md"
        raise NotMade(f"{folder / OUTLINE} has no place for {day}", remedy) from None


def _week_of(number: int) -> int:
    return (number - 1) // DAYS_A_WEEK + 1


def _new_outline(folder: Path, day: str, week: int) -> str:
    course = re.sub(r"[^a-z0-9]+", "-", folder.name.lower()).strip("-")
    if not ID.fullmatch(course):
        remedy = "Name it with small letters, digits and single hyphens: my-course"
        raise NotMade(f"{folder.name!r} makes no id of a course", remedy)
    if folder.is_dir() and any(folder.iterdir()):
        raise NotMade(f"{folder} holds other files and no {OUTLINE}", "Name a new folder")
    title = course.replace("-", " ").capitalize()
    modeline = day_texts.MODELINE.format(schema=f"{SCHEMAS}/course.json")
    return modeline + day_texts.OUTLINE.format(course=course, title=title, week=week, day=day)


def _day_files(name: Mapping[str, str]) -> dict[str, str]:
    """Return the files of the Day by their path in its folder."""
    modeline = day_texts.MODELINE.format(schema=f"../{SCHEMAS}/day.json")
    return {
        "day.yaml": modeline + day_texts.DAY.format(**name),
        "read.md": day_texts.READ,
        "notes.md": day_texts.NOTES.format(**name),
        "templates/notes.md": day_texts.TEMPLATE.format(**name),
        f"samples/solved/docs/{name['day']}_notes.md": day_texts.SOLVED.format(**name),
    }


def _schemas() -> dict[str, str]:
    """Return what an editor reads, as this version of the program has it."""
    schemas = {"course": course_schema(), "day": day_schema()}
    return {f"{SCHEMAS}/{n}.json": json.dumps(s, indent=1) + "\n" for n, s in schemas.items()}
