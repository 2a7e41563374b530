"""QuizSheet: one question with the field that its kind needs, and below it what came of it."""

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from course.quiz_questions import Choice, Number, Ordering, ShortText
from lab_tasks.problem import Problem
from lab_tasks.quiz.marking import Given
from lab_tasks.quiz.sheet import Sheet
from lab_tasks.sanitise import clean
from tui.widgets.note_area import NoteArea
from tui.widgets.quiz_parts import Mode, QuizParts
from tui.words.quiz_text import MARK_YOURSELF, how_on_screen


class QuizSheet(VerticalScroll):
    """Shows a Sheet and reads the answer off its field."""

    DEFAULT_CSS = """
    QuizSheet {
        border: round $border; border-title-color: $accent; border-subtitle-color: $muted;
        background: $surface; padding: 1 2; scrollbar-size-vertical: 1;
    }
    QuizSheet Static { height: auto; max-width: 96; }
    QuizSheet #ask { text-style: bold; margin-bottom: 1; }
    QuizSheet #how, QuizSheet #mark { color: $muted; margin-bottom: 1; }
    QuizSheet #number { max-width: 40; height: 3; padding: 0 1; margin-bottom: 1; }
    QuizSheet #words { height: 9; max-width: 96; margin-bottom: 1; }
    QuizSheet #number, QuizSheet #words { border: round $border; background: $surface; }
    QuizSheet #number:focus, QuizSheet #words:focus { border: round $accent; }
    QuizSheet #parts { max-width: 96; }
    QuizSheet.-marking #how { display: none; }
    QuizSheet.-told #how { display: block; color: $foreground; }
    QuizSheet #number:disabled, QuizSheet #parts:disabled { opacity: 1; }
    QuizSheet.-marking #words { height: auto; max-height: 6; }
    """

    def __init__(self, *, id: str) -> None:
        """Begin without a question."""
        super().__init__(id=id)
        self._words = NoteArea("", id="words")
        self._choice = QuizParts(id="parts")

    def compose(self) -> ComposeResult:
        """Lay out every field; each question shows its own."""
        yield Static(id="ask", markup=False)
        yield Static(id="how", markup=False)
        yield Input(id="number")
        yield self._words
        yield Static(MARK_YOURSELF, id="mark", markup=False)
        yield self._choice
        yield Static(id="outcome", markup=False)

    @property
    def words(self) -> str:
        """What is typed into the text field."""
        return self._words.text

    def put(self, sheet: Sheet, typed: str) -> None:
        """Show a question; `typed`: what an earlier visit left in its text field."""
        self._sheet = sheet
        self.remove_class("-marking", "-told")
        question = sheet.question
        self.query_one("#ask", Static).update(clean(question.ask.strip()))
        self.query_one("#how", Static).update(how_on_screen(question))
        number, words = self.query_one("#number", Input), self._words
        number.value, number.disabled, number.display = "", False, isinstance(question, Number)
        words.load_text(typed)
        words.move_cursor(words.document.end)
        words.read_only, words.display = False, isinstance(question, ShortText)
        for name in ("#mark", "#outcome"):
            self.query_one(name).display = False
        is_marked_later = isinstance(question, ShortText)
        parts, mode = ([], "one") if is_marked_later else _parts(sheet)
        self._choice.put(parts, mode)
        self._choice.disabled = False
        field = number if number.display else words if words.display else self._choice
        field.focus()
        self.scroll_home(animate=False)

    def given(self) -> Given | Problem:
        """Return the answer; a Problem when there is none yet."""
        match self._sheet.question:
            case Choice():
                return self._choice.given or Problem("Nothing is chosen.", "Press its number.")
            case Ordering():
                return self._choice.given
            case Number():
                return self._sheet.read(self.query_one("#number", Input).value)
            case ShortText():
                return self._sheet.read(self.words)

    def show_key(self) -> None:
        """Show the key points of a text, to be ticked."""
        self._words.read_only = True
        self.add_class("-marking")
        self.query_one("#mark").display = True
        self._choice.put(*_parts(self._sheet))
        self._choice.focus()
        self.call_after_refresh(self.scroll_end, animate=False)

    def points(self) -> tuple[str, ...]:
        """Return the key points that are ticked."""
        return self._choice.given

    def show_outcome(self, verdict: Text, why: Text, given: Given) -> None:
        """Show what came of the answer: verdict and marks beside what was asked, below them why."""
        self.add_class("-told")
        self.query_one("#mark").display = False
        self.query_one("#how", Static).update(verdict)
        match self._sheet.question:
            case Choice(right=right):
                self._choice.solve(right)
            case Ordering(items=items) if not isinstance(given, str):
                self._choice.solve(tuple(items))
            case _:
                pass
        self._tell(why)
        self.scroll_home(animate=False)

    def _tell(self, text: Text) -> None:
        self._choice.disabled = True
        self.query_one("#number", Input).disabled = True
        outcome = self.query_one("#outcome", Static)
        outcome.update(text)
        outcome.display = True
        self.focus()

    def show_end(self, text: Text) -> None:
        """Show nothing but a last word."""
        for child in self.children:
            child.display = child.id == "outcome"
        self._tell(text)


def _parts(sheet: Sheet) -> tuple[list[tuple[str, str]], Mode]:
    """Return id and text of each part as shown, and how it is answered."""
    texts = [text for _, text in sheet.texts()]
    parts = list(zip(sheet.letters.values(), texts, strict=True))
    match sheet.question:
        case Choice(right=right):
            return parts, "one" if len(right) == 1 else "several"
        case Ordering():
            return parts, "order"
        case _:
            return parts, "several"
