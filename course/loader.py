"""A Course from its folder: `course.yaml`, and `dayNN/day.yaml` with Markdown beside it."""

from collections.abc import Collection, Iterator
from pathlib import Path

from course import decoding, placeholders, structure
from course.errors import CourseError, nearest
from course.model import STEP_ARGUMENTS, Course, Day, Document, Step, Week, steps_in
from course.outline import Outline
from course.shipped import CONTENT, SHIPPED

__all__ = [
    "CONTENT",
    "SHIPPED",
    "CourseError",
    "course_folder",
    "load_course",
    "step_text",
    "template_text",
]


def load_course(name_or_path: str, *, days: Collection[int] | None = None) -> Course:
    """Load a shipped Course by its name, or one from its folder.

    With `days`, only the Days with these numbers and those they refer to are loaded: what
    `--check` of one Day needs. A number that the Course lacks is left out.

    Raises:
        CourseError: the Course is not there, or a file of it is wrong.
    """
    folder = course_folder(name_or_path)
    outline = read_outline(folder)
    listed = [day_id for week in outline.weeks for day_id in week.days]
    wanted = listed if days is None else [i for i in listed if int(i[3:]) in days]
    loaded = _with_references(folder, wanted, listed)
    weeks = tuple(
        Week(
            number=week.number,
            title=week.title,
            days=tuple(loaded[day_id] for day_id in week.days if day_id in loaded),
        )
        for week in outline.weeks
    )
    return Course(id=outline.id, title=outline.title, weeks=weeks, folder=str(folder))


def course_folder(name_or_path: str) -> Path:
    """Return the folder that holds the Course's `course.yaml`.

    Raises:
        CourseError: no shipped Course has this name, and there is no such folder.
    """
    if name_or_path in SHIPPED:
        return CONTENT / name_or_path
    path = Path(name_or_path)
    folder = path.parent if path.name == "course.yaml" else path
    if folder.is_dir():
        return folder
    near = nearest(name_or_path, SHIPPED)
    guess = f'Did you mean "{near}"? ' if near else ""
    remedy = f"{guess}Give a shipped course ({', '.join(SHIPPED)}) or a folder with a course.yaml"
    raise CourseError(name_or_path, "", "there is no such course", remedy)


def read_outline(folder: Path) -> Outline:
    """Read `course.yaml`. Raises CourseError."""
    path = folder / "course.yaml"
    outline = decoding.decode(path, Outline)
    for finding in structure.outline_findings(outline):
        raise decoding.as_error(path, finding)
    return outline


def read_day(folder: Path, day_id: str) -> Day:
    """Read `dayNN/day.yaml`. Raises CourseError."""
    path = folder / day_id / "day.yaml"
    day = decoding.decode(path, Day)
    for finding in structure.day_findings(folder, day_id, day):
        raise decoding.as_error(path, finding)
    return day


def step_text(course: Course, day: Day, step: Step) -> str:
    """Return a Step's Markdown, read from its file now when it stands in one.

    Raises:
        CourseError: the file has gone or is not UTF-8.
    """
    return read_text(Path(course.folder), day, step)


def read_text(folder: Path, day: Day, step: Step) -> str:
    """Return a Step's Markdown out of the Course's folder. Raises CourseError."""
    name = structure.markdown_name(step)
    return decoding.read(folder / day.id / name) if name else step.text


def template_text(course: Course, day: Day, document: Document) -> str:
    """Return the template of a Document, read from its file now.

    Raises:
        CourseError: the file has gone or is not UTF-8.
    """
    return read_template(Path(course.folder), day, document)


def read_template(folder: Path, day: Day, document: Document) -> str:
    """Return a Document's template out of the Course's folder. Raises CourseError."""
    return decoding.read(folder / day.id / document.template)


def referred_days(day: Day) -> Iterator[str]:
    """Yield the ids of other Days whose Steps this Day names as `dayNN/step`."""
    for step in day.steps:
        names = [*step.needs, *(step.reproduction.evaluations if step.reproduction else ())]
        args = (d.check.args.get(key) for d in step.deliverables for key in STEP_ARGUMENTS)
        names += [name for value in args for name in steps_in(value)]
        for profile in step.recipe.profiles.values() if step.recipe else ():
            names += [p.step for argument in profile.args for p in placeholders.find(argument)]
        yield from (name.partition("/")[0] for name in names if "/" in name)


def _with_references(folder: Path, wanted: list[str], listed: list[str]) -> dict[str, Day]:
    loaded: dict[str, Day] = {}
    waiting = list(wanted)
    while waiting:
        day_id = waiting.pop()
        if day_id in listed and day_id not in loaded:
            loaded[day_id] = read_day(folder, day_id)
            waiting += referred_days(loaded[day_id])
    return loaded
