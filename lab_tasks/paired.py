"""Two policies against each other on the starts they met: the start is what is counted.

Episodes of several trainings from one start are no independent trials: three trainings alike would
count each start thrice. So each start counts once, by the mean over the trainings that met it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import lcm
from typing import Literal, assert_never

import msgspec

from lab_tasks.evidence.records import EvaluationRecord
from lab_tasks.statistics import SIGNIFICANCE, fisher, holm, mcnemar, shuffles, sign_flips

TestName = Literal["McNemar", "sign flips", "Fisher", "permutation"]
FULL_NAMES: Mapping[TestName, str] = {
    "McNemar": "McNemar's exact test on the same starts",
    "sign flips": "Fisher's exact randomisation test",
    "Fisher": "Fisher's exact test",
    "permutation": "Pitman's exact test",
}
Start = tuple[str, int]
"""A task, and the seed from which one of its episodes begins."""
OF_THE_START = ("type", "task", "task_ids", "tasks", "init_states")
"""What of an environment says where episode i begins; the rest is how it is seen."""


class Played(msgspec.Struct, frozen=True):
    """The episodes of one evaluation: the i-th began from `seed + i` of the task."""

    task: str
    seed: int
    successes: tuple[bool, ...]

    @property
    def starts(self) -> tuple[Start, ...]:
        """Where each episode began."""
        return tuple((self.task, self.seed + i) for i in range(len(self.successes)))


class Test(msgspec.Struct, frozen=True):
    """By which test two policies' rates were compared, and over how many starts."""

    name: TestName
    starts: int
    """Of the policy that met fewer."""

    @property
    def full_name(self) -> str:
        """The test as a report names it beside its p."""
        return FULL_NAMES[self.name]


class Contrast(Test, frozen=True):
    """What one test says of two policies' rates, as if it were the only one that is asked."""

    lone_p: float
    """Two-sided, not corrected."""

    @property
    def separates_alone(self) -> bool:
        """Whether chance would seldom give such a difference, where no other is looked at."""
        return self.lone_p < SIGNIFICANCE


class Corrected(Test, frozen=True):
    """What a test says of two policies' rates as one of several that are asked."""

    holm_p: float
    """Two-sided, corrected by Holm for the number of tests."""

    @property
    def separates(self) -> bool:
        """Whether chance would seldom give such a difference to any of so many."""
        return self.holm_p < SIGNIFICANCE


def played(record: EvaluationRecord) -> Played:
    """Return the episodes of a record."""
    told = (str(record.env[name]) for name in OF_THE_START if record.env.get(name) is not None)
    return Played(" ".join(told), record.seed, record.successes)


def are_paired(a: EvaluationRecord, b: EvaluationRecord) -> bool:
    """Whether episode i of both started from the same state: same task, seed and number."""
    return played(a).starts == played(b).starts


def contrast(a: Sequence[Played], b: Sequence[Played]) -> Contrast:
    """Compare two policies, each over its trainings. Raises ValueError where one has no episode.

    On the same starts: McNemar's exact test of one training each, of more the sign flips of each
    start's difference. Else Fisher's exact test, or the permutations of the starts' means.
    """
    of_a, of_b = _by_start(a), _by_start(b)
    n = min(len(of_a), len(of_b))
    is_single = len(a) == len(b) == 1
    if of_a.keys() == of_b.keys():
        if is_single:
            return Contrast("McNemar", n, mcnemar(*discordant(a[0].successes, b[0].successes)))
        scaled_a, scaled_b = _scaled(of_a, of_b)
        apart = [scaled_a[start] - scaled_b[start] for start in of_a]
        return Contrast("sign flips", n, sign_flips(apart))
    if is_single:
        (x,), (y,) = a, b
        counts = sum(x.successes), len(x.successes), sum(y.successes), len(y.successes)
        return Contrast("Fisher", n, fisher(*counts))
    scaled_a, scaled_b = _scaled(of_a, of_b)
    return Contrast("permutation", n, shuffles([*scaled_a.values()], [*scaled_b.values()]))


def corrected(contrasts: Sequence[Contrast]) -> tuple[Corrected, ...]:
    """Return the same tests, each p corrected by Holm for their number."""
    values = holm([each.lone_p for each in contrasts])
    both = zip(contrasts, values, strict=True)
    return tuple(Corrected(each.name, each.starts, p) for each, p in both)


def explained(name: TestName) -> str:
    """Return a test in the words of a rule below a table."""
    full_name = FULL_NAMES[name]
    match name:
        case "McNemar":
            return full_name
        case "sign flips":
            return (
                "sign flips: each of the same starts counts once, by its mean over the trainings "
                f"({full_name})"
            )
        case "Fisher":
            return f"{full_name} where the starts differ"
        case "permutation":
            return (
                "permutation: each start counts once, by its mean over the trainings, where the "
                f"starts differ ({full_name})"
            )
        case _:
            assert_never(name)


def discordant(a: tuple[bool, ...], b: tuple[bool, ...]) -> tuple[int, int]:
    """Return how many episodes only `a` solved, and how many only `b`."""
    pairs = list(zip(a, b, strict=True))
    return sum(x and not y for x, y in pairs), sum(y and not x for x, y in pairs)


def _by_start(evaluations: Sequence[Played]) -> Mapping[Start, list[bool]]:
    found: dict[Start, list[bool]] = defaultdict(list)
    for each in evaluations:
        for start, success in zip(each.starts, each.successes, strict=True):
            found[start].append(success)
    return found


def _scaled(*policies: Mapping[Start, list[bool]]) -> list[dict[Start, int]]:
    """Return each start's mean, times one number that makes all of them whole."""
    whole = lcm(*(len(met) for policy in policies for met in policy.values()))
    return [
        {start: sum(met) * whole // len(met) for start, met in policy.items()}
        for policy in policies
    ]
