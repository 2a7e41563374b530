"""A devlog of two trainings that lerobot ran here and now: every number equals the records."""

from pathlib import Path

import pytest
from recomputing import require_equal
from test_day_for_real import do, small_course

from lab_tasks import workspace_setup
from lab_tasks.reports.devlog import write_devlog
from lab_tasks.reports.sources import find_sources, read_trainings
from lab_tasks.workspace import Workspace

pytestmark = pytest.mark.lerobot

STEPS = ("make-demos", "train-act", "train-diffusion", "evaluate-act")
RUNS = ("train-act-01", "train-diffusion-01")


def test_a_devlog_of_act_and_diffusion_equals_their_records(
    workspace: Workspace, tmp_path: Path, lab_python: str
) -> None:
    course = small_course()
    workspace_setup.set_up(workspace, course.id, "quick")
    day = next(each for each in course.days if each.id == "day19")
    for step in STEPS:
        do(course, day, step, workspace, lab_python)

    sources = find_sources(RUNS, workspace)
    path, *pictures = write_devlog(tmp_path / "devlog", read_trainings(sources))

    written = path.read_text()
    assert require_equal(written, workspace, RUNS) > 100
    assert "**Losses of different policies do not compare** (act, diffusion)" in written
    assert len(pictures) == 6
