"""Marking as a table: question, what was typed, right or not."""

import pytest

from course.quiz_questions import Choice, Number, Ordering, QuizQuestion, ShortText
from lab_tasks.problem import Problem
from lab_tasks.quiz.marking import Given, is_right, is_self_marked, key_of
from lab_tasks.quiz.quantity import read_number
from lab_tasks.quiz.sheet import Sheet, sheet_of

SAID = {"ask": "?", "explanation": "Because.", "source": "train"}
OPTIONS = {"noise": "The noise", "picture": "The picture", "label": "The label"}
ONE = Choice(id="one", options=OPTIONS, right=("noise",), **SAID)
TWO = Choice(id="two", options=OPTIONS, right=("noise", "label"), **SAID)
WIDTH = Number(id="width", answer=0.4, tolerance=0.05, unit="mm", **SAID)
COUNT = Number(id="count", answer=256, tolerance=0, **SAID)
WHY = ShortText(id="why", key_points={"mean": "The mean", "nowhere": "No way"}, **SAID)
ORDER = Ordering(id="order", items={"draw": "Draw", "predict": "Predict", "back": "Back"}, **SAID)


@pytest.mark.parametrize(
    ("question", "given", "points", "expected"),
    [
        (ONE, ("noise",), (), True),
        (ONE, ("picture",), (), False),
        (ONE, ("noise", "picture"), (), False),
        (ONE, (), (), False),
        (ONE, "noise", (), False),
        (TWO, ("label", "noise"), (), True),
        (TWO, ("noise",), (), False),
        (TWO, ("noise", "label", "picture"), (), False),
        (WIDTH, "0.4", (), True),
        (WIDTH, "0.35", (), True),
        (WIDTH, "0.45 mm", (), True),
        (WIDTH, "0.3499", (), False),
        (WIDTH, "0.4 cm", (), False),
        (WIDTH, "some", (), False),
        (WIDTH, ("0.4",), (), False),
        (COUNT, "256", (), True),
        (COUNT, "2.56e2", (), True),
        (COUNT, "255", (), False),
        (COUNT, "-256", (), False),
        (WHY, "The mean is no way.", ("nowhere", "mean"), True),
        (WHY, "The mean.", ("mean",), False),
        (WHY, " ", ("nowhere", "mean"), False),
        (WHY, ("mean",), ("nowhere", "mean"), False),
        (ORDER, ("draw", "predict", "back"), (), True),
        (ORDER, ("predict", "draw", "back"), (), False),
        (ORDER, ("draw", "predict"), (), False),
        (ORDER, "draw predict back", (), False),
    ],
)
def test_an_answer_is_marked(
    question: QuizQuestion, given: Given, points: tuple[str, ...], expected: bool
) -> None:
    assert is_right(question, given, points) is expected


@pytest.mark.parametrize(
    ("typed", "unit", "expected"),
    [
        ("0.4", "", 0.4),
        (" .5 ", "", 0.5),
        ("5.", "", 5.0),
        ("−3", "", -3.0),
        ("1e-3", "", 0.001),
        ("40 %", "%", 40.0),
        ("40%", "%", 40.0),
        ("30 HZ", "Hz", 30.0),
        ("65,536", "", 65_536.0),
        ("−1,048,576.5 mm", "mm", -1_048_576.5),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, unit: str, expected: float) -> None:
    assert read_number(typed, unit) == expected


@pytest.mark.parametrize(
    ("typed", "unit", "what"),
    [
        ("", "", "is no number"),
        ("0,4", "", "is no number"),
        ("0,250", "", "is no number"),
        ("1,00", "", "is no number"),
        ("1,0000", "", "is no number"),
        ("1234,567", "", "is no number"),
        ("1,234,56", "", "is no number"),
        ("0.1,234", "", "is no number"),
        ("3/4", "", "is no number"),
        ("1.2.3", "", "is no number"),
        ("nan", "", "is no number"),
        ("9" * 81, "", "is no number"),
        ("1e999", "", "is too large"),
        ("4 cm", "mm", "is not the unit asked for"),
        ("4 mm", "", "is not the unit asked for"),
        ("\x1b[31m4", "", "is no number"),
    ],
)
def test_what_is_no_number_is_refused_with_the_way_to_write_it(
    typed: str, unit: str, what: str
) -> None:
    refused = read_number(typed, unit)
    assert isinstance(refused, Problem)
    assert what in refused.what
    assert refused.remedy
    assert "\x1b" not in refused.what


def lettered(question: QuizQuestion, *names: str) -> Sheet:
    return Sheet(question, dict(zip("abc", names, strict=True)))


@pytest.mark.parametrize(
    ("sheet", "typed", "expected"),
    [
        (lettered(ONE, "label", "noise", "picture"), "b", ("noise",)),
        (lettered(ONE, "label", "noise", "picture"), " B ", ("noise",)),
        (lettered(ONE, "label", "noise", "picture"), "bb", ("noise",)),
        (lettered(ONE, "label", "noise", "picture"), "ab", "only one of these holds"),
        (lettered(ONE, "label", "noise", "picture"), "d", "“d” is none of the letters"),
        (lettered(ONE, "label", "noise", "picture"), ",", "no letter"),
        (lettered(TWO, "label", "noise", "picture"), "a, b", ("label", "noise")),
        (lettered(ORDER, "back", "draw", "predict"), "b > c > a", ("draw", "predict", "back")),
        (lettered(ORDER, "back", "draw", "predict"), "bc", "some are missing"),
        (Sheet(WIDTH, {}), " 0.4  mm", "0.4 mm"),
        (Sheet(WHY, {}), " The mean.\x1b[2J ", "The mean."),
    ],
)
def test_what_is_typed_is_read_by_the_letters_shown(
    sheet: Sheet, typed: str, expected: Given
) -> None:
    read = sheet.read(typed)
    assert (read.what if isinstance(read, Problem) else read) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("all", ("mean", "nowhere")), ("None", ()), ("b", ("nowhere",)), ("ba", ("nowhere", "mean"))],
)
def test_key_points_are_named_by_letter_or_all_at_once(
    typed: str, expected: tuple[str, ...]
) -> None:
    assert sheet_of(WHY, 0).read_points(typed) == expected


def test_parts_are_shuffled_anew_each_time_and_an_order_is_never_shown_solved() -> None:
    shown = [tuple(sheet_of(ORDER, times).letters.values()) for times in range(30)]

    assert shown[0] == tuple(sheet_of(ORDER, 0).letters.values())
    assert len(set(shown)) > 2
    assert tuple(ORDER.items) not in shown


def test_a_key_is_that_of_what_is_right_and_not_of_the_words() -> None:
    mended = Choice(id="one", options={**OPTIONS, "noise": "Noise"}, right=("noise",), **SAID)
    changed = Choice(id="one", options=OPTIONS, right=("label",), **SAID)

    assert key_of(mended) == key_of(ONE) != key_of(changed)
    assert len({key_of(q) for q in (ONE, TWO, WIDTH, COUNT, WHY, ORDER)}) == 6
    assert [is_self_marked(q) for q in (ONE, WIDTH, WHY, ORDER)] == [False, False, True, False]


def test_the_key_of_a_question_is_what_it_was_when_students_answered_it() -> None:
    # Committed records hold these: another value would make every answer so far count for nothing.
    assert key_of(ONE) == "47323d84df70"
    assert key_of(WIDTH) == "843da902f157"
    assert key_of(WHY) == "a38f0f5a2d88"
    assert key_of(ORDER) == "77636d46b405"
