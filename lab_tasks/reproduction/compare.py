"""Stage `compare`: what was recorded against what running it again gave, episode by episode."""

from pathlib import Path

from lab_tasks import foreign
from lab_tasks.checks.numbers import number_problem
from lab_tasks.evidence import eval_info, records
from lab_tasks.evidence.records import EvaluationRecord
from lab_tasks.paired import discordant
from lab_tasks.problem import Problem
from lab_tasks.reproduction.conditions import conditions_of, must_give_the_same
from lab_tasks.reproduction.evaluate import RunAgain
from lab_tasks.reproduction.record import Episodes, EvaluationOutcome, Outcome
from lab_tasks.statistics import SIGNIFICANCE, mcnemar, wilson

CAUSES = (
    "Likely causes: other versions of torch, mujoco or lerobot, another device or number of "
    "threads, a batch size that depends on the cores."
)

SAME_CONDITIONS = (
    "Versions, processor, device and threads are as recorded, and then the same checkpoint, seed "
    "and batch size give the same episodes: the record is not what this checkpoint did."
)


def judge(again: RunAgain) -> EvaluationOutcome:
    """Return how one evaluation held."""
    record = again.recorded.record
    found = _result_of(again.folder)
    problem = _recorded_problem(again)
    if problem:
        result = None if isinstance(found, Problem) else found
        return _outcome(again, "number changed", problem.what, problem.remedy, result)
    if isinstance(found, Problem):
        return _outcome(again, "not run", found.what, found.remedy, None)
    other = _other_question(record, found)
    if other:
        return _outcome(again, "number changed", other.what, other.remedy, found)
    return _compare(again, record, found)


def episodes(record: EvaluationRecord) -> Episodes:
    """Return a record's episodes."""
    return Episodes(
        successes=record.successes,
        max_rewards=record.max_rewards,
        sum_rewards=record.sum_rewards,
    )


def first_difference(a: Episodes, b: Episodes) -> int | None:
    """Return the index of the first episode that differs in anything; None when none does."""
    one = zip(a.successes, a.max_rewards, a.sum_rewards, strict=True)
    two = zip(b.successes, b.max_rewards, b.sum_rewards, strict=True)
    pairs = enumerate(zip(one, two, strict=True))
    return next((index for index, (first, second) in pairs if first != second), None)


def held(before: Episodes, now: Episodes | None) -> Outcome | None:
    """Return the outcome of episodes that held; None when they did not."""
    if now is None or not _pair_up(before, now):
        return None
    if first_difference(before, now) is None:
        return "reproduced exactly"
    return "reproduced" if before.successes == now.successes else None


def _compare(
    again: RunAgain, record: EvaluationRecord, found: EvaluationRecord
) -> EvaluationOutcome:
    before, now, n = episodes(record), episodes(found), record.n_episodes
    counts = f"{before.counted} recorded, {now.counted} now"
    if first_difference(before, now) is None:
        why = f"{counts}: equal episode by episode."
        return _outcome(again, "reproduced exactly", why, "", found)
    if record.successes == found.successes:
        why = f"{counts}: the same episodes succeeded, with other rewards. {CAUSES}"
        return _outcome(again, "reproduced", why, "", found)
    only_recorded, only_now = discordant(record.successes, found.successes)
    p = mcnemar(only_recorded, only_now)
    changed = f"{counts}; {only_recorded + only_now} episodes ended otherwise, p = {p:.2g}."
    if must_give_the_same(conditions_of(again.recorded.run.folder), conditions_of(again.folder)):
        remedy = "Evaluate the committed checkpoint again and commit what comes out."
        why = f"{changed} {SAME_CONDITIONS}"
        return _outcome(again, "not reproduced", why, remedy, found, p)
    if p < SIGNIFICANCE:
        remedy = "Evaluate the committed checkpoint again and commit what comes out."
        why = f"{changed} More than chance explains. {CAUSES}"
        return _outcome(again, "not reproduced", why, remedy, found, p)
    low, high = wilson(before.solved, n)
    fits: Outcome = "consistent" if low <= now.solved / n <= high else "inconclusive"
    word = "within chance" if fits == "consistent" else "outside the interval, p not small"
    remedy = "Compare the versions below; more episodes would settle it."
    return _outcome(again, fits, f"{changed} This is {word}. {CAUSES}", remedy, found, p)


def _recorded_problem(again: RunAgain) -> Problem | None:
    """Return why the recorded number does not follow from its own episodes and file."""
    run, record = again.recorded.run, again.recorded.record
    path = foreign.inside(run.folder, record.eval_info)
    info = path if isinstance(path, Problem) else eval_info.read(path)
    if isinstance(info, Problem):
        return info
    problem = number_problem(record, info)
    if problem:
        what = f"{problem.what} (expected {problem.expected}, found {problem.found})"
        return Problem(what, problem.remedy)
    changed = records.verify_files(run.folder, record)
    if changed:
        return Problem(f"the recorded number was changed: {changed[0].what}", "Evaluate again.")
    return None


def _other_question(record: EvaluationRecord, found: EvaluationRecord) -> Problem | None:
    """Return how the recorded command differs from what its record claims it evaluated."""
    for name in ("n_episodes", "seed", "batch_size"):
        claimed, did = getattr(record, name), getattr(found, name)
        if claimed != did:
            what = f"the record claims {name} {claimed}, and the recorded command gives {did}"
            return Problem(f"the recorded number was changed: {what}", "Evaluate again.")
    hashes = [r.checkpoint.sha256 if r.checkpoint else None for r in (record, found)]
    if hashes[0] != hashes[1]:
        what = "the recorded command evaluates another checkpoint than the record names"
        return Problem(f"the recorded number was changed: {what}", "Evaluate again.")
    return None


def _result_of(folder: Path) -> EvaluationRecord | Problem:
    record = records.read_record(folder)
    if isinstance(record, EvaluationRecord):
        path = foreign.inside(folder, record.eval_info)
        info = path if isinstance(path, Problem) else eval_info.read(path)
        return info if isinstance(info, Problem) else number_problem(record, info) or record
    return record if isinstance(record, Problem) else Problem("the job left no evaluation's record")


def _outcome(
    again: RunAgain,
    outcome: Outcome,
    why: str,
    remedy: str,
    found: EvaluationRecord | None,
    p: float | None = None,
) -> EvaluationOutcome:
    recorded = again.recorded
    now = episodes(found) if found else None
    before = episodes(recorded.record)
    return EvaluationOutcome(
        step=recorded.step,
        run=recorded.run.id,
        policy=recorded.policy,
        outcome=outcome,
        why=why,
        remedy=remedy,
        recorded_sha256=recorded.record.sha256,
        checkpoint_sha256=recorded.record.checkpoint.sha256 if recorded.record.checkpoint else None,
        seed=recorded.record.seed,
        batch_size=recorded.record.batch_size,
        recorded=before,
        again=now,
        first_difference=first_difference(before, now) if now and _pair_up(before, now) else None,
        p_value=p,
        log=again.ended.log.name,
        duration_s=round(again.ended.duration_s, 3),
    )


def _pair_up(a: Episodes, b: Episodes) -> bool:
    return len({len(v) for e in (a, b) for v in (e.successes, e.max_rewards, e.sum_rewards)}) == 1
