"""Check `quiz-passed`: enough questions are right or known, by answers that are marked again."""

import math
from datetime import UTC, datetime
from typing import Annotated, Literal

import msgspec

from course.quiz_questions import QuizQuestion
from lab_tasks.checks.question import Answer, Proved, Question, named
from lab_tasks.checks.verdict import Fail
from lab_tasks.problem import Problem
from lab_tasks.quiz import attempts, standing
from lab_tasks.quiz.attempts import Attempts, Recorded
from lab_tasks.quiz.marking import is_self_marked
from lab_tasks.sanitise import clean_line

NAMED = 3
"""Questions that a remedy names."""


class QuizPassed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many questions, or which share of them; all of them where neither is said."""

    standing: Literal["right", "known"] = "right"
    """`right`: by the newest answer; `known`: right at growing intervals."""
    questions: Annotated[int, msgspec.Meta(ge=1)] | None = None
    share: Annotated[float, msgspec.Meta(gt=0, le=1)] | None = None

    def of(self, count: int) -> int:
        """Return how many of so many questions must stand so."""
        if self.questions is None and self.share is None:
            return count
        by_share = math.ceil((self.share or 0) * count - 1e-9)  # 0.7 of 10 is 7, not 8
        return max(self.questions or 0, by_share, 1)


def quiz_passed(question: Question, asked: QuizPassed) -> Answer:
    """Pass when enough questions stand as asked; detected where those the app marks suffice.

    A line that claims a right answer which is none fails, whatever the others say.
    """
    workspace, step = question.evidence.workspace, question.step
    path = attempts.record_path(workspace, question.day, step)
    name = path.relative_to(workspace.root).as_posix()
    read = attempts.read(workspace, question.day, step)
    if isinstance(read, Problem):
        remedy = f"Bring {name} back: `git checkout -- {name}` where it was committed."
        return Fail(f"{name}: {read.what}", remedy)
    if doctored := standing.not_borne_out(step, read.recorded):
        return _doctored(name, doctored)
    there = _standing_as_asked(question, asked, read)
    wanted = asked.of(len(step.questions))
    if len(there) < wanted:
        return _too_few(question, asked, read, there, wanted)
    by_app = sum(not is_self_marked(each) for each in there)
    told = f"{len(there)} of {len(step.questions)} {asked.standing}"
    if by_app >= wanted:
        return Proved("detected", f"{name}: {told}, {by_app} marked by the app", (path,))
    return Proved("attested", f"{name}: {told}, {len(there) - by_app} marked by the student")


def _standing_as_asked(
    question: Question, asked: QuizPassed, read: Attempts
) -> tuple[QuizQuestion, ...]:
    """Return the questions that are right, or known, as the Check asks."""
    now, questions = datetime.now(UTC), question.step.questions
    if asked.standing == "right":
        marks = {each.id: standing.history(each, read.recorded, now) for each in questions}
        return tuple(each for each in questions if marks[each.id] and marks[each.id][-1][1])
    stand = standing.standings(question.step, read.recorded, now)
    return tuple(each.question for each in stand if isinstance(each.state, standing.Known))


def _too_few(
    question: Question,
    asked: QuizPassed,
    read: Attempts,
    there: tuple[QuizQuestion, ...],
    wanted: int,
) -> Fail:
    missing = [clean_line(each.ask, 60) for each in question.step.questions if each not in there]
    more = f", and {len(missing) - NAMED} more" if len(missing) > NAMED else ""
    asked_for = "; ".join(f"“{each}”" for each in missing[:NAMED])
    by_line = f"`robolab-tui quiz {question.day.id}/{question.step.id}`"
    do = f"in the app (enter at the Step), or with {by_line}"
    remedy = f"Answer {asked_for}{more}: {do}."
    if asked.standing == "known":
        remedy += " A question becomes known by right answers days apart: --due asks what is due."
    if not read.recorded and not read.unreadable:
        why = f"No question of {named(question, question.day, question.step)} was answered yet."
    else:
        why = f"Too few questions are {asked.standing}."
    if read.unreadable:
        lines = ", ".join(str(line) for line in read.unreadable[:NAMED])
        why += f" Lines that cannot be read do not count: {lines}."
    return Fail(why, remedy, f"{wanted} {asked.standing}", f"{len(there)} {asked.standing}")


def _doctored(name: str, doctored: tuple[Recorded, ...]) -> Fail:
    first = doctored[0]
    given = first.attempt.answer
    answer = given if isinstance(given, str) else ", ".join(given)
    why = (
        f"{name}, line {first.line}: a right answer to {first.attempt.question} is claimed, "
        "and the recorded answer is not right."
    )
    if len(doctored) > 1:
        why += f" So it is with {len(doctored) - 1} more."
    remedy = f"Undo the change (`git checkout -- {name}`), or remove the line and answer again."
    return Fail(why, remedy, "a right answer", answer or "none")
