"""Two evaluations against each other: paired by seed where they can be, else as two counts."""

from lab_tasks.evidence.records import EvaluationRecord
from lab_tasks.statistics import fisher, mcnemar


def are_paired(a: EvaluationRecord, b: EvaluationRecord) -> bool:
    """Whether episode i of both started from the same state: same environment, seed and number."""
    return (a.seed, a.n_episodes, a.env.get("type")) == (b.seed, b.n_episodes, b.env.get("type"))


def p_of(a: EvaluationRecord, b: EvaluationRecord) -> float:
    """Return the two-sided exact p: McNemar's when the episodes pair up, else Fisher's."""
    if not are_paired(a, b):
        return fisher(sum(a.successes), a.n_episodes, sum(b.successes), b.n_episodes)
    only_a, only_b = discordant(a.successes, b.successes)
    return mcnemar(only_a, only_b)


def discordant(a: tuple[bool, ...], b: tuple[bool, ...]) -> tuple[int, int]:
    """Return how many episodes only `a` solved, and how many only `b`."""
    pairs = list(zip(a, b, strict=True))
    return sum(x and not y for x, y in pairs), sum(y and not x for x, y in pairs)
