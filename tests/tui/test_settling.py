"""What results of Checks tick and untick, and which Days are to be checked again."""

import pytest
from day_fixture import ASKED, COURSE, DAY, FAIL, MakeRun, result, ticked

from lab_tasks.checks.verdict import Inconclusive, Pass, Verdict
from lab_tasks.progress.progress import StepProgress
from lab_tasks.runs.model import (
    Finished,
)
from tui.rules.day_view import view_day
from tui.rules.guidance import why_not_ticked
from tui.rules.lab_state import LabState
from tui.rules.progress_edits import Tick, Untick
from tui.rules.settling import edits_after, unsettled_days


@pytest.mark.parametrize(
    ("verdict", "was_done", "edits"),
    [
        (Pass("executed", "x"), False, (Tick("c/day01/make", "executed", asked=ASKED),)),
        (Pass("executed", "x"), True, ()),
        (Pass("committed", "x"), True, (Tick("c/day01/make", "committed", asked=ASKED),)),
        (FAIL, True, (Untick("c/day01/make"),)),
        (FAIL, False, ()),
        (Inconclusive("too few", "More."), True, ()),
    ],
)
def test_results_tick_what_passes_and_untick_what_no_longer_does(
    verdict: Verdict, was_done: bool, edits: tuple[object, ...]
) -> None:
    view = view_day(COURSE, DAY, LabState(steps=ticked("make") if was_done else {}))

    assert edits_after(view, {"c/day01/make": (result(verdict),)}) == edits


def test_a_tick_that_answers_what_is_no_longer_asked_is_stale_until_it_is_checked() -> None:
    now, before = (StepProgress("2026-01-14T10:00:00Z", "executed", "", a) for a in (ASKED, "0ld"))
    view = view_day(COURSE, DAY, LabState(steps={"c/day01/make": before}))
    (reason,) = why_not_ticked(view.steps[1])
    passed = {"c/day01/make": (result(Pass("executed", "x")),)}

    assert view.steps[1].state == view.steps[1].word == "stale"
    assert "changed what it asks" in reason.why
    assert (view.done_count, view.done_minutes) == (0, 0)
    assert edits_after(view, passed) == (Tick("c/day01/make", "executed", asked=ASKED),)
    assert view_day(COURSE, DAY, LabState(steps={"c/day01/make": now})).steps[1].state == "done"


def test_a_run_that_succeeded_is_checked_once(runs: MakeRun) -> None:
    state = LabState(runs=(runs("make", Finished(0, 1.0), record=True),))

    assert unsettled_days(COURSE, state, ()) == (DAY,)
    assert unsettled_days(COURSE, state, ("make-01",)) == ()
