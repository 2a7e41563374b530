"""A Step's document and its template: what loads, what the linter finds, what a Check may ask."""

from collections.abc import Callable
from pathlib import Path

import pytest
from small_course import CHECKS, damage

from course.errors import CourseError
from course.lint import lint
from course.loader import load_course, template_text
from course.model import CheckSpec, Document, steps_in

DAY = "day01/day.yaml"
TEMPLATE = "day01/templates/design.md"
STEP = """\
  - id: design
    title: Design an experiment
    kind: write
    minutes: 20
    text: Write the design.
    document: {path: docs/design.md, template: templates/design.md}
    deliverables:
      - id: sections
        title: The design
        check:
          name: sections-written
          args: {path: docs/design.md, sections: {Hypothesis: 20, Budget: 5}}
      - id: kill
        title: A kill criterion
        check:
          name: kill-criterion-stated
          args: {path: docs/design.md, heading: Kill criterion}
"""
KNOWN = {
    **CHECKS,
    "sections-written": frozenset({"path", "sections"}),
    "kill-criterion-stated": frozenset({"path", "heading"}),
}
DESIGN = """\
# Design

<!-- # Not a heading -->
## Hypothesis

> Write one sentence with a number.

## Kill criterion

## Budget
"""


@pytest.fixture
def course(course_dir: Path) -> Path:
    """The small Course with a Step that has a document."""
    (course_dir / DAY).write_text((course_dir / DAY).read_text() + STEP)
    (course_dir / TEMPLATE).parent.mkdir()
    (course_dir / TEMPLATE).write_text(DESIGN)
    return course_dir


def in_day(old: str, new: str) -> Callable[[Path], None]:
    return lambda folder: damage(folder / DAY, old, new)


def test_a_document_loads_with_its_template(course: Path) -> None:
    loaded = load_course(str(course))
    step = loaded.days[0].steps[-1]

    assert step.document == Document(path="docs/design.md", template="templates/design.md")
    assert template_text(loaded, loaded.days[0], step.document) == DESIGN
    assert lint(course, KNOWN) == []


def outside(folder: Path) -> None:
    (folder / "elsewhere.md").write_text(DESIGN)
    (folder / TEMPLATE).unlink()
    (folder / TEMPLATE).symlink_to(folder / "elsewhere.md")


NOT_LOADED: dict[str, tuple[Callable[[Path], None], str]] = {
    "a template that is not there": (
        lambda folder: (folder / TEMPLATE).unlink(),
        "there is no file templates/design.md beside day.yaml",
    ),
    "a template elsewhere": (
        in_day("template: templates/design.md", "template: ../design.md"),
        '"../design.md" is not the name of a template',
    ),
    "a template that is a link out": (outside, "a link that leads out of the Day's folder"),
    "a key that is unknown": (
        in_day("template: templates/design.md", "templat: templates/design.md"),
        'the key "templat" is unknown here',
    ),
}


@pytest.mark.parametrize("name", NOT_LOADED)
def test_a_template_that_cannot_be_used_stops_the_load_and_is_a_fault(
    name: str, course: Path
) -> None:
    spoil, problem = NOT_LOADED[name]
    spoil(course)

    with pytest.raises(CourseError, match="document") as raised:
        load_course(str(course))

    assert problem in raised.value.problem
    assert raised.value.line is not None
    assert any(problem in fault.problem for fault in lint(course, KNOWN))


PLANTED: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "a section that the template lacks": (
        in_day("{Hypothesis: 20,", "{Hypotheses: 20,"),
        'templates/design.md has no heading "Hypotheses"',
        'Did you mean "Hypothesis"?',
    ),
    "a heading that the template lacks": (
        in_day("heading: Kill criterion", "heading: Risks"),
        'templates/design.md has no heading "Risks"',
        "Known: Budget, Design, Hypothesis, Kill criterion",
    ),
    "a document of a Step that writes nothing": (
        in_day("kind: write", "kind: compare"),
        "a Step of kind compare has no document",
        "kind: write",
    ),
    "a document out of the student's folder": (
        in_day("{path: docs/design.md, template", "{path: ../design.md, template"),
        '"../design.md" is no place for a student\'s file',
        "docs/day21_design.md",
    ),
    "a document that is no Markdown": (
        in_day("{path: docs/design.md, template", "{path: docs/design.txt, template"),
        '"docs/design.txt" is not a Markdown file',
        "docs/day21_design.md",
    ),
    "an empty template": (
        lambda folder: (folder / TEMPLATE).write_text("\n"),
        "templates/design.md is empty",
        "Write its headings",
    ),
    "a template that no Step names": (
        lambda folder: (folder / TEMPLATE).with_name("old.md").write_text(DESIGN) and None,
        "no Step begins with this template",
        "Name it as the template",
    ),
    "two Steps with one document": (
        lambda folder: (
            (folder / DAY).write_text(
                (folder / DAY).read_text() + STEP.replace("id: design\n", "id: again\n")
            )
            and None
        ),
        '"design" begins docs/design.md already',
        "a document of its own",
    ),
    "a policy's Step that is not there": (
        in_day(
            "args: {path: docs/design.md, heading: Kill criterion}",
            "args: {path: docs/design.md, policies: {ACT: [evaluate, evaluat]}}",
        ),
        'there is no Step "evaluat"',
        'Did you mean "evaluate"?',
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_the_linter_finds_what_is_wrong_with_a_document(name: str, course: Path) -> None:
    plant, problem, remedy = PLANTED[name]
    plant(course)

    faults = [fault for fault in lint(course, KNOWN) if problem in fault.problem]

    assert len(faults) == 1, lint(course, KNOWN)
    assert remedy in faults[0].remedy
    assert faults[0].line is not None or "no Step begins" in problem


def test_days_whose_evaluations_a_check_names_are_loaded_with_it(course: Path) -> None:
    damage(course / "course.yaml", "[day01]", "[day01, day02]")
    later = (course / DAY).read_text().partition("  - id: train")[0].replace("day01", "day02")
    later = later.replace("number: 1", "number: 2") + (
        "    deliverables:\n      - id: table\n        title: The table\n        check:\n"
        "          name: numbers-backed\n          args: {policies: {ACT: [day01/evaluate]}}\n"
    )
    (course / "day02").mkdir()
    (course / "day02" / "day.yaml").write_text(later)

    assert [day.id for day in load_course(str(course), days=[2]).days] == ["day01", "day02"]


def test_the_steps_of_an_argument_are_found_in_every_shape() -> None:
    spec = CheckSpec(name="c", args={"policies": {"ACT": ["a", "b"], "BC": ["c"]}, "steps": 3})
    assert steps_in(spec.args["policies"]) == ["a", "b", "c"]
    assert steps_in(spec.args["steps"]) == []
    assert steps_in("d") == ["d"]
