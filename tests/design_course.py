"""A Course with one design Day, on disk with its template, and a Workspace to write the design in.

`SOLVED` is a design that passes every Check of the Day; tests spoil it at one place.
"""

from pathlib import Path

from one_day_course import write_one_day

from course.loader import load_course
from course.model import Course, Day
from lab_tasks.checks.run import check_day
from lab_tasks.checks.verdict import CheckResult
from lab_tasks.workspace import Workspace

PATH = "docs/design.md"
DAY = """\
id: day01
number: 1
title: A design
objectives: [Design an experiment]
commit_message: "Day 1: a design"
sources:
  - {title: Robot Learning as an Empirical Science, url: "https://arxiv.org/abs/2409.09491"}
steps:
  - id: design
    title: Design an experiment
    kind: write
    minutes: 40
    text: Write the design.
    document: {path: docs/design.md, template: templates/design.md}
    deliverables:
      - id: sections
        title: Every section is written
        check:
          name: sections-written
          args: {path: docs/design.md, sections: {Hypothesis: 10, Trials: 5, Risks: 0}}
      - id: variables
        title: The variables
        check:
          name: table-filled
          args: {path: docs/design.md, heading: Variables, rows: 2, columns: [Variable, Values]}
      - id: own
        title: Nothing of the template is left
        check: {name: no-template-text, args: {path: docs/design.md}}
      - id: words
        title: Forty words
        check: {name: words-written, args: {path: docs/design.md, words: 40}}
      - id: hypothesis
        title: A hypothesis
        check: {name: hypothesis-stated, args: {path: docs/design.md, heading: Hypothesis}}
      - id: kill
        title: A kill criterion
        check: {name: kill-criterion-stated, args: {path: docs/design.md, heading: Kill criterion}}
      - id: budget
        title: A budget
        check: {name: budget-stated, args: {path: docs/design.md, heading: Budget}}
      - id: trials
        title: Enough trials
        check:
          name: trials-can-show
          args: {path: docs/design.md, hypothesis: Hypothesis, trials: Trials}
"""
TEMPLATE = """\
# Design

<!-- Read this whole page first.
     Then write. -->

## Hypothesis

> What must come out for you to be right? Write at least one number: 0.5 against 0.1, say.

## Variables

<!-- One row for each. -->
| Variable | Values |
|---|---|
| What you change | … |
| What you keep | … |

## Trials

> How many trials of each policy?

## Kill criterion

> When do you stop after 10 trials, and what do you change?

## Budget

> At most how many hours?

## Risks
"""
SOLVED = """\
# Design

## Hypothesis

A fine-tuned policy puts the cup on the saucer with a success rate of at least 0.7, against 0.1
for the one that is not. We expect 0.9.

## Variables

| Variable | Values |
|---|---|
| What you change | none, 50 demonstrations |
| What you keep | poses, camera, seed |

## Trials

We run 40 trials of each policy on the same start poses, in turn.

## Kill criterion

If fewer than 3 of the first 10 trials succeed, we stop and collect more demonstrations.

## Budget

At most 6 GPU-hours and two evenings of teleoperation.

## Risks

The saucer slides.
"""


def design_course(folder: Path) -> Course:
    """Write the Course and load it."""
    write_one_day(folder, "design", DAY, {"templates/design.md": TEMPLATE})
    return load_course(str(folder))


def checked(course: Course, workspace: Workspace, text: str | None) -> dict[str, CheckResult]:
    """Write the design (None: none) and return what each of the Day's Checks says of it."""
    file = workspace.root / PATH
    if text is not None:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    return {r.deliverable: r for r in check_day(course, the_day(course), workspace)}


def the_day(course: Course) -> Day:
    """Return the Course's only Day."""
    return course.days[0]
