"""A Day as its author looks at it before its students do: words, Recipes, what is asked."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.rule import Rule
from rich.text import Text

from course import placeholders
from course.loader import step_text, template_text
from course.model import Course, Day, Deliverable, Profile, Recipe, Step
from course.placeholders import Placeholder
from course.quiz_questions import QuizQuestion
from lab_tasks import references
from lab_tasks.samples.sample_workspace import right_answer

INDENT = 2


def day_preview(course: Course, day: Day, profile: Profile) -> Iterator[RenderableType]:
    """Yield a whole Day. Raises CourseError when a text of it has gone."""
    minutes = sum(step.minutes for step in day.steps if not step.why_not_needed(profile))
    yield Rule(Text(f"{course.title}, Day {day.number}: {day.title}"), characters="═")
    count = sum(len(step.deliverables) for step in day.steps)
    yield Text(f"{len(day.steps)} Steps, {minutes} minutes in {profile}, {count} deliverables")
    if day.analogy:
        yield Markdown(f"*{day.analogy.strip()}*")
    yield from _list("Objectives", day.objectives)
    yield from _list("Glossary", [f"{each.term}: {each.meaning}" for each in day.glossary])
    for step in day.steps:
        yield from step_preview(course, day, step, profile)
    yield from _list("Sources", [f"{each.title} ({each.url})" for each in day.sources])
    yield Text(f"Commit message: {day.commit_message}")


def step_preview(
    course: Course, day: Day, step: Step, profile: Profile
) -> Iterator[RenderableType]:
    """Yield one Step. Raises CourseError when a text of it has gone."""
    yield Rule(Text(f"{step.title}  ({step.kind}, {step.minutes} min, {day.id}/{step.id})"))
    if step.needs:
        yield Text(f"Needs: {', '.join(_named(course, day, each) for each in step.needs)}")
    yield Markdown(step_text(course, day, step))
    yield from _list("Hints, one at a time", step.hints)
    if step.code:
        yield Text(f"Opens: {step.code.path}, for {', '.join(step.code.look_for)}")
    if step.document:
        yield Text(f"Begins {step.document.path} with:")
        yield Padding(Markdown(template_text(course, day, step.document)), (0, 0, 0, INDENT))
    if step.recipe:
        yield from _recipe(course, day, step.recipe, profile)
    for question in step.questions:
        yield from _question(question)
    yield from _list(
        f"Asked in {profile}", [_deliverable(each, profile) for each in step.deliverables]
    )


def _recipe(course: Course, day: Day, recipe: Recipe, profile: Profile) -> Iterator[RenderableType]:
    if profile in recipe.not_needed:
        yield Text(f"Nothing is run in {profile}: {recipe.not_needed[profile]}")
        return
    found = recipe.profiles.get(profile)
    if found is None:
        yield Text(f"Nothing is said about the profile {profile}.")
        return
    measured = "not measured" if found.expected_s is None else f"about {found.expected_s:,.0f} s"
    seeds = f", once for each training seed of {list(found.training_seeds)}"
    yield Text(f"Runs {recipe.job}, {measured}{seeds if found.training_seeds else ''}:")
    if found.rehearsal:
        yield Text(f"A rehearsal and no result: {found.rehearsal}")
    yield from _list("", [_argument(course, day, argument) for argument in found.args])


def _argument(course: Course, day: Day, argument: str) -> str:
    """Return an argument with each placeholder as what it stands for."""

    def told(placeholder: Placeholder) -> str:
        if not placeholder.step:
            return "‹this run's output›"
        of = "checkpoint" if placeholder.kind == "checkpoint" else "output"
        return f"‹{of} of {_named(course, day, placeholder.step)}›"

    return placeholders.fill(argument, told)


def _named(course: Course, day: Day, reference: str) -> str:
    found = references.find(course, day, reference)
    return f"“{found[1].title}” ({reference})" if found else f"{reference}, WHICH IS NOT THERE"


def _question(question: QuizQuestion) -> Iterator[RenderableType]:
    given, points = right_answer(question)
    right = given if isinstance(given, str) else ", ".join(given)
    yield Text(f"Asks {question.id}: {question.ask}")
    key = f"key points {', '.join(points)}" if points else f"right is {right}"
    yield Padding(Text(f"{key}; then: {question.explanation}"), (0, 0, 0, INDENT))


def _deliverable(deliverable: Deliverable, profile: Profile) -> str:
    check = deliverable.check
    args = check.args_for(profile)
    asked = ", ".join(f"{name} {value}" for name, value in args.items())
    return f"{deliverable.title}: {check.name}{f' ({asked})' if asked else ''}"


def _list(title: str, items: list[str] | tuple[str, ...]) -> Iterator[RenderableType]:
    if items:
        if title:
            yield Text(f"{title}:")
        yield from (Padding(Text(f"- {item}"), (0, 0, 0, INDENT)) for item in items)
