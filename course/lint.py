"""Proving a Course: everything an author can get wrong, found at once and with its remedy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from course import decoding, structure
from course.errors import CourseError
from course.findings import Finding, dotted
from course.loader import course_folder, read_outline, read_template, read_text
from course.model import Day
from course.outline import Outline
from course.rules import (
    deliverables,
    documents,
    figures,
    links,
    prose,
    quizzes,
    recipes,
    references,
    training_seeds,
)
from course.rules.subject import Subject

SAMPLES = "samples"
"""Folder of a Day for what its Checks are proved with."""
_RULES = (
    prose.findings,
    links.findings,
    figures.findings,
    recipes.findings,
    training_seeds.findings,
    references.findings,
    deliverables.findings,
    documents.findings,
    quizzes.findings,
)


@dataclass(frozen=True)
class Fault:
    """One thing to mend; `line` is None where the whole file is meant."""

    file: str
    line: int | None
    key: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        """Return it as one line that editors can jump to: file:line: key: problem. remedy."""
        place = ":".join((self.file, *([str(self.line)] if self.line is not None else [])))
        told = ": ".join(part for part in (place, self.key, self.problem) if part)
        return f"{told}. {self.remedy}" + ("" if self.remedy.endswith("?") else ".")


def lint(
    name_or_path: str | Path,
    known_checks: Mapping[str, frozenset[str]],
    known_jobs: frozenset[str] = frozenset(),
) -> list[Fault]:
    """Return all faults of a Course, none when it is proved. Prints nothing, raises nothing.

    `known_checks` maps the name of each registered Check to the arguments that it knows;
    `known_jobs` are those a Recipe may run, any where none is given.
    """
    try:
        folder = course_folder(str(name_or_path))
        outline = read_outline(folder)
    except CourseError as error:
        return [_as_fault(error)]
    days, faults = _load(folder, outline)
    faults += _strays(folder, outline, days)
    listed = {day_id for week in outline.weeks for day_id in week.days}
    unread = frozenset(listed - days.keys())
    for day in days.values():
        faults += _lint_day(folder, day, days, known_checks, known_jobs, unread)
    return faults


def _load(folder: Path, outline: Outline) -> tuple[dict[str, Day], list[Fault]]:
    days: dict[str, Day] = {}
    faults: list[Fault] = []
    for at, week in enumerate(outline.weeks):
        if not week.days:
            finding = Finding(
                ("weeks", at), f"week {week.number} has no Days", "Leave the week out"
            )
            faults.append(_placed(folder / "course.yaml", finding))
        if week.number in [each.number for each in outline.weeks[:at]]:
            problem = f"there are two weeks with the number {week.number}"
            finding = Finding(("weeks", at, "number"), problem, "Give each week its own")
            faults.append(_placed(folder / "course.yaml", finding))
        for day_id in week.days:
            path = folder / day_id / "day.yaml"
            try:
                day = decoding.decode(path, Day)
            except CourseError as error:
                faults.append(_as_fault(error))
                continue
            broken = list(structure.day_findings(folder, day_id, day))
            faults += [_placed(path, finding) for finding in broken]
            if not broken:
                days[day_id] = day
    return days, faults


def _lint_day(
    folder: Path,
    day: Day,
    days: Mapping[str, Day],
    checks: Mapping[str, frozenset[str]],
    jobs: frozenset[str],
    unread: frozenset[str],
) -> list[Fault]:
    path = folder / day.id / "day.yaml"
    try:
        texts = {step.id: read_text(folder, day, step) for step in day.steps}
        templates = {
            step.id: read_template(folder, day, step.document)
            for step in day.steps
            if step.document
        }
    except CourseError as error:
        return [_as_fault(error)]
    subject = Subject(day, days, texts, templates, checks, jobs, unread)
    return [_placed(path, finding, day) for rule in _RULES for finding in rule(subject)]


def _strays(folder: Path, outline: Outline, days: Mapping[str, Day]) -> Iterator[Fault]:
    """Yield files that lie in the Course and belong to nothing in it."""
    listed = {day_id for week in outline.weeks for day_id in week.days}
    for path in sorted(folder.glob("day*/day.yaml")):
        if path.parent.name not in listed:
            problem = f"{path.parent.name} is not listed in course.yaml"
            yield Fault(
                str(path), None, "", problem, "List it under its week, or remove the folder"
            )
    for day in days.values():
        used = {structure.markdown_name(step) for step in day.steps}
        used |= {"day.yaml", structure.TEMPLATES, SAMPLES}
        for path in sorted((folder / day.id).glob("[!.]*")):
            if path.name not in used:
                is_text = path.suffix == ".md"
                problem = "no Step shows this file" if is_text else "nothing of the Day uses this"
                remedy = "Name it as the text of a Step, or remove it"
                yield Fault(str(path), None, "", problem, remedy)
        named = {step.document.template for step in day.steps if step.document}
        for path in sorted((folder / day.id / structure.TEMPLATES).glob("*")):
            if f"{structure.TEMPLATES}/{path.name}" not in named:
                remedy = "Name it as the template of a Step's document, or remove it"
                yield Fault(str(path), None, "", "no Step begins with this template", remedy)


def _placed(path: Path, finding: Finding, day: Day | None = None) -> Fault:
    """Give a Finding its file and line: the Markdown's own where the trouble is in there."""
    key = dotted(finding.path)
    if finding.text_line is not None and day is not None:
        name = structure.markdown_name(day.steps[int(finding.path[1])])
        if name:
            file = str(path.parent / name)
            return Fault(file, finding.text_line, key, finding.problem, finding.remedy)
    line = decoding.nearest_line(decoding.lines(decoding.read(path)), finding.path)
    return Fault(str(path), line, key, finding.problem, finding.remedy)


def _as_fault(error: CourseError) -> Fault:
    return Fault(error.file, error.line, error.key, error.problem, error.remedy)
