"""Quiz questions as data: four kinds, told apart in YAML by `kind`.

What an answer is made of (options, items, key points) has an id each: a student's record names
ids, so that a text may be mended without touching anybody's answers.
"""

import msgspec


class AnyQuestion(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="kind"
):
    """What every question has, whatever its kind."""

    id: str
    """Unique in the Step; a student's record hangs on it. Ask something new: give a new id."""
    ask: str
    """The question itself, plain text or Markdown."""
    explanation: str
    """Why the answer is right, shown after each answer."""
    source: str
    """The address of one of the Day's `sources`, or the Step that teaches it: `day83/tokens`."""
    aliases: tuple[str, ...] = ()
    """Earlier ids of this question; answers recorded under them are kept."""


class Choice(AnyQuestion, frozen=True, kw_only=True, tag="choice"):
    """One or several of a few options hold."""

    options: dict[str, str]
    """Text by id, in any order: they are shown shuffled."""
    right: tuple[str, ...]
    """The ids of the options that hold; with more than one the student is told that several do."""


class Number(AnyQuestion, frozen=True, kw_only=True, tag="number"):
    """A number, right within a tolerance."""

    answer: float
    tolerance: float
    """How far an answer may be from `answer`, in the same unit; 0 for what can be counted."""
    unit: str = ""
    """As a student would write it behind the number: `mm`, `Hz`, `%`; empty: none."""


class ShortText(AnyQuestion, frozen=True, kw_only=True, tag="text"):
    """A sentence or two, which the student compares with the key points."""

    key_points: dict[str, str]
    """What a right answer says, by id: all of them."""


class Ordering(AnyQuestion, frozen=True, kw_only=True, tag="ordering"):
    """Things to put in order."""

    items: dict[str, str]
    """Text by id, in the right order: they are shown shuffled."""


QuizQuestion = Choice | Number | ShortText | Ordering
