"""Numbers that follow: an evaluation's figures worked out again from its own episodes."""

from lab_tasks.evidence.eval_info import ROUNDING, EvalInfo
from lab_tasks.evidence.records import EvaluationRecord
from lab_tasks.problem import Problem

UNDO = (
    "Undo the change (`git checkout` brings back what was committed), or evaluate the policy again."
)
MOST_REWARD = {"pusht": 1.0, "so101_bench": 1.0}
"""The most that an environment gives in a step: gym-pusht clips at 1, ours pays 1 for a placed
block. Of others we do not know it."""


def number_problem(record: EvaluationRecord, info: EvalInfo) -> Problem | None:
    """Return the first figure that does not follow from the episodes; None when all do."""
    return (
        _count_problem(record, info)
        or _percentage_problem(info)
        or _episode_problem(record, info)
        or _reward_problem(info)
        or _excess_problem(record, info)
    )


def _count_problem(record: EvaluationRecord, info: EvalInfo) -> Problem | None:
    counts = {
        "eval_info.json, successes": len(info.successes),
        "eval_info.json, max_rewards": len(info.max_rewards),
        "eval_info.json, sum_rewards": len(info.sum_rewards),
        "eval_info.json, overall.n_episodes": info.overall.n_episodes,
        "record.json, successes": len(record.successes),
        "record.json, max_rewards": len(record.max_rewards),
        "record.json, sum_rewards": len(record.sum_rewards),
    }
    for name, count in counts.items():
        if count != record.n_episodes:
            numbers = f"{record.n_episodes} episodes", f"{count} in {name}"
            return Problem("the numbers of episodes do not agree", UNDO, *numbers)
    return None


def _percentage_problem(info: EvalInfo) -> Problem | None:
    solved, n = sum(info.successes), len(info.successes)
    derived = 100 * solved / n
    if abs(derived - info.overall.pc_success) <= ROUNDING:
        return None
    return Problem(
        "the recorded number was changed: the success rate in eval_info.json does not follow "
        "from its own episodes",
        UNDO,
        f"{derived:g} % ({solved} of {n} episodes succeeded)",
        f"{info.overall.pc_success:g} %",
    )


def _episode_problem(record: EvaluationRecord, info: EvalInfo) -> Problem | None:
    for name in ("successes", "max_rewards", "sum_rewards"):
        ours, theirs = getattr(record, name), getattr(info, name)
        for episode, (in_record, in_file) in enumerate(zip(ours, theirs, strict=True)):
            if in_record != in_file:
                return Problem(
                    f"the recorded number was changed: record.json and eval_info.json differ in "
                    f"{name} of episode {episode} (seed {record.seed + episode})",
                    UNDO,
                    f"{in_record} (record.json)",
                    f"{in_file} (eval_info.json)",
                )
    return None


def _reward_problem(info: EvalInfo) -> Problem | None:
    """Refuse a success that is none: lerobot counts one where the environment reports nothing."""
    pairs = zip(info.successes, info.max_rewards, strict=True)
    hollow = [i for i, (solved, reward) in enumerate(pairs) if solved and reward <= 0]
    if not hollow:
        return None
    return Problem(
        f"{len(hollow)} successes came with no reward (first: episode {hollow[0]}): the "
        "environment reports no is_success, and lerobot-eval counts every finished episode",
        "Evaluate in an environment whose info has is_success, as the course's recipe does.",
        "a reward above 0 in every solved episode",
        "a success with reward 0",
    )


def _excess_problem(record: EvaluationRecord, info: EvalInfo) -> Problem | None:
    """Refuse a reward that the environment never gives, where we know the most that it gives."""
    env = str(record.env.get("type", ""))
    most = MOST_REWARD.get(env)
    if most is None:
        return None
    above = [(i, best) for i, best in enumerate(info.max_rewards) if best > most + ROUNDING]
    if not above:
        return None
    episode, best = above[0]
    return Problem(
        f"the recorded number was changed: {env} gives {most:g} at most in a step",
        UNDO,
        f"a best reward of at most {most:g}",
        f"{best:g} in episode {episode} (seed {record.seed + episode})",
    )
