"""A quiz Step: what loads, what an author is told, and what the editor's schema knows."""

from pathlib import Path

import pytest
from quiz_course import QUIZ
from small_course import CHECKS, damage

from course.errors import CourseError
from course.lint import lint
from course.loader import load_course
from course.quiz_questions import Choice, Number, Ordering, ShortText
from course.schema import day_schema

DAY = "day01/day.yaml"
KNOWN = {**CHECKS, "quiz-passed": frozenset({"standing", "questions", "share"})}
CHOICE = "options: {noise: The noise, picture: The clean picture, label: The label}"

# name: (what stands there, what is written instead, the marked line, problem, remedy)
PLANTED: dict[str, tuple[str, str, str, str, str]] = {
    "a kind that is none": (
        "kind: choice",
        "kind: choise",
        "kind: choise",
        '"choise" is none of the values here',
        'Did you mean "choice"?',
    ),
    "a key of another kind": (
        "        unit: mm\n",
        "        units: mm\n",
        "units: mm",
        'the key "units" is unknown here',
        'Did you mean "unit"?',
    ),
    "no right answer": (
        "right: [noise]",
        "right: []",
        "right: []",
        'no option of "predicts" is right',
        "Name at least one",
    ),
    "a right answer that is no option": (
        "right: [noise]",
        "right: [nois]",
        "right: [nois]",
        'there is no option "nois"',
        'Did you mean "noise"?',
    ),
    "a right answer named twice": (
        "right: [noise]",
        "right: [noise, noise]",
        "right:",
        '"noise" stands here twice',
        "Keep one",
    ),
    "the same option twice": (
        "label: The label",
        "label: the  Noise",
        "options:",
        '"label" says the same as "noise"',
        "Change one of these options",
    ),
    "a blank option": (
        "label: The label",
        'label: " "',
        "options:",
        "it is blank",
        "leave the entry out",
    ),
    "an option with an ill-shaped id": (
        "label: The label",
        "A_Label: The label",
        "options:",
        '"A_Label" is not a well-shaped id',
        "small letters",
    ),
    "one option": (
        CHOICE,
        "options: {noise: The noise}",
        "options:",
        "there are too few options: 1",
        "at least 2",
    ),
    "more options than letters": (
        CHOICE,
        "options: {noise: The noise, " + ", ".join(f"n{n}: Text {n}" for n in range(26)) + "}",
        "options:",
        "there are too many options: 27",
        "at most 26",
    ),
    "no tolerance": (
        "        tolerance: 0.01\n",
        "",
        "id: width",
        'the key "tolerance" is missing',
        'Add "tolerance:"',
    ),
    "a tolerance that accepts nothing": (
        "tolerance: 0.01",
        "tolerance: -1",
        "tolerance: -1",
        "a tolerance of -1 accepts nothing",
        "how far from 0.39",
    ),
    "no key points": (
        "key_points: {mean: It learns the mean, nowhere: The mean is no way}",
        "key_points: {}",
        "key_points",
        "there are too few key points: 0",
        "at least 1",
    ),
    "two things in order": (
        ", back: Step back",
        "",
        "items:",
        "there are too few items: 2",
        "at least 3",
    ),
    "no explanation": (
        "explanation: It begins with noise.",
        'explanation: ""',
        'explanation: ""',
        '"sampling" has no explanation',
        "Say why",
    ),
    "an explanation that is left out": (
        "        explanation: It begins with noise.\n",
        "",
        "id: sampling",
        'the key "explanation" is missing',
        'Add "explanation:"',
    ),
    "an explanation with a bare rate": (
        "A hundred by 256.",
        "We saw 19/20 succeed.",
        "explanation:",
        "19/20 stands without its 95 % interval",
        "(0.76–0.99)",
    ),
    "no source": (
        "source: day01/train",
        'source: ""',
        'source: ""',
        '"averaging" has no source',
        "the Step that teaches it",
    ),
    "a source that the Day does not list": (
        "source: day01/train",
        "source: https://arxiv.org/abs/2303.04137",
        "2303.04137",
        "is not among the Day's sources",
        "Add it under sources",
    ),
    "a source that is no Step": (
        "source: day01/train",
        "source: trian",
        "source: trian",
        'there is no Step "trian"',
        "Did you mean",
    ),
    "a question that asks nothing": (
        "ask: Put sampling in order.",
        'ask: ""',
        'ask: ""',
        '"sampling" asks nothing',
        "Write the question",
    ),
    "an id used twice": (
        "id: sampling",
        "id: bin-width",
        "id: bin-width",
        'the id "bin-width" belongs to the question "width" already',
        "ids and aliases of its own",
    ),
    "an id that is ill-shaped": (
        "id: sampling",
        "id: Sampling 1",
        "id: Sampling 1",
        '"Sampling 1" is not a well-shaped id',
        "small letters",
    ),
    "questions of another kind of Step": (
        "kind: quiz",
        "kind: reflect",
        "questions:",
        "a Step of kind reflect asks no questions",
        "`kind: quiz`",
    ),
    "a quiz that nobody checks": (
        "name: quiz-passed\n          args: {questions: 3}",
        "name: evaluation-recorded",
        "id: quiz",
        'nothing checks the answers of "quiz"',
        "quiz-passed",
    ),
    "a check that asks for more than there is": (
        "questions: 3",
        "questions: 5",
        "questions: 5",
        "5 questions are asked for, and there are 4",
        "Ask for fewer",
    ),
    "a share that is none": (
        "questions: 3",
        "share: 75",
        "share: 75",
        "75 is no share",
        "between 0 and 1",
    ),
}


@pytest.fixture
def quiz_dir(course_dir: Path) -> Path:
    """The small Course with a quiz as its last Step."""
    with (course_dir / DAY).open("a") as day:
        day.write(QUIZ)
    return course_dir


def test_a_quiz_loads_as_one_record_a_kind_and_has_no_faults(quiz_dir: Path) -> None:
    step = load_course(str(quiz_dir)).days[0].step("quiz")
    assert step is not None
    assert [type(q) for q in step.questions] == [Choice, Number, ShortText, Ordering]
    assert lint(quiz_dir, KNOWN) == []


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found_with_its_line_and_remedy(name: str, quiz_dir: Path) -> None:
    old, new, marked, problem, remedy = PLANTED[name]
    damage(quiz_dir / DAY, old, new)

    found = [fault for fault in lint(quiz_dir, KNOWN) if problem in fault.problem]

    assert len(found) == 1, lint(quiz_dir, KNOWN)
    assert found[0].line is not None
    assert marked in (quiz_dir / DAY).read_text().splitlines()[found[0].line - 1]
    assert remedy in found[0].remedy


def test_a_quiz_without_questions_is_a_fault(quiz_dir: Path) -> None:
    text = (quiz_dir / DAY).read_text()
    head, _, rest = text.partition("    questions:\n")
    (quiz_dir / DAY).write_text(head + rest[rest.index("    deliverables:") :])

    problems = [fault.problem for fault in lint(quiz_dir, KNOWN)]

    assert '"quiz" is a quiz without questions' in problems


def test_a_course_with_an_unknown_kind_of_question_does_not_load(quiz_dir: Path) -> None:
    damage(quiz_dir / DAY, "kind: ordering", "kind: matching")
    with pytest.raises(CourseError, match='"matching" is none of the values'):
        load_course(str(quiz_dir))


def test_the_schema_tells_the_kinds_of_questions_apart() -> None:
    schema = day_schema()
    union = schema["$defs"]["Step"]["properties"]["questions"]["items"]
    kinds = union["discriminator"]["mapping"]

    assert set(kinds) == {"choice", "number", "text", "ordering"}
    assert set(schema["$defs"]["Number"]["required"]) > {"kind", "answer", "tolerance"}
    assert {t.__struct_config__.tag for t in (Choice, Number, ShortText, Ordering)} == set(kinds)
