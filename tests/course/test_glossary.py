"""One glossary: a term once, however many Days explain it, and found by what is typed."""

import msgspec

from course.glossary import Place, glossary, matching
from course.loader import load_course
from course.model import Course, Term

COURSE = load_course("robo47")


def course_of(*days: list[tuple[str, str]]) -> Course:
    """Return a Course whose Days 1, 2, … have these terms."""
    made = tuple(
        msgspec.structs.replace(
            COURSE.days[0],
            number=number,
            glossary=tuple(Term(term=term, meaning=meaning) for term, meaning in terms),
        )
        for number, terms in enumerate(days, start=1)
    )
    week = msgspec.structs.replace(COURSE.weeks[0], days=made)
    return msgspec.structs.replace(COURSE, id="sample", weeks=(week,))


def test_a_term_of_several_days_stands_once_with_each_meaning() -> None:
    course = course_of(
        [("Action chunk", "Several  actions\nat once.")],
        [("action chunk", "Several actions at once."), ("Seed", "A number.")],
        [("Action chunk", "What ACT predicts.")],
    )

    chunk, seed = glossary([course])

    assert (chunk.term, seed.term) == ("Action chunk", "Seed")
    assert [(m.text, [p.day for p in m.places]) for m in chunk.meanings] == [
        ("Several actions at once.", [1, 2]),
        ("What ACT predicts.", [3]),
    ]
    assert seed.places == (Place("sample", 2),)


def test_what_a_term_begins_with_comes_before_what_it_holds_and_what_it_means() -> None:
    course = course_of([("Code length", "x"), ("A latent code", "y"), ("Bit", "Of a code.")])

    found = [entry.term for entry in matching(glossary([course]), " CODE")]

    assert found == ["Code length", "A latent code", "Bit"]
    assert matching(glossary([course]), "code nothing") == ()
    assert len(matching(glossary([course]), "")) == 3
