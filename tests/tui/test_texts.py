"""Words and figures on the screen: formats, the comparison's table, course text, notes, source."""

from pathlib import Path

import msgspec
import pytest
from textual.app import App

from course.loader import load_course
from course.model import CodeRef, Course, ProfileRecipe, Recipe
from lab_tasks.above_baseline import Above
from lab_tasks.comparison import Comparison, Row
from lab_tasks.lab import lab_environment
from lab_tasks.lab.lab_environment import Missing, Ready
from lab_tasks.problem import Problem
from lab_tasks.workspace import Workspace
from tui.installed_code import InstalledCode, read_code
from tui.rules.note import note_of
from tui.screens.code import line_of
from tui.session.note_beginning import Begun, begin
from tui.session.own_editor import editor_command, open_in_editor
from tui.words import comparison_table, formats
from tui.words.course_text import day_markdown, is_drawable, step_markdown
from tui.words.note_text import count_text

ACT = Row("act", "s/act", False, "r-01", 20, 20, 0.84, 1.0, 0.98, 4000, 200.0, "abc")
LACKING = Row("vqbet", "s/vqbet", False, note="Train VQ-BeT has left no checkpoint.")


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "00:00"), (761, "12:41"), (3723, "1:02:03"), (-1, "00:00")]
)
def test_a_running_time(seconds: float, text: str) -> None:
    assert formats.clock(seconds) == text


@pytest.mark.parametrize(
    ("minutes", "text"), [(5, "5 min"), (60, "1 h"), (160, "2 h 40"), (65, "1 h 05")]
)
def test_planned_time(minutes: float, text: str) -> None:
    assert formats.minutes(minutes) == text


@pytest.mark.parametrize(
    ("interval", "bar"),
    [((0.0, 0.16, 0.0), "│●┤        │"), ((0.84, 1.0, 1.0), "│        ├●│")],
)
def test_an_interval_is_drawn_between_0_and_1(
    interval: tuple[float, float, float], bar: str
) -> None:
    assert comparison_table.interval_bar(*interval, cells=10) == bar


def test_the_table_shows_figures_and_says_what_is_missing() -> None:
    text = comparison_table.table(Comparison((ACT, LACKING), ()), {}, 120).plain

    assert "20/20" in text
    assert "4,000 steps, 03:20" in text
    assert "Train VQ-BeT has left no checkpoint." in text


def test_a_pair_that_separates_is_marked() -> None:
    above = (Above("a", "b", True, "**a** separate"), Above("a", "c", False, "**a** not"))

    shown = comparison_table.pairs(Comparison((), (), above)).plain
    assert shown == "≠ a separate\n≈ a not\n"


def test_a_row_that_lacks_a_seed_says_so_and_why() -> None:
    row = msgspec.structs.replace(ACT, seeds="2 of 3 seeds", note="seed 2: a file is missing")
    table = Comparison((row,), ())
    assert "(2 of 3 seeds)" in comparison_table.table(table, {}, 160).plain
    shown = comparison_table.pairs(table).plain
    assert "! act: 2 of 3 seeds. seed 2: a file is missing" in shown


def test_a_comparison_without_pairs_says_what_counts_as_one() -> None:
    assert "baseline does not count" in comparison_table.pairs(Comparison((), ())).plain


def test_a_policy_above_its_baseline_is_marked_without_any_pair() -> None:
    told = "**diffusion** against **still**: mean best reward +0.30 (n = 50, paired)."
    above = Above("diffusion", "still", True, told)
    shown = comparison_table.pairs(Comparison((ACT,), (), (above,))).plain
    assert shown == f"≠ {told.replace('**', '')}\n"


def test_the_glossary_step_brings_its_terms(course: Course) -> None:
    day = course.day(19)
    assert day is not None

    text = step_markdown(course, day, day.steps[0])

    assert "**Codebook**" in text
    assert "glossary.md" not in text
    assert day.sources[0].url in day_markdown(day)


@pytest.mark.parametrize("text", ["x" * 64_001, "a\n\n" * 301])
def test_a_text_that_is_too_large_is_not_drawn_as_markdown(text: str) -> None:
    assert not is_drawable(text)
    assert is_drawable("# Title\n\nWords")


def test_a_note_is_made_with_its_headings_once_and_counted(
    course: Course, workspace: Workspace
) -> None:
    day = course.day(19)
    assert day is not None
    step = day.step("reflect")
    assert step
    note = note_of(step)
    assert note

    begun = begin(workspace, course, day, step)
    assert isinstance(begun, Begun)
    made = begun.path.read_text()
    begun.path.write_text(made + "Four words of mine")
    again = begin(workspace, course, day, step)

    assert all(f"## {heading}" in made for heading in note.headings)
    assert begun.is_new
    assert again == Begun(begun.path, is_new=False)
    assert "Four words of mine" in begun.path.read_text()
    assert f"4 of {note.words} words" in count_text(begun.path, note)


def test_the_editor_is_the_one_the_student_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "code --wait")
    monkeypatch.setenv("PAGER", "less")

    assert editor_command() == ["code", "--wait"]
    assert editor_command(read_only=True) == ["less"]


def test_an_editor_that_cannot_be_understood_is_a_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "code '")

    failure = open_in_editor(App[int](), tmp_path / "note.md")

    assert failure
    assert "No closing quotation" in failure.why


def test_a_blank_editor_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "")
    monkeypatch.setenv("EDITOR", " ")
    monkeypatch.setenv("PATH", "/nonexistent")

    assert editor_command() is None


def test_installed_source_is_read_beside_the_lab_python(
    tmp_path: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "lib" / "python3.12" / "site-packages" / "lerobot"
    site.mkdir(parents=True)
    (site / "policy.py").write_text("import torch\n\nclass Policy:\n    pass\x1b[2J\n")
    ready = Ready(tmp_path / "bin" / "python", "test")
    monkeypatch.setattr(lab_environment, "find", lambda workspace: ready)

    found = read_code(CodeRef(package="lerobot", path="lerobot/policy.py"), workspace)
    absent = read_code(CodeRef(package="lerobot", path="lerobot/other.py"), workspace)

    assert isinstance(found, InstalledCode)
    assert line_of(found.text, "class Policy") == 2
    assert "\x1b" not in found.text
    assert isinstance(absent, Problem)


def test_without_a_lab_the_source_says_how_to_get_one(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lab_environment, "find", lambda workspace: Missing("None.", "Make one."))

    found = read_code(CodeRef(package="lerobot", path="x.py"), workspace)

    assert isinstance(found, Problem)
    assert found.remedy == "Make one."


def test_a_step_with_links_says_their_addresses_for_terminals_without_a_mouse() -> None:
    course = load_course("robo47")
    day = course.day(19)
    assert day is not None
    paper = day.step("paper")
    assert paper is not None

    text = step_markdown(course, day, paper)

    assert "- Behavior Generation with Latent Actions: `https://arxiv.org/abs/2403.03181`" in text


def test_the_words_of_a_glossary_step_stand_right_below_what_it_says_of_them() -> None:
    course = load_course("robo47")
    day = course.day(15)
    assert day is not None
    step = day.step("glossary")
    assert step is not None

    text = step_markdown(course, day, step)

    first = f"**{day.glossary[0].term}**"
    places = [text.index(each) for each in ("You are done", "## Words", first, "two sizes")]
    assert places == sorted(places)
    assert text.rindex(f"**{day.glossary[-1].term}**") < text.index("**Addresses**")
    assert "enter" not in text[: places[1]]


def test_a_table_becomes_a_list_because_a_pane_would_cut_its_cells() -> None:
    course = load_course("robo47")
    day = course.day(19)
    assert day is not None
    step = day.step("evaluate-cloning")
    assert step is not None

    text = step_markdown(course, day, step)

    assert "|---" not in text
    assert "- `NamespaceNotFound`  \n  *it means*: asynchronous environments" in text
    assert "  *do*: keep `--eval.use_async_envs=false`" in text


@pytest.mark.parametrize("width", [80, 100, 107, 108, 160])
def test_no_time_in_the_comparison_is_cut_by_the_edge(width: int) -> None:
    row = Row("act", "d/e", is_baseline=False, run_id="evaluate-act-01", successes=18, episodes=20)
    row = msgspec.structs.replace(
        row, low=0.7, high=0.97, mean_max_reward=0.9, train_steps=20_000, train_s=3723.9
    )

    head, line = comparison_table.table(Comparison((row,), ()), {}, width).plain.splitlines()

    assert max(len(head), len(line)) <= width
    assert ("trained, own time" in head) == line.endswith("20,000 steps, 1:02:03")


def test_a_step_whose_run_is_a_rehearsal_says_so_above_its_text(course: Course) -> None:
    day = course.days[-1]
    own = ProfileRecipe(args=(), rehearsal="a tiny model shows that the path works")
    step = msgspec.structs.replace(
        day.steps[0], recipe=Recipe(job="train", profiles={"quick": own})
    )
    first = step_markdown(course, day, step).splitlines()[0]
    assert first == (
        "> **A rehearsal in `quick`, not a result:** a tiny model shows that the path works"
    )


def test_a_rehearsal_is_marked_in_the_comparison_and_explained_below_it() -> None:
    table = Comparison((msgspec.structs.replace(ACT, is_rehearsal=True),), ())
    assert "act (rehearsal)" in comparison_table.table(table, {}, 120).plain
    assert "no result" in comparison_table.pairs(table).plain
