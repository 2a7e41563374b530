"""A Lab whose Course has a retro to write: a template, a table of results, sections with words."""

from pathlib import Path

import msgspec
import pytest
from lab_fixture import Lab, make_lab
from retro_workspace import COURSE, DAY19, DAY21, POLICIES, retro_workspace

from course.model import CheckSpec, Course, Deliverable, Document, Step, Week
from lab_tasks.workspace import Workspace

PATH = "RETRO_w3.md"
SECTIONS = {"What happened": 20, "What I would change": 10}
TEMPLATE = """# Retro

## What happened

> Say what each policy did, with its counts.

## What I would change

> One thing, and why.

## Results

"""


def retro_step() -> Step:
    """Return the Step that asks for the retro."""
    args = {
        "written": ("sections-written", {"path": PATH, "sections": SECTIONS}),
        "own": ("no-template-text", {"path": PATH}),
        "filled": ("results-filled", {"path": PATH, "policies": POLICIES}),
    }
    return Step(
        id="retro",
        title="Write the retro",
        kind="write",
        minutes=40,
        text="Write what the three weeks have shown.",
        document=Document(path=PATH, template="retro.md"),
        deliverables=tuple(
            Deliverable(id=name, title=name, check=CheckSpec(name=check, args=asked))
            for name, (check, asked) in args.items()
        ),
    )


def retro_course(folder: Path) -> Course:
    """Return the sample Course with the retro in Day 21, its template in `folder`."""
    (folder / DAY21.id).mkdir(parents=True)
    (folder / DAY21.id / "retro.md").write_text(TEMPLATE)
    day = msgspec.structs.replace(DAY21, steps=(retro_step(),))
    week = Week(number=3, title="W", days=(DAY19, day))
    return msgspec.structs.replace(COURSE, weeks=(week,), folder=str(folder))


def retro_lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, recorded: bool = True) -> Lab:
    """Make the Lab; `recorded`: four policies with their evaluations."""
    workspace = Workspace(tmp_path / "workspace")
    workspace.root.mkdir()
    if recorded:
        retro_workspace(workspace.root)
    return make_lab(retro_course(tmp_path / "course"), workspace, tmp_path / "jobs", monkeypatch)
