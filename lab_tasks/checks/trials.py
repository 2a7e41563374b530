"""Check `trials-can-show`: whether so many trials can show what the hypothesis claims."""

from collections.abc import Callable

import msgspec

from lab_tasks import power
from lab_tasks.checks.document_file import DocumentFile, opened, overridden
from lab_tasks.checks.question import Answer, Proved, Question
from lab_tasks.checks.verdict import Fail, Inconclusive
from lab_tasks.documents import guidance, overrides
from lab_tasks.documents.plans import Hypothesis, Trials, hypothesis, planned_trials
from lab_tasks.documents.rates import Rate, expected_rate
from lab_tasks.documents.sections import section
from lab_tasks.statistics import wilson

NAME = "trials-can-show"


class TrialsCanShow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file, and the headings under which the hypothesis and the trials stand."""

    path: str
    hypothesis: str
    trials: str


class Judged(msgspec.Struct, frozen=True):
    """What the planned trials can do for one claim, in words; `remedy` is empty when they can."""

    words: str
    remedy: str = ""


def trials_can_show(question: Question, asked: TrialsCanShow) -> Answer:
    """Pass when, if the author is right, 80 of 100 such series show what is claimed."""
    document = opened(question, asked.path)
    if isinstance(document, Fail):
        return document
    claimed, planned = _own(document, asked.hypothesis), _own(document, asked.trials)
    if isinstance(claimed, Fail):
        return claimed
    if isinstance(planned, Fail):
        return planned
    said = hypothesis(claimed)
    expected = said.expected if said.expected is not None else expected_rate(planned)
    trials = planned_trials(planned)
    answer = _answer(document, asked, msgspec.structs.replace(said, expected=expected), trials)
    if isinstance(answer, Proved):
        return answer
    return overridden(document, NAME, answer.why) or answer


def judge(said: Hypothesis, trials: int) -> tuple[Judged, ...]:
    """Return what so many trials of each policy can do for each claim, in the claims' order."""
    return (
        *(_bound(rate, said.expected, trials) for rate in said.bounds),
        *(_gap(high, low, trials) for high, low in said.gaps),
    )


def _own(document: DocumentFile, heading: str) -> str | Fail:
    there = document.section(heading)
    if isinstance(there, Fail):
        return there
    own = section(guidance.without(document.text, document.template), heading)
    return own.body if own else ""


def _answer(
    document: DocumentFile, asked: TrialsCanShow, said: Hypothesis, trials: Trials | None
) -> Proved | Fail | Inconclusive:
    if not said.words:
        why = f"{document.path}: nothing of your own stands under {asked.hypothesis!r}."
        return Fail(why, "Write your hypothesis: a success rate, and what it is compared with.")
    override = f"or write {overrides.how_to(NAME)}."
    if not said.bounds and not said.gaps:
        why = f"{document.path}: no success rate under {asked.hypothesis!r} that could be read."
        return Inconclusive(why, f"Write it as “success rate of at least 0.7”, {override}")
    if trials is None:
        why = f"{document.path}: nothing under {asked.trials!r} says how many trials are planned."
        remedy = "Write it as “50 trials of each policy”, or in a table with a row `trials`."
        return Fail(why, remedy, "a number of trials", "none")
    judged = judge(said, trials.count)
    short = [each for each in judged if each.remedy]
    if short:
        why = " ".join(each.words for each in short)
        return Fail(why, f"{short[0].remedy}, {override}", found=f"{trials.count} trials")
    shown = f"{document.path}: {' '.join(each.words for each in judged)}"
    return Proved("detected", shown, (document.file,))


def _bound(claim: Rate, expected: float | None, n: int) -> Judged:
    """Judge a rate that is claimed by itself, from below or from above."""
    if claim.bound == "at most":
        turned = Rate(1 - claim.value, "at least")
        return _one_sided(turned, None if expected is None else 1 - expected, n, is_mirrored=True)
    return _one_sided(claim, expected, n, is_mirrored=False)


def _one_sided(claim: Rate, expected: float | None, n: int, *, is_mirrored: bool) -> Judged:
    """Judge “at least”; “at most” comes here as the rate of failures."""
    rate = claim.value
    true_rate = expected if expected is not None else (1 + rate) / 2

    def told(value: float) -> str:
        return f"{1 - value if is_mirrored else value:.2f}"

    least = power.fewest_successes(rate, n)
    words = f"“{'at most' if is_mirrored else 'at least'} {told(rate)}” with {n} trials"
    if least is None or true_rate <= rate:
        return _hopeless(words, rate, true_rate, n, told)
    count = n - least if is_mirrored else least
    side = "or fewer" if is_mirrored else "or more"
    often = power.chance(least, n, true_rate)
    words += f" needs {count}/{n} {side}: of 100 series {100 * often:.0f} reach it at a true rate "
    words += f"of {told(true_rate)}{'' if expected is not None else ' (assumed: you name none)'}."
    if often >= power.POWER:
        return Judged(words)
    needed = power.trials_to_show(rate, true_rate)
    shows = power.shown_by(n, true_rate)
    return Judged(
        words,
        f"Plan about {needed} trials, or claim {'at most' if is_mirrored else 'at least'} "
        f"{told(shows)}, or write what you expect (“Expected rate: …”)",
    )


def _hopeless(
    words: str, rate: float, true_rate: float, n: int, told: Callable[[float], str]
) -> Judged:
    if true_rate <= rate:
        words += f" cannot be shown at a true rate of {told(true_rate)}, however many there are."
        return Judged(words, "Claim less than you expect")
    low = wilson(n, n)[0]
    words += f" cannot be shown: even {n} of {n} leaves {told(low)} possible."
    return Judged(words, f"Plan about {power.trials_to_show(rate, true_rate)} trials")


def _gap(high: float, low: float, n: int) -> Judged:
    often = power.fisher_power(high, low, n)
    words = (
        f"{high:.2f} against {low:.2f} with {n} trials of each: of 100 series {100 * often:.0f} "
        "separate them (Fisher, p < 0.05)."
    )
    if often >= power.POWER:
        return Judged(words)
    needed = power.trials_to_separate(high, low)
    if needed is None:
        return Judged(words, "Claim a difference")
    return Judged(words, f"Plan about {needed} trials of each")
