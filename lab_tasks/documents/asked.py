"""Asked: what the Checks of a Step want the app to write into its document, as the Course says."""

from course.model import CheckSpec, Step

FILLED = "results-filled"
"""The Check whose arguments say what stands in a table of results."""
FEW_TRIALS = "few-trials-written"
"""… in a table of what few trials would have said."""
DEVLOG = "devlog-written"
"""… in a devlog."""
FILLINGS = (FILLED, FEW_TRIALS, DEVLOG)


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
