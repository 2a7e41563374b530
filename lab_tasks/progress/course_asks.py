"""What the Course asks of a Step, as a short digest: a tick keeps it, so an edit is noticed."""

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice, product

import msgspec

from course.model import Step
from lab_tasks.quiz.marking import key_of

DIGITS = 12
MOST_NAMINGS = 256
"""Ways to call a Step's questions by ids they have had that are tried before a tick is stale."""


def digest_of(step: Step) -> str:
    """Return the digest of a Step's Deliverables, Checks and right answers; empty: it asks nothing.

    Texts, titles, minutes and Recipes may change without changing it.
    """
    return _digest(step, [question.id for question in step.questions])


def is_stale(asked_then: str | None, step: Step) -> bool:
    """Whether a tick answers what is no longer asked; a question may go by any id it has had.

    None: nobody knows what was asked then. Empty: nothing was.
    """
    return asked_then is not None and asked_then not in _under_any_name(step)


def _under_any_name(step: Step) -> Iterator[str]:
    names = [(question.id, *question.aliases) for question in step.questions]
    return (_digest(step, naming) for naming in islice(product(*names), MOST_NAMINGS))


def _digest(step: Step, question_ids: Sequence[str]) -> str:
    asked = [(d.id, d.check.name, d.check.args, d.check.full) for d in step.deliverables]
    if not asked:
        return ""
    keys = [(n, key_of(q)) for n, q in zip(question_ids, step.questions, strict=True)]
    content = msgspec.json.encode([asked, keys], order="sorted")
    return hashlib.sha256(content).hexdigest()[:DIGITS]
