"""Quizzes: questions that have an answer, can be marked, and say why and where that is taught."""

from collections.abc import Iterator, Mapping
from typing import Any, assert_never

from course.errors import suggestion
from course.findings import Finding
from course.model import Step
from course.quiz_questions import Choice, Number, Ordering, QuizQuestion, ShortText
from course.rules import figures
from course.rules.subject import Subject
from course.strict_yaml import Path
from course.structure import ID

QUIZ_CHECK = "quiz-passed"
FEWEST_OPTIONS = 2
FEWEST_ITEMS = 3
"""Two things in order are a coin toss."""
MOST_PARTS = 26
"""A student names each by a letter."""


def findings(subject: Subject) -> Iterator[Finding]:
    """Yield what keeps a quiz from being asked, marked or learnt from."""
    for at, step in enumerate(subject.day.steps):
        path: Path = ("steps", at)
        if step.kind != "quiz" and step.questions:
            problem = f"a Step of kind {step.kind} asks no questions"
            yield Finding((*path, "questions"), problem, "Remove them, or write `kind: quiz`")
        if step.kind == "quiz" and not step.questions:
            problem = f'"{step.id}" is a quiz without questions'
            yield Finding(path, problem, "Add at least one under questions")
        yield from _ids((*path, "questions"), step)
        for position, question in enumerate(step.questions):
            where = (*path, "questions", position)
            yield from _told(where, question, subject)
            yield from _answerable(where, question)
        yield from _checked(path, step)


def _ids(path: Path, step: Step) -> Iterator[Finding]:
    owner: dict[str, str] = {}
    for at, question in enumerate(step.questions):
        named: list[tuple[Path, str]] = [((*path, at, "id"), question.id)]
        named += [((*path, at, "aliases", n), name) for n, name in enumerate(question.aliases)]
        for where, name in named:
            if not ID.fullmatch(name):
                problem = f'"{name}" is not a well-shaped id'
                yield Finding(where, problem, "Use small letters, digits and single hyphens")
            if name in owner:
                problem = f'the id "{name}" belongs to the question "{owner[name]}" already'
                yield Finding(where, problem, "Give each question ids and aliases of its own")
            owner[name] = question.id


def _told(path: Path, question: QuizQuestion, subject: Subject) -> Iterator[Finding]:
    """Yield what a question leaves unsaid: itself, why, and where a student reads it up."""
    if not question.ask.strip():
        yield Finding((*path, "ask"), f'"{question.id}" asks nothing', "Write the question")
    if not question.explanation.strip():
        remedy = "Say why the answer is right: students read it after each answer"
        yield Finding((*path, "explanation"), f'"{question.id}" has no explanation', remedy)
    for figure in figures.printed(question.explanation):
        if figure.is_rate and figure.interval is None:
            problem = f"{figure.counted} stands without its 95 % interval"
            remedy = "Add it in brackets: 19/20 (0.76–0.99)"
            yield Finding((*path, "explanation"), problem, remedy)
    yield from _source((*path, "source"), question, subject)


def _source(path: Path, question: QuizQuestion, subject: Subject) -> Iterator[Finding]:
    source, addresses = question.source, [source.url for source in subject.day.sources]
    if not source.strip():
        remedy = "Give the address of one of the Day's sources, or the Step that teaches it"
        yield Finding(path, f'"{question.id}" has no source', remedy)
    elif "://" in source and source not in addresses:
        problem = f"{source} is not among the Day's sources"
        yield Finding(path, problem, "Add it under sources, with its title")
    elif "://" not in source and subject.is_missing(source):
        problem = f'there is no Step "{source}"'
        yield Finding(path, problem, suggestion(source, subject.references()))


def _answerable(path: Path, question: QuizQuestion) -> Iterator[Finding]:
    match question:
        case Choice():
            yield from _choice(path, question)
        case Number():
            if problem := _tolerance_problem(question):
                remedy = f"Write how far from {question.answer:g} an answer may be, 0 for a count"
                yield Finding((*path, "tolerance"), problem, remedy)
        case ShortText():
            yield from _texts(path, "key_points", question.key_points, 1)
        case Ordering():
            yield from _texts(path, "items", question.items, FEWEST_ITEMS)
        case _:
            assert_never(question)


def _tolerance_problem(question: Number) -> str:
    told = f"a tolerance of {question.tolerance:g}"
    if question.tolerance < 0:
        return f"{told} accepts nothing"
    if question.answer and question.tolerance >= abs(question.answer):
        return f"{told} accepts 0 for {question.answer:g}"
    if not question.tolerance and not question.answer.is_integer():
        return f"{told} asks for every digit of {question.answer:g}"
    return ""


def _choice(path: Path, question: Choice) -> Iterator[Finding]:
    yield from _texts(path, "options", question.options, FEWEST_OPTIONS)
    if not question.right:
        remedy = "Name at least one of its options under right"
        yield Finding((*path, "right"), f'no option of "{question.id}" is right', remedy)
    elif question.right and set(question.right) == set(question.options):
        problem = f'every option of "{question.id}" is right'
        yield Finding((*path, "right"), problem, "Add one that is wrong, or ask otherwise")
    for at, name in enumerate(question.right):
        if name not in question.options:
            problem = f'there is no option "{name}"'
            yield Finding((*path, "right", at), problem, suggestion(name, question.options))
        elif name in question.right[:at]:
            yield Finding((*path, "right", at), f'"{name}" stands here twice', "Keep one")


def _texts(path: Path, key: str, texts: Mapping[str, str], fewest: int) -> Iterator[Finding]:
    """Yield what is wrong with options, items or key points: too few, blank, or the same twice."""
    noun = key.replace("_", " ")
    if len(texts) < fewest:
        problem = f"there are too few {noun}: {len(texts)}"
        yield Finding((*path, key), problem, f"Write at least {fewest}, each `id: text`")
    if len(texts) > MOST_PARTS:
        problem = f"there are too many {noun}: {len(texts)}"
        yield Finding((*path, key), problem, f"Keep at most {MOST_PARTS}: each gets a letter")
    seen: dict[str, str] = {}
    for name, text in texts.items():
        plain = " ".join(text.split()).casefold()
        if not ID.fullmatch(name):
            problem = f'"{name}" is not a well-shaped id'
            yield Finding((*path, key, name), problem, "Use small letters, digits and hyphens")
        if not plain:
            yield Finding((*path, key, name), "it is blank", "Write it, or leave the entry out")
        elif plain in seen:
            problem = f'"{name}" says the same as "{seen[plain]}"'
            yield Finding((*path, key, name), problem, f"Change one of these {noun}")
        seen[plain] = name


def _checked(path: Path, step: Step) -> Iterator[Finding]:
    """Yield a quiz that no Check looks at, and a Check that asks what the quiz cannot give."""
    checks = [(at, d.check) for at, d in enumerate(step.deliverables) if d.check.name == QUIZ_CHECK]
    if step.questions and not checks:
        problem = f'nothing checks the answers of "{step.id}"'
        yield Finding(path, problem, f"Add a deliverable with the check {QUIZ_CHECK}")
    for at, check in checks:
        for key, args in (("args", check.args), ("full", check.full)):
            where = (*path, "deliverables", at, "check", key)
            yield from _reachable(where, args, len(step.questions))


def _reachable(path: Path, args: Mapping[str, Any], count: int) -> Iterator[Finding]:
    wanted, share = args.get("questions"), args.get("share")
    if isinstance(wanted, int) and wanted > count:
        problem = f"{wanted} questions are asked for, and there are {count}"
        yield Finding((*path, "questions"), problem, "Ask for fewer, or write more questions")
    if isinstance(share, int | float) and not 0 < share <= 1:
        problem = f"{share} is no share of the questions"
        yield Finding((*path, "share"), problem, "Write it between 0 and 1: 0.75")
