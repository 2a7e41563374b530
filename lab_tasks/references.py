"""References: how the course's YAML names a Step from another place of the Course."""

from course.model import Course, Day, Step


def find(course: Course, day: Day, reference: str) -> tuple[Day, Step] | None:
    """Return what `reference` names as seen from `day`; None when there is no such Step.

    `train-act` is a Step of the same Day, `day19/train-act` one of the same Course,
    `robo47/day19/train-act` its full id. Aliases count.
    """
    depth = reference.count("/")
    prefix = ("", f"{course.id}/", f"{course.id}/{day.id}/")[2 - min(depth, 2)]
    return course.find_step(prefix + reference)


def is_meant(course: Course, day: Day, step: Step, name: str) -> bool:
    """Whether a typed name may mean this Step: `train-act`, `day19/train-act` or its full id."""
    return f"/{full_id(course, day, step)}".endswith(f"/{name}")


def all_ids(course_id: str, day: Day, step: Step) -> tuple[str, ...]:
    """Return the full ids that a Step has or had, its own first: by its and its Day's aliases."""
    days, steps = (day.id, *day.aliases), (step.id, *step.aliases)
    return tuple(f"{course_id}/{day_id}/{step_id}" for day_id in days for step_id in steps)


def policy_name(step: Step) -> str:
    """Return the name of the policy a Step evaluates: `act` and `cloning` are one to lerobot."""
    return step.id.removeprefix("evaluate-")


def full_id(course: Course, day: Day, step: Step) -> str:
    """Return the id that is the same on the screen, on disk and in a report."""
    return f"{course.id}/{day.id}/{step.id}"


def full_ids(course: Course, day: Day, step: Step) -> tuple[str, ...]:
    """Return the full ids that a Step has or had, its own first."""
    return all_ids(course.id, day, step)
