"""The section that compares trainings: one row each, seeds as mean and spread, what it decides."""

import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence

from lab_tasks.metrics import is_drawable
from lab_tasks.reports import numbers
from lab_tasks.reports.evaluations import TrainingPair, pairs, sound
from lab_tasks.reports.markdown import code, prose, table
from lab_tasks.reports.training import GRADIENT, LOSS, Training
from lab_tasks.reports.training_section import at_step, pace, solved
from lab_tasks.statistics import fisher, p_words
from lab_tasks.success_rate import wilson_words

FEW_TRIALS = 50
"""Below, an interval is wider than 27 points at a rate of one half."""
HEAD = (
    "training",
    "policy",
    "dataset",
    "steps",
    "final loss",
    "gradient norm",
    "duration",
    "per step",
    "parameters",
    "solved (95 % interval)",
)


def section(trainings: Sequence[Training]) -> Iterator[str]:
    """Yield the lines of the comparison; nothing for a single training."""
    if len(trainings) < 2:
        return
    yield from ("## Comparison", "")
    yield from table(HEAD, map(_row, trainings))
    yield ""
    if differing := list(_differing(trainings)):
        yield from ("What was set differently:", "")
        yield from table(("setting", *(code(each.name) for each in trainings)), differing)
        yield ""
    if groups := list(_groups(trainings)):
        yield from ("Trainings that differ only in their seed, mean ± standard deviation:", "")
        head = ("group", "n", "final loss", "gradient norm", "duration", "success rate")
        yield from table(head, groups)
        yield ""
    yield from (f"- {line}" for line in _warnings(trainings))
    yield ""


def _row(training: Training) -> tuple[str, ...]:
    evaluation, logged = sound(training), training.logged(LOSS)
    return (
        code(training.name),
        prose(training.policy) or numbers.NONE,
        _dataset(training),
        at_step(logged[-1]) if logged else numbers.NONE,
        numbers.value(training.final(LOSS)),
        numbers.value(training.final(GRADIENT)),
        numbers.duration(training.duration_s),
        pace(training),
        numbers.count(training.parameters),
        f"{solved(evaluation)}{_rehearsed(training)}" if evaluation else "not evaluated",
    )


def _rehearsed(training: Training) -> str:
    return ", a rehearsal and no result" if training.rehearsal else ""


def _dataset(training: Training) -> str:
    dataset = training.dataset
    if dataset is None or dataset.episodes is None:
        return numbers.NONE
    frames = f", {dataset.frames:,} frames" if dataset.frames is not None else ""
    return f"{dataset.episodes:,} episodes{frames}"


def _differing(trainings: Sequence[Training]) -> Iterator[tuple[str, ...]]:
    """Yield the settings that two trainings have, at least, and not all have alike."""
    values = [{one.name: one.value for one in each.settings} for each in trainings]
    for name in dict.fromkeys(name for each in values for name in each):
        found = [each.get(name) for each in values]
        if len(set(found)) > 1 and len([value for value in found if value is not None]) > 1:
            yield (prose(name), *(code(value or "") for value in found))


def _groups(trainings: Sequence[Training]) -> Iterator[tuple[str, ...]]:
    members: dict[str, list[Training]] = defaultdict(list)
    for training in trainings:
        members[training.group].append(training)
    for group, of_it in members.items():
        if group and len(of_it) > 1:
            found = [one for each in of_it if (one := sound(each))]
            rates = [one.solved / one.episodes for one in found]
            yield (
                code(group),
                str(len(of_it)),
                _spread([value for each in of_it if (value := each.final(LOSS)) is not None]),
                _spread([value for each in of_it if (value := each.final(GRADIENT)) is not None]),
                _spread([s for each in of_it if (s := each.duration_s) is not None], " s"),
                _spread(rates) if len(rates) == len(of_it) else "not all are evaluated",
            )


def _spread(values: Sequence[float], unit: str = "") -> str:
    """Return `0.0521 ± 0.003`; the deviation is that of a sample (n - 1).

    What is no number any more is counted beside it: `0.0521 ± 0.003; 1 of 3 diverged`.
    """
    if len(values) < 2:
        return numbers.NONE
    finite = [value for value in values if is_drawable(value)]
    words = [f"{_mean(finite)}{unit}"] if finite else []
    if lost := len(values) - len(finite):
        words.append(f"{lost} of {len(values)} diverged")
    return "; ".join(words)


def _mean(values: Sequence[float]) -> str:
    mean = numbers.value(statistics.fmean(values))
    return f"{mean} ± {numbers.value(statistics.stdev(values))}" if len(values) > 1 else mean


def _warnings(trainings: Sequence[Training]) -> Iterator[str]:
    yield _on_losses(trainings)
    if len({each.dataset.sha256 if each.dataset else None for each in trainings}) > 1:
        yield "**They did not all learn from the same dataset**, or nothing proves that they did."
    yield from _on_trials(trainings)
    yield from (_on_pair(pair) for pair in pairs(trainings))


def _on_losses(trainings: Sequence[Training]) -> str:
    policies = sorted({prose(each.policy) or "an unknown policy" for each in trainings})
    if len(policies) > 1:
        return (
            f"**Losses of different policies do not compare** ({', '.join(policies)}): each policy "
            "minimises another quantity, so the lower number is not the better policy. Only "
            "success on the task compares them."
        )
    return (
        "Losses of one policy compare where data, normalisation and loss are the same. A lower "
        "loss is still no success on the task."
    )


def _on_trials(trainings: Sequence[Training]) -> Iterator[str]:
    counts = [found.episodes for each in trainings if (found := sound(each))]
    if not counts:
        yield "None was evaluated: which of them is better is open."
        return
    n = min(counts)
    if n < FEW_TRIALS:
        half, chance = n // 2, fisher(5, 5, 4, 5)
        yield (
            f"**Few trials decide little**: {half} of {n} has the 95 % interval "
            f"{wilson_words(half, n)}. Five trials decide nothing: 5 of 5 against 4 of 5 is "
            f"p = {chance:.2f}."
        )


def _on_pair(pair: TrainingPair) -> str:
    verdict = "separate" if pair.test.separates else "cannot be told apart"
    told = f"{p_words(pair.test.holm_p)} ({pair.test.full_name}, corrected by Holm)"
    return f"{code(pair.a)} and {code(pair.b)} {verdict}: {told}."
