"""What must hold before a Course can be used at all: format, ids, and files that are there."""

import re
from collections.abc import Iterator
from pathlib import Path

from course.findings import Finding
from course.model import Day, Step
from course.outline import FORMAT, Outline
from course.strict_yaml import Path as KeyPath

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DAY_ID = re.compile(r"day[0-9]{2,3}")
_MARKDOWN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.md")
TEMPLATES = "templates"
"""The folder in a Day's folder that holds its templates."""


def outline_findings(outline: Outline) -> Iterator[Finding]:
    """Yield what makes a `course.yaml` unusable."""
    if outline.format != FORMAT:
        yield Finding(("format",), *_format_problem(outline.format))
    if not ID.fullmatch(outline.id):
        yield _ill_shaped(("id",), outline.id)
    if not any(week.days for week in outline.weeks):
        remedy = "Write one Week with one Day: - {number: 1, title: The first week, days: [day01]}"
        yield Finding(("weeks",), "the course has no Day", remedy)
    seen: set[str] = set()
    for at, week in enumerate(outline.weeks):
        for position, day_id in enumerate(week.days):
            path = ("weeks", at, "days", position)
            if not _DAY_ID.fullmatch(day_id):
                problem = f'"{day_id}" is not the name of a Day\'s folder'
                yield Finding(path, problem, "Write `day` and two or three digits: day07")
            elif day_id in seen:
                yield Finding(path, f"{day_id} is listed twice", "List each Day once")
            seen.add(day_id)


def day_findings(folder: Path, day_id: str, day: Day) -> Iterator[Finding]:
    """Yield what makes the `day.yaml` in `folder/day_id` unusable."""
    if day.id != day_id:
        problem = f'the id "{day.id}" is not the folder\'s name'
        yield Finding(("id",), problem, f"Write `id: {day_id}`, or rename the folder")
    elif day.number != int(day_id.removeprefix("day")):
        problem = f"the number {day.number} does not belong to {day_id}"
        yield Finding(("number",), problem, f"Write `number: {int(day_id[3:])}`")
    if not day.steps:
        remedy = "Write its first Step: `- id: read`, with title, kind, minutes and text"
        yield Finding(("steps",), f"{day_id} has no Step", remedy)
    yield from _step_ids(day)
    for at, step in enumerate(day.steps):
        yield from _markdown(folder / day_id, ("steps", at, "text"), step)
        yield from _template(folder / day_id, ("steps", at, "document", "template"), step)


def markdown_name(step: Step) -> str:
    """Return the Markdown file that a Step's text names; empty when the text stands in the YAML."""
    return step.text.strip() if "\n" not in step.text.strip() and step.text.endswith(".md") else ""


def _format_problem(number: int) -> tuple[str, str]:
    if number > FORMAT:
        problem = f"the course has format {number}, newer than this program, which reads {FORMAT}"
        return problem, "Update robolab-tui"
    return f"there is no format {number}", f"Write `format: {FORMAT}`"


def _step_ids(day: Day) -> Iterator[Finding]:
    owner: dict[str, str] = {}
    for at, step in enumerate(day.steps):
        names: list[tuple[KeyPath, str]] = [(("steps", at, "id"), step.id)]
        names += [(("steps", at, "aliases", n), alias) for n, alias in enumerate(step.aliases)]
        for path, name in names:
            if not ID.fullmatch(name):
                yield _ill_shaped(path, name)
            if name in owner:
                problem = f'the id "{name}" belongs to the Step "{owner[name]}" already'
                yield Finding(path, problem, "Give each Step ids and aliases of its own")
            owner[name] = step.id


def _ill_shaped(path: KeyPath, name: str) -> Finding:
    remedy = "Use small letters, digits and single hyphens: train-act"
    return Finding(path, f'"{name}" is not a well-shaped id', remedy)


def _markdown(folder: Path, path: KeyPath, step: Step) -> Iterator[Finding]:
    name = markdown_name(step)
    if not name:
        return
    if not _MARKDOWN.fullmatch(name):
        problem = f'"{name}" is not the plain name of a Markdown file'
        yield Finding(path, problem, "Put the file into the Day's folder and give its name alone")
    elif not (file := folder / name).is_file():
        problem = f"there is no file {name} beside day.yaml"
        yield Finding(path, problem, f"Write {name}, or correct the name")
    elif file.resolve().parent != folder.resolve():
        problem = f"{name} is a link that leads out of the Day's folder"
        yield Finding(path, problem, "Put the text itself into the Day's folder")


def _template(folder: Path, path: KeyPath, step: Step) -> Iterator[Finding]:
    if step.document is None:
        return
    folder_name, _, name = step.document.template.rpartition("/")
    if folder_name != TEMPLATES or not _MARKDOWN.fullmatch(name):
        problem = f'"{step.document.template}" is not the name of a template'
        remedy = f"Put the template into the Day's folder {TEMPLATES}: {TEMPLATES}/design.md"
        yield Finding(path, problem, remedy)
    elif not (file := folder / TEMPLATES / name).is_file():
        problem = f"there is no file {TEMPLATES}/{name} beside day.yaml"
        yield Finding(path, problem, f"Write {TEMPLATES}/{name}, or correct the name")
    elif file.resolve().parent != folder.resolve() / TEMPLATES:
        problem = f"{TEMPLATES}/{name} is a link that leads out of the Day's folder"
        yield Finding(path, problem, "Put the template itself into the Day's folder")
