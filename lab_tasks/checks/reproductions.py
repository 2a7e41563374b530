"""Check `reproduced`: the fresh-clone test ran the recorded evaluations again and they held."""

from pathlib import Path

import msgspec

from lab_tasks import references
from lab_tasks.checks.evaluations import sound_evaluation
from lab_tasks.checks.finished import blocked_by
from lab_tasks.checks.question import Answer, Proved, Question, named
from lab_tasks.checks.verdict import Blocked, Error, Fail, Inconclusive
from lab_tasks.commits import plumbing
from lab_tasks.evidence.evidence import REPRODUCTION
from lab_tasks.evidence.evidence_files import reproductions
from lab_tasks.evidence.records import EvaluationRecord
from lab_tasks.problem import Problem
from lab_tasks.reproduction import compare, record
from lab_tasks.reproduction.record import EvaluationOutcome, ReproductionRecord


class Reproduced(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """References to the evaluate Steps that must have been run again."""

    evaluations: tuple[str, ...]


def reproduced(question: Question, asked: Reproduced) -> Answer:
    """Pass when the newest Reproduction covers these evaluations as they are now recorded."""
    again = f"Run the fresh-clone test: {named(question, question.day, question.step)} (enter)."
    files = reproductions(question.evidence, question.day)
    path = next((path for path in files if path.name == REPRODUCTION), None)
    if path is None:
        return Fail("The fresh-clone test has not been run.", again, REPRODUCTION, "none")
    found = record.read(path)
    if isinstance(found, Problem):
        return Fail(f"{path.parent.name}: {found.what}", again)
    for reference in asked.evaluations:
        problem = _problem_with(question, reference, found, again)
        if problem:
            return problem
    unfounded = _does_not_follow(found)
    if unfounded:
        why = f"{path.parent.name}: {unfounded.what}."
        return Fail(why, again, unfounded.expected, unfounded.found)
    return _without_its_commit(question, found, again) or _judge(found, path, files, again)


def _does_not_follow(found: ReproductionRecord) -> Problem | None:
    """Return why the verdict is not what its own episodes say; None when it is."""
    for each in found.evaluations:
        derived = compare.held(each.recorded, each.again)
        if each.outcome in record.HELD and each.outcome != derived:
            what = f"the outcome of {each.step} does not follow from its episodes"
            return Problem(what, expected=derived or "not reproduced", found=each.outcome)
    derived_verdict = record.verdict_of(found.evaluations) if found.evaluations else found.verdict
    if found.verdict != derived_verdict:
        what = "the verdict does not follow from its evaluations"
        return Problem(what, expected=derived_verdict, found=found.verdict)
    if found.commit is None:
        return Problem("it names no commit", expected="the commit it cloned", found="none")
    return None


def _without_its_commit(
    question: Question, found: ReproductionRecord, again: str
) -> Fail | Inconclusive | Error | None:
    """Return why the commit that was cloned cannot be found here; None when it is here."""
    root, name = question.evidence.workspace.root, found.commit or ""
    try:
        if plumbing.has_commit(root, name):
            return None
        is_shallow = plumbing.is_shallow(root)
    except plumbing.GitMissing as missing:
        return Error(str(missing))
    except (plumbing.NotARepository, plumbing.GitFailed) as failed:
        return Fail(str(failed), again, "a git repository", "none")
    what = f"{found.id}: the commit that it cloned, {name[:12]}, is not in this repository"
    if is_shallow:
        return Inconclusive(f"{what}, which is shallow.", "Fetch the rest: git fetch --unshallow")
    return Fail(f"{what}.", again, "a commit of this repository", name)


def _judge(found: ReproductionRecord, path: Path, files: tuple[Path, ...], again: str) -> Answer:
    shown = f"{path.parent.name}: {found.verdict}"
    if found.verdict in record.HELD:
        return Proved("executed", shown, files)
    why, remedy = _and_its_stage(found, shown, again)
    if found.verdict in record.OPEN:
        return Inconclusive(why, remedy)
    return Fail(why, remedy, record.HELD[0], found.verdict)


def _and_its_stage(found: ReproductionRecord, what: str, again: str) -> tuple[str, str]:
    """Return what is wrong and the remedy, with those of the stage that failed, if one did."""
    stage = next((s for s in found.stages if s.verdict == "failed"), None)
    if stage is None:
        return f"{what}.", again
    return f"{what}. {stage.why}", f"{stage.remedy} Then: {again}"


def _problem_with(
    question: Question, reference: str, found: ReproductionRecord, again: str
) -> Fail | Blocked | Error | None:
    """Return why an evaluation is not covered: changed since, not run again, or not sound."""
    place = references.find(question.course, question.day, reference)
    if place is None:
        return Error(f"the course names a Step {reference!r} that it does not have")
    sound = sound_evaluation(question, *place)
    if isinstance(sound, Blocked):
        return sound
    if isinstance(sound, Fail):
        return blocked_by(question, *place, sound.why, sound.remedy)
    step_id = question.evidence.step_id(*place)
    outcome = next((e for e in found.evaluations if e.step == step_id), None)
    if outcome is None:
        covered = ", ".join(e.step for e in found.evaluations) or "none"
        why, remedy = _and_its_stage(found, f"{sound.run.id} was not run again", again)
        return Fail(why, remedy, step_id, covered)
    if outcome.recorded_sha256 != sound.record.sha256:
        why = f"{step_id} was evaluated again after the fresh-clone test."
        shas = f"sha256 {sound.record.sha256[:12]}…", f"sha256 {outcome.recorded_sha256[:12]}…"
        return Fail(why, again, *shas)
    if differs := _ran_otherwise(outcome, sound.record):
        name, recorded, claimed = differs
        why = f"{found.id} ran {step_id} with another {name} than its record."
        return Fail(why, again, f"{name} {recorded}", f"{name} {claimed}")
    if outcome.recorded != compare.episodes(sound.record):
        why = f"The episodes that {found.id} names for {step_id} are not those of its record."
        return Fail(why, again, "the recorded episodes", "others")
    return None


def _ran_otherwise(
    outcome: EvaluationOutcome, recorded: EvaluationRecord
) -> tuple[str, object, object] | None:
    """Return the first thing that was run otherwise: its name, as recorded, as run again."""
    checkpoint = recorded.checkpoint.sha256 if recorded.checkpoint else None
    pairs = (
        ("seed", recorded.seed, outcome.seed),
        ("batch size", recorded.batch_size, outcome.batch_size),
        ("checkpoint", checkpoint, outcome.checkpoint_sha256),
    )
    return next((pair for pair in pairs if pair[1] != pair[2]), None)
