"""Loading a Course from its folder, and the errors an author or a student can act on."""

from collections.abc import Callable
from pathlib import Path

import pytest
from small_course import COURSE, DAY, damage

from course.errors import CourseError
from course.loader import SHIPPED, load_course, step_text


def test_a_course_is_loaded_with_its_days_and_texts(course_dir: Path) -> None:
    course = load_course(str(course_dir))

    day = course.day(1)
    assert day is not None
    assert (course.id, day.title, day.minutes) == ("small", "The only day", 11)
    assert step_text(course, day, day.steps[0]) == "Read the glossary."
    assert step_text(course, day, day.steps[1]).startswith("# Train")
    assert course.find_step("small/day01/train-policy") == (day, day.steps[1])


def test_the_path_of_course_yaml_itself_names_the_course(course_dir: Path) -> None:
    assert load_course(str(course_dir / "course.yaml")).id == "small"


@pytest.mark.parametrize("name", SHIPPED)
def test_every_shipped_course_loads_by_name_whatever_the_working_folder(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path)

    assert load_course(name).id == name


def test_a_full_profile_changes_only_the_arguments_it_names(course_dir: Path) -> None:
    day = load_course(str(course_dir)).day(1)
    assert day is not None
    check = day.steps[1].deliverables[0].check

    assert check.args_for("quick") == {"policy": "act", "steps": 10}
    assert check.args_for("full") == {"policy": "act", "steps": 1000}
    assert day.steps[2].why_not_needed("full") == "the hub has its result"
    assert day.steps[2].why_not_needed("quick") == ""


def add_day(course_dir: Path, number: int, needs: str = "") -> None:
    """Add a Day that is not loaded unless somebody asks for it or refers to it."""
    text = DAY.replace("day01", f"day{number:02}").replace("number: 1", f"number: {number}")
    folder = course_dir / f"day{number:02}"
    folder.mkdir()
    (folder / "day.yaml").write_text(text.replace("[train]", f"[train{needs}]"))
    (folder / "train.md").write_text("Train.")
    outline = course_dir / "course.yaml"
    outline.write_text(outline.read_text().replace("]", f", day{number:02}]"))


def test_only_the_days_asked_for_and_those_they_refer_to_are_read(course_dir: Path) -> None:
    add_day(course_dir, 2)
    add_day(course_dir, 3, needs=", day01/train")
    (course_dir / "day02" / "day.yaml").write_text("broken: [")

    course = load_course(str(course_dir), days={3})

    assert [day.id for day in course.days] == ["day01", "day03"]
    assert load_course(str(course_dir), days={99}).days == ()


Damage = Callable[[Path], None]
BROKEN: dict[str, tuple[Damage, str, str | None, str, str]] = {
    "unknown key in a Step": (
        lambda c: damage(c / "day01/day.yaml", "    title: Train a policy", "    titel: Train"),
        "day01/day.yaml",
        "titel: Train",
        'the key "titel" is unknown here',
        'Did you mean "title"?',
    ),
    "unknown key deep in a Recipe": (
        lambda c: damage(c / "day01/day.yaml", "expected_s: 60", "expected: 60"),
        "day01/day.yaml",
        "expected: 60",
        'key steps[1].recipe.profiles.quick.expected: the key "expected" is unknown here',
        'Did you mean "expected_s"?',
    ),
    "a key that is like no other": (
        lambda c: damage(c / "course.yaml", "title: A small course", "wxyz: 1\ntitle: A"),
        "course.yaml",
        "wxyz: 1",
        'the key "wxyz" is unknown here',
        "Known: format, id, title, weeks",
    ),
    "missing key": (
        lambda c: damage(c / "day01/day.yaml", 'commit_message: "Day 1: one policy"\n', ""),
        "day01/day.yaml",
        None,
        'the key "commit_message" is missing',
        'Add "commit_message:"',
    ),
    "a number where text belongs": (
        lambda c: damage(c / "day01/day.yaml", 'OMP_NUM_THREADS: "1"', "OMP_NUM_THREADS: 1"),
        "day01/day.yaml",
        "env: {",
        'expected "str", got "int"',
        "Put the value in quotes",
    ),
    "text where a list belongs": (
        lambda c: damage(c / "day01/day.yaml", "needs: [train]", "needs: train"),
        "day01/day.yaml",
        "needs: train",
        'expected "array", got "str"',
        "Write a list",
    ),
    "a kind that is none": (
        lambda c: damage(c / "day01/day.yaml", "kind: glossary", "kind: glossar"),
        "day01/day.yaml",
        "kind: glossar",
        '"glossar" is none of the values here',
        'Did you mean "glossary"?',
    ),
    "a duplicate key": (
        lambda c: damage(c / "day01/day.yaml", "number: 1", "number: 1\nnumber: 2"),
        "day01/day.yaml",
        "number: 2",
        'the key "number" stands here a second time',
        "Keep one of the two",
    ),
    "a duplicate Step": (
        lambda c: damage(c / "day01/day.yaml", "- id: evaluate", "- id: train"),
        "day01/day.yaml",
        "- id: train",
        'the id "train" belongs to the Step "train" already',
        "Give each Step ids and aliases of its own",
    ),
    "an alias that is another Step": (
        lambda c: damage(c / "day01/day.yaml", "[train-policy]", "[words]"),
        "day01/day.yaml",
        "aliases: [words]",
        'the id "words" belongs to the Step "words" already',
        "Give each Step ids and aliases of its own",
    ),
    "a missing Markdown file": (
        lambda c: (c / "day01/train.md").unlink(),
        "day01/day.yaml",
        "text: ",
        "there is no file train.md beside day.yaml",
        "Write train.md, or correct the name",
    ),
    "a text outside the Day's folder": (
        lambda c: damage(c / "day01/day.yaml", "text: train.md", "text: ../../secret.md"),
        "day01/day.yaml",
        "text: ",
        '"../../secret.md" is not the plain name of a Markdown file',
        "Put the file into the Day's folder",
    ),
    "a link out of the Day's folder": (
        lambda c: relink(c / "day01/train.md", c / "course.yaml"),
        "day01/day.yaml",
        "text: ",
        "train.md is a link that leads out of the Day's folder",
        "Put the text itself into the Day's folder",
    ),
    "a newer format": (
        lambda c: damage(c / "course.yaml", "format: 1", "format: 2"),
        "course.yaml",
        "format: 2",
        "the course has format 2, newer than this program, which reads 1",
        "Update robolab-tui",
    ),
    "an impossible format": (
        lambda c: damage(c / "course.yaml", "format: 1", "format: 0"),
        "course.yaml",
        "format: 0",
        "there is no format 0",
        "Write `format: 1`",
    ),
    "a Day's folder that is not there": (
        lambda c: damage(c / "course.yaml", "[day01]", "[day01, day02]"),
        "day02/day.yaml",
        None,
        "there is no such file",
        "Write it, or correct the name",
    ),
    "a Day that is listed twice": (
        lambda c: damage(c / "course.yaml", "[day01]", "[day01, day01]"),
        "course.yaml",
        "days: [",
        "day01 is listed twice",
        "List each Day once",
    ),
    "a Day's folder outside the Course": (
        lambda c: damage(c / "course.yaml", "[day01]", "[../day01]"),
        "course.yaml",
        "days: [",
        '"../day01" is not the name of a Day\'s folder',
        "Write `day` and two or three digits",
    ),
    "a number that is not the folder's": (
        lambda c: damage(c / "day01/day.yaml", "number: 1", "number: 2"),
        "day01/day.yaml",
        "number: 2",
        "the number 2 does not belong to day01",
        "Write `number: 1`",
    ),
    "an id that is not the folder's": (
        lambda c: damage(c / "day01/day.yaml", "id: day01", "id: day02"),
        "day01/day.yaml",
        "id: day02",
        'the id "day02" is not the folder\'s name',
        "Write `id: day01`",
    ),
    "a file that is not UTF-8": (
        lambda c: none((c / "day01/day.yaml").write_bytes(b"id: \xff")),
        "day01/day.yaml",
        None,
        "byte 4 is not UTF-8",
        "Save the file as UTF-8",
    ),
    "a course without a Week": (
        lambda c: none((c / "course.yaml").write_text(COURSE.partition("weeks:")[0] + "weeks: []")),
        "course.yaml",
        "weeks: []",
        "the course has no Day",
        "Write one Week with one Day",
    ),
    "a Day without a Step": (
        lambda c: none((c / "day01/day.yaml").write_text(DAY.partition("steps:")[0] + "steps: []")),
        "day01/day.yaml",
        "steps: []",
        "day01 has no Step",
        "Write its first Step",
    ),
    "an empty file": (
        lambda c: none((c / "day01/day.yaml").write_text("")),
        "day01/day.yaml",
        None,
        'expected "object", got "null"',
        "Write `key: value` lines",
    ),
    "an anchor": (
        lambda c: damage(c / "day01/day.yaml", "args: {episodes: 20}", "args: &a {episodes: 20}"),
        "day01/day.yaml",
        "args: &a",
        "the anchor &a is not accepted",
        "Remove it",
    ),
}


def relink(path: Path, target: Path) -> None:
    path.unlink()
    path.symlink_to(target)


def none(_: object) -> None:
    """Swallow a result, so that a lambda may end in a call."""


def marked_line(error: CourseError) -> str:
    """Return the line that the error points at; empty when it points at none."""
    if error.line is None:
        return ""
    return Path(error.file).read_text().splitlines()[error.line - 1].strip()


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_course_names_file_line_key_problem_and_remedy(
    name: str, course_dir: Path
) -> None:
    break_it, file, line, problem, remedy = BROKEN[name]
    break_it(course_dir)

    with pytest.raises(CourseError) as caught:
        load_course(str(course_dir))

    told = str(caught.value)
    assert caught.value.file == str(course_dir / file)
    assert marked_line(caught.value).startswith(line or "")
    assert (line is None) == (caught.value.line is None)
    assert problem in told
    assert remedy in told


def test_a_course_that_does_not_exist_is_answered_with_the_nearest_name() -> None:
    with pytest.raises(CourseError, match='Did you mean "robo47"'):
        load_course("robo74")


def test_a_text_that_vanished_after_loading_is_an_error_of_the_course(course_dir: Path) -> None:
    course = load_course(str(course_dir))
    (course_dir / "day01/train.md").unlink()

    with pytest.raises(CourseError, match="there is no such file"):
        step_text(course, course.days[0], course.days[0].steps[1])


@pytest.mark.parametrize("acts", ["\x1b]0;owned\x07", "\x9b31m", "\x00", "\u202e"])
def test_a_text_that_acts_on_a_terminal_is_refused_with_its_line(
    acts: str, course_dir: Path
) -> None:
    course = load_course(str(course_dir))
    (day,) = course.days
    (course_dir / "day01/train.md").write_text(f"# Train\n\nGo {acts}on.")

    with pytest.raises(CourseError) as error:
        step_text(course, day, day.steps[1])

    assert (error.value.line, acts in str(error.value)) == (3, False)
    assert f"U+{ord(acts[0]):04X}" in error.value.problem


@pytest.mark.parametrize("escape", [r"\e]0;x\a", r"\r", r"\u202e", r"\x9b31m"])
def test_a_value_that_acts_on_a_terminal_is_refused_at_its_key(
    escape: str, course_dir: Path
) -> None:
    damage(course_dir / "day01/day.yaml", "- What does the log say?", f'- "What {escape}?"')

    with pytest.raises(CourseError) as error:
        load_course(str(course_dir))

    assert (error.value.key, error.value.line) == ("steps[1].hints[0]", 26)
    assert "a control character (U+" in error.value.problem
