"""The section of one training: configuration, course, loss, artifacts, evaluations."""

import math
from collections.abc import Iterator, Sequence

from lab_tasks import amounts
from lab_tasks.reports import markdown, numbers
from lab_tasks.reports.markdown import code, prose, table
from lab_tasks.reports.milestones import milestones
from lab_tasks.reports.training import (
    GRADIENT,
    LOSS,
    RATE,
    SUCCESS,
    Checkpoint,
    Dataset,
    Evaluation,
    Logged,
    Part,
    Setting,
    Training,
)
from lab_tasks.success_rate import wilson_words

SHOWN_DIGITS = 12
"""Of a digest."""
COMMAND = (
    "What `robolab-tui` started, with the lab's Python and its `PYTHONPATH` "
    "(`robolab-tui run` starts the like anew):"
)
OWN_TIME = "without starting and ending its process: `duration_s` in record.json"


def section(training: Training, steps: Sequence[int], picture: str) -> Iterator[str]:
    """Yield the lines of a training's section; `picture` is the Markdown of its curves."""
    title = "" if training.title == training.name else f"{prose(training.title)} "
    yield from (f"## {title}({code(training.name)})" if title else f"## {code(training.name)}", "")
    for note in training.notes:
        yield from (f"> {prose(note)}", "")
    yield from ("### Configuration", "", *_configuration(training), "")
    yield from ("### Training", "", *_course(training), "")
    if picture:
        yield from (picture, "")
    yield from ("### Loss", "", *_losses(training, steps), "")
    if training.logged(SUCCESS):
        yield from ("### Success during training", "", *_successes(training), "")
    yield from ("### Artifacts", "", *_artifacts(training), "")
    yield from ("### Evaluation", "", *_evaluations(training), "")


def at_step(point: Logged) -> str:
    """Return a step with its mark where it is approximate."""
    return numbers.count(point.step) if point.is_exact else f"≈ {numbers.count(point.step)}"


def pace(training: Training) -> str:
    """Return the seconds a step, with a mark where the steps are approximate."""
    known = numbers.pace(training.s_per_step)
    return known if training.is_exact or training.s_per_step is None else f"≈ {known}"


def solved(evaluation: Evaluation) -> str:
    """Return `17/20 (64–95 %)`: the count first, then Wilson's 95 % interval."""
    k, n = evaluation.solved, evaluation.episodes
    return f"{k}/{n} ({wilson_words(k, n)})"


def _configuration(training: Training) -> Iterator[str]:
    if training.settings:
        yield from table(("setting", "value", "from"), map(_setting, training.settings))
    else:
        yield "Nothing here tells the settings."
    if training.machine:
        yield from ("", "Ran with:", "")
        yield from table(("what", "found", "from"), map(_setting, training.machine))
    if training.command:
        yield from ("", COMMAND, "", *markdown.command(training.command))


def _setting(setting: Setting) -> tuple[str, str, str]:
    return prose(setting.name), code(setting.value), prose(setting.source)


def _course(training: Training) -> Iterator[str]:
    first, last = training.parts[0], training.parts[-1]
    yield f"- Policy: {_policy(training)}"
    yield f"- Dataset: {_dataset(training.dataset)}"
    yield f"- Started: {numbers.moment(first.started_s)}"
    yield f"- Ended: {_end(last)}"
    yield f"- Duration: {numbers.duration(training.duration_s)}{_asleep(training.suspended_s)}"
    if training.own_s is not None:
        yield f"- Training's own time: {numbers.duration(training.own_s)} ({OWN_TIME})"
    yield f"- Time per step: {pace(training)}{_shares(training)}"
    yield f"- Steps: {_steps_done(training)}"
    yield f"- Final loss: {_final(training)}"
    yield f"- Parameters that learn: {numbers.count(training.parameters)}"
    if len(training.parts) > 1:
        yield from ("", "It was resumed; its parts are one training:", "")
        head = ("part", "went on from step", "last step logged", "started", "duration", "how")
        yield from table(head, map(_part, training.parts))


def _end(part: Part) -> str:
    if part.ended_s is not None:
        return f"{numbers.moment(part.ended_s)}: {prose(part.ended)}"
    return f"{prose(part.ended)}; last heard of {numbers.moment(part.heard_s)}"


def _policy(training: Training) -> str:
    kind = next((one.value for one in training.settings if one.name == "policy.type"), "")
    if not training.policy:
        return "not known"
    plain = prose(training.policy)
    return plain if kind in ("", training.policy) else f"{plain} (lerobot's type {code(kind)})"


def _dataset(dataset: Dataset | None) -> str:
    if dataset is None:
        return "nothing tells which"
    facts = [code(dataset.name)] if dataset.name else []
    if dataset.episodes is not None:
        facts.append(f"{dataset.episodes:,} episodes")
    if dataset.frames is not None:
        facts.append(f"{dataset.frames:,} frames")
    if dataset.made_by:
        facts.append(f"made by {code(dataset.made_by)}")
    if dataset.sha256:
        facts.append(f"sha256 of the folder `{dataset.sha256[:SHOWN_DIGITS]}`")
    return ", ".join(facts)


def _asleep(suspended_s: float) -> str:
    asleep = f" (the machine slept for {numbers.duration(suspended_s)} of it)"
    return asleep if suspended_s > 0 else ""


def _shares(training: Training) -> str:
    update_s, data_s = training.mean("update_s"), training.mean("data_s")
    if update_s is None or data_s is None:
        return ""
    mean = f"updating {numbers.pace(update_s)} and loading {numbers.pace(data_s)}"
    return f" by the clock, with saving and evaluating; on average {mean}"


def _steps_done(training: Training) -> str:
    found = training.logged(LOSS)
    done = f"logged up to step {at_step(found[-1])}" if found else "none was logged"
    return done if training.total is None else f"{done} of {numbers.count(training.total)}"


def _final(training: Training) -> str:
    found = training.logged(LOSS)
    if not found:
        return numbers.NONE
    values = f"{numbers.value(found[-1].values[LOSS])} at step {at_step(found[-1])}"
    values += f", gradient norm {numbers.value(training.final(GRADIENT))}"
    values += f", learning rate {numbers.value(training.final(RATE))}"
    broken = [point for point in found if not math.isfinite(point.values[LOSS])]
    if broken:
        share = f"{len(broken):,} of {len(found):,} losses {'is' if len(broken) == 1 else 'are'}"
        values += f"; **{share} no number**, first at step {at_step(broken[0])}"
    return values


def _part(part: Part) -> tuple[str, ...]:
    last = at_step(part.points[-1]) if part.points else numbers.NONE
    begun = numbers.count(part.from_step)
    times = numbers.moment(part.started_s), numbers.duration(part.duration_s)
    return (code(part.name), begun, last, *times, prose(part.ended))


def _losses(training: Training, steps: Sequence[int]) -> Iterator[str]:
    found = milestones(training, steps)
    if not found:
        yield "No loss was logged."
        return
    rows = [(numbers.count(each.asked), *_milestone(each.logged)) for each in found]
    head = ("step asked for", "step logged", "loss", "gradient norm", "learning rate")
    yield from table(head, rows)
    yield ""
    yield (
        "Each value stands as it was logged, at the logged step nearest to the one asked for; "
        "nothing is interpolated. lerobot logs the mean since the line before."
    )


def _milestone(point: Logged | None) -> tuple[str, str, str, str]:
    if point is None:
        return ("not reached", numbers.NONE, numbers.NONE, numbers.NONE)
    values = (numbers.exact(point.values.get(name)) for name in (LOSS, GRADIENT, RATE))
    loss, gradient, rate = values
    return at_step(point), loss, gradient, rate


def _successes(training: Training) -> Iterator[str]:
    rows = ((at_step(p), amounts.percent(p.values[SUCCESS])) for p in training.logged(SUCCESS))
    yield from table(("step", "success"), rows)


def _artifacts(training: Training) -> Iterator[str]:
    if training.checkpoints:
        head = ("checkpoint of step", "folder", "size", "sha256 of the folder", "note")
        yield from table(head, map(_checkpoint, training.checkpoints))
    else:
        yield _no_checkpoint(training.settings)
    if training.files:
        yield from ("", f"Logs and records: {', '.join(map(code, training.files))}")


def _no_checkpoint(settings: Sequence[Setting]) -> str:
    output = next((code(one.value) for one in settings if one.name == "output_dir"), "")
    return f"It wrote into {output}, which was not looked at." if output else "None is known here."


def _checkpoint(checkpoint: Checkpoint) -> tuple[str, ...]:
    sha256 = f"`{checkpoint.sha256[:SHOWN_DIGITS]}`" if checkpoint.sha256 else numbers.NONE
    place = numbers.count(checkpoint.step), code(checkpoint.path)
    return (*place, amounts.size(checkpoint.size_bytes), sha256, prose(checkpoint.note))


def _evaluations(training: Training) -> Iterator[str]:
    if not training.evaluations:
        yield "No evaluation of this checkpoint is here, and a loss does not tell of success."
        return
    head = ("evaluation", "environment", "first seed", "solved (95 % interval)", "mean best reward")
    yield from table(head, map(_evaluation, training.evaluations))
    yield from ("", "Intervals: Wilson, 95 %.")
    if training.rehearsal:
        yield from ("", "Of a rehearsal: these numbers are no result.")


def _evaluation(evaluation: Evaluation) -> tuple[str, ...]:
    names = code(evaluation.run_id), prose(evaluation.env), str(evaluation.played.seed)
    if evaluation.problem:
        return (*names, f"does not stand: {prose(evaluation.problem)}", numbers.NONE)
    return (*names, solved(evaluation), numbers.value(evaluation.mean_max_reward))
