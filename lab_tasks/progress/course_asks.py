"""What the Course asks of a Step, as a short digest: a tick keeps it, so an edit is noticed."""

import hashlib

import msgspec

from course.model import Step
from lab_tasks.quiz.marking import key_of

DIGITS = 12


def asked_of(step: Step) -> str:
    """Return the digest of a Step's Deliverables, Checks and right answers; empty: it asks nothing.

    Texts, titles, minutes and Recipes may change without changing it.
    """
    asked = [(d.id, d.check.name, d.check.args, d.check.full) for d in step.deliverables]
    if not asked:
        return ""
    keys = [(question.id, key_of(question)) for question in step.questions]
    content = msgspec.json.encode([asked, keys], order="sorted")
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def is_stale(asked_then: str, step: Step) -> bool:
    """Whether a tick answers what is no longer asked. Empty: nobody knows what was asked then."""
    return bool(asked_then) and asked_then != asked_of(step)
