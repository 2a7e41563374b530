"""A round: which questions of a quiz are asked now, and in which order."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import structs

from lab_tasks.quiz.standing import Known, Missed, Standing


def again(missed: Standing) -> Standing:
    """Return a question that was just missed as it comes at the end of the round: shuffled anew."""
    return structs.replace(missed, answered=missed.answered + 1)


def to_ask(standings: Sequence[Standing], now: datetime) -> tuple[Standing, ...]:
    """Return what is open, missed or due, in the quiz's order; where nothing is, all but known.

    A missed one is asked in each round, and `again` at its end: it may have been read up since.
    """
    first = tuple(each for each in standings if each.is_due(now) or isinstance(each.state, Missed))
    return first or tuple(each for each in standings if not isinstance(each.state, Known))
