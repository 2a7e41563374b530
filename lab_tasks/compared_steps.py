"""The Steps whose evaluations stand in a Day's comparison."""

from collections.abc import Iterator, Sequence

from course.model import Course, Day, Profile, Step
from lab_tasks import references

EVALUATION, BASELINE = "evaluation-recorded", "baseline-recorded"


def compared_steps(
    course: Course, day: Day, steps: Sequence[str], profile: Profile
) -> Iterator[tuple[Day, Step]]:
    """Yield the policies' Steps, then those of the Day's baselines."""
    named = dict.fromkeys((*(steps or _named_steps(day)), *_recording(day, BASELINE)))
    for reference in named:
        found = references.find(course, day, reference)
        if found and not found[1].why_not_needed(profile):
            yield found


def _named_steps(day: Day) -> Sequence[str]:
    for check in (d.check for step in day.steps for d in step.deliverables):
        if check.name == "comparison-written" and check.args.get("steps"):
            return tuple(check.args["steps"])
    return _recording(day, EVALUATION)


def _recording(day: Day, check: str) -> tuple[str, ...]:
    return tuple(s.id for s in day.steps if any(d.check.name == check for d in s.deliverables))
