"""One glossary of all Days: a term once, with each meaning it is given and where that stands."""

from collections.abc import Iterable

import msgspec

from course.model import Course


class Place(msgspec.Struct, frozen=True):
    """A Day that explains a term."""

    course: str
    """The Course's id."""
    day: int


class Meaning(msgspec.Struct, frozen=True):
    """One meaning, and the Days that give it in these words."""

    text: str
    places: tuple[Place, ...]


class Entry(msgspec.Struct, frozen=True):
    """A term as its first Day writes it, and its meanings."""

    term: str
    meanings: tuple[Meaning, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """Every Day that explains it."""
        return tuple(place for meaning in self.meanings for place in meaning.places)


def glossary(courses: Iterable[Course]) -> tuple[Entry, ...]:
    """Return the terms of all Days, in alphabetical order; the first Course's meanings first."""
    found: dict[str, tuple[str, dict[str, list[Place]]]] = {}
    for course in courses:
        for day in course.days:
            for each in day.glossary:
                _, meanings = found.setdefault(_key(each.term), (each.term, {}))
                places = meanings.setdefault(" ".join(each.meaning.split()), [])
                places.append(Place(course.id, day.number))
    entries = (
        Entry(term, tuple(Meaning(text, tuple(places)) for text, places in meanings.items()))
        for term, meanings in found.values()
    )
    return tuple(sorted(entries, key=lambda entry: _key(entry.term)))


def matching(entries: Iterable[Entry], typed: str) -> tuple[Entry, ...]:
    """Return the entries in which every word typed stands: in the term first, then in a meaning."""
    words = _key(typed).split()
    ranked = [(rank, entry) for entry in entries if (rank := _rank(entry, words)) is not None]
    return tuple(entry for _, entry in sorted(ranked, key=lambda each: each[0]))


def _rank(entry: Entry, words: list[str]) -> int | None:
    """Return 0 where the term begins with what was typed, then 1, 2; None: it is not in it."""
    term = _key(entry.term)
    if term.startswith(" ".join(words)):
        return 0
    if all(word in term for word in words):
        return 1
    whole = " ".join((term, *(meaning.text.casefold() for meaning in entry.meanings)))
    return 2 if all(word in whole for word in words) else None


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
