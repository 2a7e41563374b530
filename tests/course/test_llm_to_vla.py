"""The second Course: which Days it has, what Day 84 asks for, and that its Days are proved."""

import re
from pathlib import Path

import pytest
import sample_documents as sample

from course.loader import load_course, step_text, template_text
from course.model import Day
from course.rules.documents import headings
from lab_tasks.checks.run import check_day
from lab_tasks.checks.verdict import Fail
from lab_tasks.quiz.answering import answer
from lab_tasks.workspace import Workspace

COURSE = load_course("llm-to-vla")
DAYS = {day.id: day for day in COURSE.days}
DAY_84 = DAYS["day84"]
READ_ALOUD_A_MINUTE = 120
"""Words: slow reading, with thought."""


def failing(day: Day, workspace: Workspace) -> list[str]:
    results = check_day(COURSE, day, workspace)
    return [f"{r.check} {short(r.step)}" for r in results if isinstance(r.verdict, Fail)]


def short(full_id: str) -> str:
    return full_id.rpartition("/")[2]


def asked(day: Day) -> list[str]:
    return [f"{each.check.name} {step.id}" for step in day.steps for each in step.deliverables]


def test_week_12_has_its_seven_days() -> None:
    assert [day.number for day in COURSE.days] == list(range(78, 85))
    assert [week.number for week in COURSE.weeks] == [12]


def test_the_ids_of_day_84_stay_because_progress_hangs_on_them() -> None:
    assert [step.id for step in DAY_84.steps] == [
        *("images-and-actions", "two-camps", "compression"),
        *("checkpoint", "takeaways", "commit"),
    ]


@pytest.mark.parametrize("name", DAYS)
def test_each_day_teaches_reads_writes_and_commits(name: str) -> None:
    day = DAYS[name]
    kinds = {step.kind for step in day.steps}

    assert 90 <= day.minutes <= 190
    assert {"read", "commit"} <= kinds
    assert kinds & {"write", "reflect"}
    assert day.analogy
    assert len(day.glossary) >= 5
    assert len(day.objectives) >= 3
    assert sum("arxiv.org/abs/" in source.url for source in day.sources) >= 1


@pytest.mark.parametrize("name", DAYS)
def test_a_text_is_read_in_a_third_of_its_steps_minutes(name: str) -> None:
    day = DAYS[name]
    for step in day.steps:
        words = len(re.findall(r"\w+", re.sub(r"\]\([^)]*\)", "]", step_text(COURSE, day, step))))
        assert words <= max(100, step.minutes / 3 * READ_ALOUD_A_MINUTE), step.id


@pytest.mark.parametrize("name", DAYS)
def test_a_template_has_the_headings_asked_for_and_a_prompt_below_each(name: str) -> None:
    day = DAYS[name]
    for step, args in sample.writings(day):
        assert step.document is not None
        assert step.document.path == args["path"]
        text = template_text(COURSE, day, step.document)
        assert headings(text)[1:] == list(args["headings"])
        assert len(sample.PROMPT.findall(text)) == len(args["headings"])


def test_templates_that_were_only_opened_are_no_reflections(tmp_path: Path) -> None:
    workspace = sample.begun_workspace(tmp_path, COURSE, DAY_84)
    sample.commit_all(workspace, "empty pages")

    assert failing(DAY_84, workspace) == [
        *("words-written images-and-actions", "sections-written images-and-actions"),
        *("words-written two-camps", "sections-written two-camps"),
        *("words-written compression", "sections-written compression"),
        "quiz-passed checkpoint",
        "attested takeaways",
    ]


def test_reflections_that_are_not_committed_fail_the_commit_alone(tmp_path: Path) -> None:
    workspace = sample.written_workspace(tmp_path, COURSE, DAY_84)

    assert failing(DAY_84, workspace) == ["committed commit"]


def test_a_commit_without_a_word_of_the_day_is_no_commit_of_the_day(tmp_path: Path) -> None:
    workspace = sample.written_workspace(tmp_path, COURSE, DAYS["day83"])
    sample.commit_all(workspace, "Day 83")
    (commit,) = (r for r in check_day(COURSE, DAY_84, workspace) if r.check == "committed")

    assert isinstance(commit.verdict, Fail)
    assert "HEAD holds nothing that you wrote today." in commit.verdict.why


def test_500_words_under_one_heading_are_no_argument_in_three_parts(tmp_path: Path) -> None:
    workspace = sample.solved_workspace(tmp_path, COURSE, DAY_84)
    essay = tmp_path / "docs" / "day84_images_and_actions.md"
    parts = ("What is harder", "What is easier", "What diffusion gives both")
    others = "\n".join(f"## {part}\n" for part in parts[1:])
    essay.write_text(f"## {parts[0]}\n\n{sample.words(600)}\n\n{others}")
    sample.commit_all(workspace, "Day 84 again")

    assert failing(DAY_84, workspace) == ["sections-written images-and-actions"]


def test_the_first_reflection_wants_500_words(tmp_path: Path) -> None:
    wanted = {args["path"]: args["words"] for _, args in sample.writings(DAY_84)}

    assert wanted == {
        "docs/day84_images_and_actions.md": 500,
        "docs/day84_two_camps.md": 200,
        "docs/day84_compression.md": 250,
    }


def test_the_checkpoint_asks_its_eight_questions_in_four_kinds_each_with_a_source() -> None:
    step = DAY_84.step("checkpoint")
    assert step is not None
    listed = re.findall(r"^(\d)\. ", step_text(COURSE, DAY_84, step), re.MULTILINE)

    assert len(step.questions) == len(listed) == 8
    assert {type(question).__name__ for question in step.questions} == {
        *("Choice", "Number", "ShortText", "Ordering")
    }


def test_five_right_answers_are_not_enough_and_a_sixth_is(tmp_path: Path) -> None:
    workspace = sample.begun_workspace(tmp_path, COURSE, DAY_84)
    step = DAY_84.step("checkpoint")
    assert step is not None
    found = []
    for question in step.questions[:6]:
        given, points = sample.right_answer(question)
        answer(workspace, DAY_84, step, question, given, now=sample.ANSWERED_AT, points=points)
        found.append("quiz-passed checkpoint" in failing(DAY_84, workspace))

    assert found == [True] * 5 + [False]


def test_the_thread_names_its_eight_days() -> None:
    step = DAY_84.step("compression")
    assert step is not None
    rows = re.findall(r"^\| ([\d–]+) \|", step_text(COURSE, DAY_84, step), re.MULTILINE)

    assert rows == ["5", "10–14", "22", "25", "74", "77", "81", "83"]
