"""A quiz in the app: one question after the other, each answer on the disk before the next."""

import asyncio
from datetime import datetime
from functools import partial
from typing import ClassVar, Literal

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, TextArea

from course.model import Day, Step
from course.quiz_questions import Choice, Ordering, ShortText
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.problem import Problem
from lab_tasks.quiz.answering import answer, stands
from lab_tasks.quiz.attempts import Attempt
from lab_tasks.quiz.marking import Given
from lab_tasks.quiz.round import again, to_ask
from lab_tasks.quiz.sheet import sheet_of
from lab_tasks.quiz.standing import Standing
from tui.keys import QUIZ_KEYS
from tui.screens.page import Page, bindings
from tui.session.session import Session
from tui.session.typed_answer import TypedAnswer
from tui.widgets.key_bar import KeyBar
from tui.widgets.quiz_parts import QuizParts
from tui.widgets.quiz_sheet import QuizSheet
from tui.widgets.say_line import SayLine
from tui.widgets.too_small import TooSmall
from tui.words import quiz_text
from tui.words.note_text import problem_text

Stage = Literal["answering", "marking", "keeping", "told", "over"]
KEEP_S = 1.0
"""Seconds between two looks whether a typed text must be kept."""


class QuizScreen(Page):
    """Asks a round of questions. `robolab-tui quiz` asks the same ones line by line."""

    DEFAULT_CSS = "QuizScreen QuizSheet { height: 1fr; }"
    ABOUT = (
        "The quiz",
        "What is open, missed or due is asked. What you miss is told, and asked again at the "
        "end of the round. Each answer is on the disk before the next question. Where you type, "
        "? and q are letters: esc leaves.",
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings(QUIZ_KEYS)

    def __init__(self, session: Session, day: Day, step: Step) -> None:
        """Ask the questions of this Step."""
        super().__init__()
        self._session, self._day, self._step = session, day, step
        self._round = to_ask(self._stands(), datetime.now().astimezone())
        self._sheet = QuizSheet(id="sheet")
        self._at = 0
        self._right = 0
        self._stage: Stage = "answering"
        self._given: Given = ""
        self._typed: TypedAnswer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the sheet."""
        yield self._sheet
        yield SayLine()
        yield KeyBar(QUIZ_KEYS)
        yield TooSmall()

    def on_mount(self) -> None:
        """Ask the first question."""
        self._put()
        self.set_interval(KEEP_S, self._keep_typed)

    def on_unmount(self) -> None:
        """Keep what is typed and not answered, however the screen ends."""
        self._let_go_typed()

    def on_descendant_focus(self) -> None:
        """Dim what is a letter where one types, and only there."""
        self.query_one(KeyBar).show(self.reason_against)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter answers."""
        self.run_worker(self.action_press("go_on"))

    def on_quiz_parts_entered(self) -> None:
        """Enter answers."""
        self.run_worker(self.action_press("go_on"))

    def reason_against(self, action: str) -> str | None:
        """Return why a key cannot act now."""
        question = self._standing.question if self._standing else None
        is_asked = self._stage == "answering"
        has_choice = (is_asked and isinstance(question, Choice)) or self._stage == "marking"
        match action:
            case "choose" if not has_choice:
                return "There is nothing to choose here."
            case "earlier" | "later" if not (is_asked and isinstance(question, Ordering)):
                return "There is nothing to put in order here."
            case "go_on" if is_asked and isinstance(question, ShortText):
                return "Here enter begins a line: ctrl+s answers."
            case "answer" if not (is_asked and isinstance(question, ShortText)):
                return "enter goes on."
            case "help" if isinstance(self.focused, Input | TextArea):
                return "Here ? is a letter: tab leaves the field."
            case "skip" if self._stage not in ("answering", "marking"):
                return "enter goes on."
            case _:
                return None

    async def action_go_on(self) -> None:
        """Answer, keep what was marked, go to the next question, or go back after the last."""
        match self._stage:
            case "answering":
                await self.action_answer()
            case "marking":
                await self._record(self._sheet.points())
            case "told":
                self._next()
            case "over":
                self.action_back()

    async def action_answer(self) -> None:
        """Take the answer; a text is marked by the student first."""
        if self._stage != "answering":
            return
        given = self._sheet.given()
        if isinstance(given, Problem):
            self.say(problem_text(given))
            return
        self._given = given
        if self._standing and isinstance(self._standing.question, ShortText):
            self._stage = "marking"
            self._keep_typed()
            self._sheet.show_key()
            self._draw()
        else:
            await self._record(())

    def action_choose(self) -> None:
        """Choose what is under the cursor."""
        self.query_one(QuizParts).action_select()

    def action_earlier(self) -> None:
        """Move the item up."""
        self.query_one(QuizParts).move(-1)

    def action_later(self) -> None:
        """Move the item down."""
        self.query_one(QuizParts).move(1)

    def action_skip(self) -> None:
        """Leave the question open."""
        self._next()

    # One question ------------------------------------------------------------------------------

    @property
    def _standing(self) -> Standing | None:
        return self._round[self._at] if self._at < len(self._round) else None

    def _stands(self) -> tuple[Standing, ...]:
        now = datetime.now().astimezone()
        return stands(self._session.workspace, self._day, self._step, now)

    def _put(self) -> None:
        """Ask the question that it is at; after the last, say how the student stands."""
        self.query_one(SayLine).hush()
        if self._standing is None:
            self._end()
            return
        self._stage = "answering"
        question = self._standing.question
        typed = ""
        if isinstance(question, ShortText):
            self._typed = TypedAnswer(self._session.workspace, self._day, self._step, question.id)
            typed = self._typed.left
        self._sheet.put(sheet_of(question, self._standing.answered), typed)
        self._draw()

    def _next(self) -> None:
        self._let_go_typed()
        self._at += 1
        self._put()

    async def _record(self, points: tuple[str, ...]) -> None:
        """Mark the answer, put it on record, and show what came of it."""
        if self._standing is None or self._stage not in ("answering", "marking"):
            return
        before, self._stage = self._stage, "keeping"
        question, now = self._standing.question, datetime.now().astimezone()
        keep = partial(answer, self._session.workspace, self._day, self._step)
        try:
            attempt = await asyncio.to_thread(keep, question, self._given, now=now, points=points)
        except OSError as error:
            self._stage = before
            where = self._session.workspace.quiz_dir
            why = f"The answer could not be kept in {where}: {error.strerror}."
            self.say(f"{why} Mend that, then press enter again.", grave=True)
            return
        self._stage = "told"
        self._right += attempt.right
        if self._typed:
            self._typed.answered()
        self._sheet.show_outcome(self._verdict(attempt, now), self._why(attempt), self._given)
        if not attempt.right:
            self._round = (*self._round, again(self._standing))
        self._draw()

    def _verdict(self, attempt: Attempt, now: datetime) -> Text:
        assert self._standing
        question = self._standing.question
        state = next(each.state for each in self._stands() if each.question is question)
        mark, colour = ("✓ Right.", "success") if attempt.right else ("× Not yet.", "warning")
        colours = self.app.theme_variables
        words = f" {quiz_text.again_text(state, now)}"
        return Text.assemble((mark, f"bold {colours.get(colour, '')}"), words)

    def _why(self, attempt: Attempt) -> Text:
        assert self._standing
        question = self._standing.question
        why = quiz_text.why_text(question, attempt.right)
        source = quiz_text.source_text(self._session.course, self._day, question)
        return Text.assemble(f"{why}\n\n", (source, self.app.theme_variables.get("muted", "")))

    def _end(self) -> None:
        self._stage = "over"
        stands, session = self._stands(), self._session
        stand = quiz_text.counts_text(stands, datetime.now().astimezone())
        profile = Evidence(session.course, session.workspace).profile
        wanted = quiz_text.wanted_text(self._step, stands, profile)
        parts = (f"{stand}.", wanted, quiz_text.KNOWN_RULE, "enter goes back to the Day.")
        words = "\n\n".join(part for part in parts if part)
        if not self._round:
            words = f"Every question is known.\n\n{words}"
        self._sheet.show_end(Text(words))
        self._draw()

    def _keep_typed(self) -> None:
        if self._typed and self._stage in ("answering", "marking"):
            self._typed.keep(self._sheet.words)

    def _let_go_typed(self) -> None:
        """Keep what is typed and not answered; the next visit goes on from it."""
        self._keep_typed()
        if self._typed:
            self._typed.leave()
            self._typed = None

    def _draw(self) -> None:
        sheet = self._sheet
        sheet.border_title = Text(self._step.title)
        count = len(self._round)
        at = f"question {min(self._at + 1, count)} of {count}, " if count else ""
        sheet.border_subtitle = f"{at}{self._right} right in this round"
        self.query_one(KeyBar).show(self.reason_against)
