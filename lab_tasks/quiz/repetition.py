"""When a question comes again: the only module that knows FSRS (the package `fsrs`).

FSRS models how long a memory lasts. With its published defaults a first right answer is asked again
after 2 days, then 11, then 46; a miss the next day. Nothing of it is stored: the schedule follows
from the recorded answers, the same on every machine, because its random spread is off.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

LONGEST_DAYS = 365


class Repetition(msgspec.Struct, frozen=True):
    """When a question that was answered is asked next."""

    at: datetime
    """UTC."""
    after_days: int
    """Days from the newest answer, when the chance to know it has fallen to nine in ten."""


def repetition(answers: Iterable[tuple[datetime, bool]]) -> Repetition | None:
    """Return when a question comes again after answers (time, right) in order; None without any.

    An answer that claims to be older than the one before it counts as given at the same moment.
    """
    from fsrs import Card, Rating, Scheduler  # 0.1 s that only who repeats pays for

    scheduler = Scheduler(
        learning_steps=(), relearning_steps=(), maximum_interval=LONGEST_DAYS, enable_fuzzing=False
    )
    card = Card(card_id=0)
    for time, is_right in answers:
        at = max(time.astimezone(UTC), card.last_review or time.astimezone(UTC))
        rating = Rating.Good if is_right else Rating.Again
        card, _ = scheduler.review_card(card, rating, at)
    if card.last_review is None:
        return None
    return Repetition(card.due, (card.due - card.last_review).days)
