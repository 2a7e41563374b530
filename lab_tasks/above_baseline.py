"""Above a baseline: how far a policy comes beyond it in best reward, where a Day asks that."""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from course.model import Day
from lab_tasks import references
from lab_tasks.checks.evaluations import Sound, sound_evaluation
from lab_tasks.checks.question import Question
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.lift import Lift, lift

BEATS, BEST_REWARD = "beats-baseline", "best-reward"
RULE = (
    "Against a baseline: Student's interval of the differences in best reward, start by start; "
    "it separates where the interval leaves out 0."
)


class Above(msgspec.Struct, frozen=True):
    """How far a policy is above a baseline in best reward."""

    policy: str
    baseline: str
    separates: bool
    words: str


def above_baselines(
    evidence: Evidence, day: Day, found: Mapping[str, Sequence[Sound]]
) -> Iterator[Above]:
    """Yield each policy of the table beside the baseline that it is to beat by best reward.

    `found` are the table's results by full id of their Step. The baseline may be of another Day.
    """
    for step in day.steps:
        own = found.get(evidence.step_id(day, step))
        for check in (d.check for d in step.deliverables if d.check.name == BEATS):
            args = check.args_for(evidence.profile)
            if args.get("measure") != BEST_REWARD or not own:
                continue
            baseline = _baseline(evidence, day, args["baseline"])
            by = lift([each.record for each in own], baseline[1].record) if baseline else None
            if baseline and isinstance(by, Lift):
                names = references.policy_name(step), baseline[0]
                told = f"**{names[0]}** against **{names[1]}**: mean best reward {by.words}."
                yield Above(*names, by.separates, told)


def _baseline(evidence: Evidence, day: Day, reference: str) -> tuple[str, Sound] | None:
    """Return its name and evaluation; None where that is not sound, or a rehearsal."""
    place = references.find(evidence.course, day, reference)
    sound = sound_evaluation(Question(evidence, *place), *place) if place else None
    if place is None or not isinstance(sound, Sound) or sound.rehearsal:
        return None
    return references.policy_name(place[1]), sound
