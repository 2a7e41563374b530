"""What a rule looks at: one Day, its texts, and the Days it may refer to."""

from collections.abc import Mapping
from dataclasses import dataclass

from course.model import Day, Step


@dataclass(frozen=True)
class Subject:
    """One Day under lint."""

    day: Day
    days: Mapping[str, Day]
    """All Days of the Course that could be loaded, by id."""
    texts: Mapping[str, str]
    """Each Step's Markdown, by the Step's id."""
    templates: Mapping[str, str]
    """The templates of the Day's Documents, by their Step's id."""
    checks: Mapping[str, frozenset[str]]
    """The registered Checks and the arguments that each knows."""
    jobs: frozenset[str] = frozenset()
    """The jobs that a Recipe may run; empty: nobody has said."""
    unread: frozenset[str] = frozenset()
    """Ids of Days that the Course lists and that could not be loaded."""

    def step(self, reference: str) -> Step | None:
        """Return the Step that `step` or `dayNN/step` names; None when there is none such."""
        day_id, _, step_id = reference.rpartition("/")
        day = self.days.get(day_id) if day_id else self.day
        return day.step(step_id) if day else None

    def is_missing(self, reference: str) -> bool:
        """Whether there is no such Step; of a Day that could not be loaded nobody knows."""
        return self.step(reference) is None and reference.rpartition("/")[0] not in self.unread

    def references(self) -> list[str]:
        """Return what may be referred to from this Day, for suggestions."""
        own = [step.id for step in self.day.steps]
        others = [day for day in self.days.values() if day.id != self.day.id]
        return own + [f"{day.id}/{step.id}" for day in others for step in day.steps]

    def comes_before(self, reference: str, step: Step) -> bool:
        """Whether a Step that exists stands before `step`: in this Day, or in an earlier one."""
        day_id, _, step_id = reference.rpartition("/")
        if day_id and self.days[day_id] is not self.day:
            return self.days[day_id].number < self.day.number
        named = self.day.step(step_id)
        ids = [each.id for each in self.day.steps]
        return named is None or ids.index(named.id) < ids.index(step.id)
