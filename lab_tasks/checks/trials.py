"""Check `trials-can-show`: whether so many trials can show what the hypothesis claims."""

import msgspec

from lab_tasks.checks.document_file import DocumentFile, opened, overridden
from lab_tasks.checks.question import Answer, Proved, Question
from lab_tasks.checks.shown_claims import judge
from lab_tasks.checks.trials_remedy import remedy
from lab_tasks.checks.verdict import Fail, Inconclusive
from lab_tasks.documents import guidance, overrides
from lab_tasks.documents.plans import Hypothesis, Trials, hypothesis, planned_trials
from lab_tasks.documents.rates import expected_rate
from lab_tasks.documents.sections import section

NAME = "trials-can-show"


class TrialsCanShow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file, and the headings under which the hypothesis and the trials stand."""

    path: str
    hypothesis: str
    trials: str


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
    # A reason speaks against what was found, not for a hypothesis or a plan that nobody wrote.
    if isinstance(answer, Proved) or not said.words or trials is None:
        return answer
    return overridden(document, NAME, answer.why) or answer


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
        how = "Write it as “50 trials of each policy”, or in a table with a row `trials`."
        return Fail(why, how, "a number of trials", "none")
    judged = judge(said, trials.count)
    short = [each for each in judged if not each.is_shown]
    if short:
        why = " ".join(each.words for each in short)
        advice = remedy(said, trials.count)
        return Fail(why, f"{advice}, {override}", found=f"{trials.count} trials")
    shown = f"{document.path}: {' '.join(each.words for each in judged)}"
    return Proved("detected", shown, (document.file,))
