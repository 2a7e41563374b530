"""Asked: what the Checks of a Step want of its document, as the Course states it."""

from course.model import CheckSpec, Step

FILLED = "results-filled"
"""The Check whose arguments say what stands in a table of results."""


def asked_table(step: Step) -> CheckSpec | None:
    """Return the Check that wants a table of results in the Step's document; None: none does."""
    return next((d.check for d in step.deliverables if d.check.name == FILLED), None)
