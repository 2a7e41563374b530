"""Asked: what the Checks of a Step want the app to write into its document, as the Course says."""

import posixpath

from course.model import CheckSpec, Course, Profile, Step
from lab_tasks.documents.regions import REPORT

FILLED = "results-filled"
"""The Check whose arguments say what stands in a table of results."""
FEW_TRIALS = "few-trials-written"
"""… in a table of what few trials would have said."""
DEVLOG = "devlog-written"
"""… in a devlog."""
FILLINGS = (FILLED, FEW_TRIALS, DEVLOG)
HOLDS = {
    "comparison-written": "comparison",
    FILLED: "results",
    FEW_TRIALS: "few-trials",
    DEVLOG: REPORT,
}
"""The region that a Check holds against the records."""


def asked_table(step: Step) -> CheckSpec | None:
    """Return the Check that wants a table of results in the Step's document; None: none does."""
    return asked_of(step, FILLED)


def asked_filling(step: Step) -> CheckSpec | None:
    """Return the Check that wants the app to write into the Step's document; None: none does."""
    found = (asked_of(step, name) for name in FILLINGS)
    return next((check for check in found if check), None)


def asked_of(step: Step, name: str) -> CheckSpec | None:
    """Return the Step's first Check of this name; None: it has none."""
    return next((d.check for d in step.deliverables if d.check.name == name), None)


def held_regions(course: Course, profile: Profile, path: str) -> frozenset[str]:
    """Return the regions of the document at `path` that some Check of the Course looks at."""
    checks = (
        deliverable.check
        for day in course.days
        for step in day.steps
        if not step.why_not_needed(profile)
        for deliverable in step.deliverables
        if deliverable.check.name in HOLDS
    )
    return frozenset(
        HOLDS[check.name]
        for check in checks
        if _is_same(str(check.args_for(profile).get("path", "")), path)
    )


def _is_same(one: str, other: str) -> bool:
    return posixpath.normpath(one) == posixpath.normpath(other)
