"""Two evaluations against each other: paired by seed where they can be, else as two counts."""

from collections.abc import Sequence

from lab_tasks.evidence.records import EvaluationRecord
from lab_tasks.statistics import fisher, mcnemar


def are_paired(a: EvaluationRecord, b: EvaluationRecord) -> bool:
    """Whether episode i of both started from the same state: same environment, seed and number."""
    return (a.seed, a.n_episodes, a.env.get("type")) == (b.seed, b.n_episodes, b.env.get("type"))


def p_over(a: Sequence[EvaluationRecord], b: Sequence[EvaluationRecord]) -> tuple[float, bool]:
    """Return the two-sided exact p of two policies over their trainings, and whether it is paired.

    Paired (McNemar's test): as many trainings of both, each beside one of the other on the same
    starts. Else two counts (Fisher's).
    """
    each = list(zip(a, b, strict=False))
    if len(a) == len(b) and all(are_paired(x, y) for x, y in each):
        only = [discordant(x.successes, y.successes) for x, y in each]
        return mcnemar(sum(x for x, _ in only), sum(y for _, y in only)), True
    solved = [sum(sum(one.successes) for one in of) for of in (a, b)]
    episodes = [sum(one.n_episodes for one in of) for of in (a, b)]
    return fisher(solved[0], episodes[0], solved[1], episodes[1]), False


def discordant(a: tuple[bool, ...], b: tuple[bool, ...]) -> tuple[int, int]:
    """Return how many episodes only `a` solved, and how many only `b`."""
    pairs = list(zip(a, b, strict=True))
    return sum(x and not y for x, y in pairs), sum(y and not x for x, y in pairs)
