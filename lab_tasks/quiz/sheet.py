"""A question as it is put to a student: its options or items shuffled and lettered.

The order follows from the question and how often it was answered: the same after a restart, and
another one the next time, so that nobody learns the letter.
"""

import random
from string import ascii_lowercase

import msgspec

from course.quiz_questions import Choice, Number, Ordering, QuizQuestion, ShortText
from lab_tasks.problem import Problem
from lab_tasks.quiz.marking import Given
from lab_tasks.quiz.quantity import read_number
from lab_tasks.sanitise import clean, clean_line

SEPARATORS = " ,;>\t"
LONGEST_WORDS = 20_000
"""Characters that a text answer keeps."""
EVERY, NONE = "all", "none"
"""What a student may type for all key points, and for none of them."""


class Sheet(msgspec.Struct, frozen=True):
    """One question and the letters that stand for the ids of its parts, in the order shown."""

    question: QuizQuestion
    letters: dict[str, str]

    def texts(self) -> list[tuple[str, str]]:
        """Return letter and text of each part, as shown."""
        parts = _parts(self.question)
        return [(letter, parts[name]) for letter, name in self.letters.items()]

    def read(self, typed: str) -> Given | Problem:
        """Return what was typed as an answer; a Problem when it is none and may be typed again."""
        match self.question:
            case Number(unit=unit):
                number = read_number(typed, unit)
                return number if isinstance(number, Problem) else clean_line(typed)
            case ShortText():
                return clean(typed.strip(), LONGEST_WORDS) or Problem(
                    "there is no answer", "Write a sentence."
                )
            case Choice(right=right):
                named = self._named(typed)
                if len(right) == 1 and not isinstance(named, Problem) and len(named) > 1:
                    return Problem("only one of these holds", "Write one letter.")
                return named
            case Ordering():
                named = self._named(typed)
                if not isinstance(named, Problem) and len(named) != len(self.letters):
                    return Problem("some are missing", "Write each letter once, in order.")
                return named

    def read_points(self, typed: str) -> tuple[str, ...] | Problem:
        """Return the key points that a student says their text has."""
        word = typed.strip().casefold()
        if word in (EVERY, NONE):
            return tuple(self.letters.values()) if word == EVERY else ()
        return self._named(typed)

    def _named(self, typed: str) -> tuple[str, ...] | Problem:
        """Return the ids behind `a c`, `a,c` or `ac`, each once, in the order typed."""
        typed_letters = [letter for letter in typed.casefold() if letter not in SEPARATORS]
        example = " ".join(list(self.letters)[:2])
        strange = next((letter for letter in typed_letters if letter not in self.letters), "")
        if strange or not typed_letters:
            what = f"“{clean_line(strange)}” is none of the letters" if strange else "no letter"
            return Problem(what, f"Write letters, such as: {example}")
        return tuple(dict.fromkeys(self.letters[letter] for letter in typed_letters))


def sheet_of(question: QuizQuestion, answered: int) -> Sheet:
    """Return the sheet of a question that was answered so many times before."""
    names = list(_parts(question))
    if not isinstance(question, ShortText):
        random.Random(f"{question.id} {answered}").shuffle(names)
    if isinstance(question, Ordering) and names == list(question.items):
        names = names[1:] + names[:1]  # never the answer itself
    return Sheet(question, dict(zip(ascii_lowercase, names, strict=False)))


def _parts(question: QuizQuestion) -> dict[str, str]:
    match question:
        case Choice():
            return question.options
        case Ordering():
            return question.items
        case ShortText():
            return question.key_points
        case Number():
            return {}
