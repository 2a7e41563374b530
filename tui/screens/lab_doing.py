"""What enter does on each kind of Step."""

from typing import TYPE_CHECKING

from course.model import Course, Day
from lab_tasks.problem import Problem
from tui.rules.day_view import StepView
from tui.screens.lab_seeds import run_seeds
from tui.words.course_text import step_markdown

if TYPE_CHECKING:
    from tui.screens.lab_actions import LabActions


def do_step(lab: "LabActions", view: StepView) -> None:
    """Open, run, write or show what the Step is about."""
    match view.step.kind:
        case "run":
            _run(lab, view)
        case "compare":
            lab.action_compare()
        case "commit":
            lab.action_commit()
        case "fresh-clone":
            lab.action_fresh_clone()
        case "read-code":
            _read_code(lab, view)
        case "write" | "reflect":
            _write(lab, view)
        case "quiz":
            _ask_quiz(lab, view)
        case _:
            _read(lab, view)


def fresh_clone_day(course: Course, day: Day) -> Day | None:
    """Return this Day when it has the fresh-clone test, else the Course's first that has."""
    days = (day, *course.days)
    return next((d for d in days if any(s.kind == "fresh-clone" for s in d.steps)), None)


def begins_with_fresh_clone(day: Day) -> bool:
    """Whether a Day opens with the fresh-clone test: all that it reproduces is of earlier Days."""
    tests = [step.reproduction for step in day.steps if step.reproduction]
    return bool(tests) and all("/" in name for test in tests for name in test.evaluations)


def _run(lab: "LabActions", view: StepView) -> None:
    if view.not_needed:
        lab.say(f"Nothing to run here: {view.not_needed}.")
    elif view.seeds is not None:
        run_seeds(lab, view, view.seeds)
    elif view.run is not None and view.run.is_alive:
        lab.show_run()
        lab.say(f"{view.run.id} is {view.word}: you are watching it. l shows its log, s stops it.")
    elif view.is_done:
        from tui.screens.confirm import ask

        question = f"{view.step.title} is done. Run it again? The earlier Run is kept."
        ask(lab.app, question, "Run again", lambda: _start(lab, view))
    else:
        _start(lab, view)


def _start(lab: "LabActions", view: StepView) -> None:
    day = lab.day

    def act() -> None:
        lab.show_run()
        lab.say(f"Starting {view.step.title} …")
        lab.session.start_step(day, view.step)

    lab.with_gpu([view], act)


def _read(lab: "LabActions", view: StepView) -> None:
    from tui.screens.reader import ReaderScreen

    lab.app.push_screen(
        ReaderScreen(view.step.title, step_markdown(lab.request.course, lab.day, view.step))
    )


def _read_code(lab: "LabActions", view: StepView) -> None:
    from tui.screens.code import CodeScreen

    if view.step.code is None:
        _read(lab, view)
    else:
        lab.app.push_screen(CodeScreen(view.step.code, lab.session.workspace))


def _write(lab: "LabActions", view: StepView) -> None:
    from tui.rules.note import note_of
    from tui.session.own_editor import is_named

    if note_of(view.step) is None:
        _read(lab, view)
    elif is_named():
        lab.action_own_editor()
    else:
        lab.action_edit_note()


def _ask_quiz(lab: "LabActions", view: StepView) -> None:
    from lab_tasks.quiz import attempts
    from tui.screens.quiz import QuizScreen
    from tui.words.note_text import problem_text

    day, workspace = lab.day, lab.session.workspace
    read = attempts.read(workspace, day, view.step)
    if isinstance(read, Problem):
        remedy = "Bring the record back, or move it away to begin anew."
        lab.say(f"{problem_text(read)} {remedy}", grave=True)
        return
    quiz = QuizScreen(lab.session, day, view.step)
    lab.app.push_screen(quiz, lambda _: lab.session.check_day(day))
