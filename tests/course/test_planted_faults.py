"""Every slip that an author can make, planted one at a time: file, line and remedy are named.

`PLANTED` are slips in the small Course, found by its files alone, from a table for each kind;
`UNPROVED` are slips that only the sample workspaces show.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest
from planted_frame import FRAME
from planted_recipes import RECIPES
from planted_words import WORDS
from planting import DAY, OUTLINE, TEXT, Planted, add, in_day
from proved_course import write_proved_course
from small_course import CHECKS, damage

from course.lint import Fault, lint
from course.loader import load_course
from lab_tasks.checks.registry import known_checks
from lab_tasks.samples.proof import prove

JOBS = frozenset({"train", "evaluate", "demos"})
PLANTED = FRAME | RECIPES | WORDS
SAMPLE, COUNTS = "day01/samples/solved/docs/retro.md", "day01/samples/samples.yaml"
UNPROVED: dict[str, Planted] = {
    "a check of more than its recipe makes": (
        in_day("{policy: act, steps: 10}", "{policy: act, steps: 20}"),
        DAY,
        "id: checkpoint",
        "solved, it must pass, and checkpoint-trained says",
        "Let the recipe make what its check asks for",
    ),
    "a check that its template passes": (
        in_day("{What I saw: 8}", "{What I saw: 0}"),
        DAY,
        "id: words",
        "with only templates begun it must fail, and passes",
        "Ask for what the student makes",
    ),
    "a document that nobody has solved": (
        lambda c: (c / SAMPLE).unlink(),
        DAY,
        "id: words",
        "lacks the heading 'What I saw'",
        f"Write {SAMPLE}",
    ),
    "a solved document with a number that is not recorded": (
        lambda c: damage(c / SAMPLE, "30/40", "31/40"),
        DAY,
        "id: numbers",
        "31/40",
        f"Mend {SAMPLE}",
    ),
    "an argument of a check that is missing": (
        in_day("{policy: act, steps: 10}", "{policy: act}"),
        DAY,
        "check: {name: checkpoint-trained",
        "takes no such arguments: Object missing required field `steps`",
        "as docs/authoring.md has them",
    ),
    "a sample of a Step that does not exist": (
        lambda c: damage(c / COUNTS, "evaluate:", "evaluat:"),
        COUNTS,
        "evaluat:",
        'the Day has no Step "evaluat"',
        'Did you mean "evaluate"?',
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found_with_its_file_line_and_remedy(
    name: str, course_dir: Path
) -> None:
    PLANTED[name][0](course_dir)

    faults = lint(course_dir, CHECKS, JOBS)

    assert_told(faults, course_dir, PLANTED[name])


def test_a_day_that_does_not_load_makes_no_faults_in_those_that_name_it(course_dir: Path) -> None:
    damage(course_dir / OUTLINE, "[day01]", "[day01, day02]")
    second = (course_dir / DAY).read_text().replace("day01", "day02").replace("er: 1", "er: 2")
    add("day02/day.yaml", second.replace("needs: [train]", "needs: [train, day01/train]"))(
        course_dir
    )
    add("day02/train.md", (course_dir / TEXT).read_text())(course_dir)
    assert lint(course_dir, CHECKS, JOBS) == []
    damage(
        course_dir / DAY,
        "        quick:\n          expected_s",
        "        quack:\n          expected_s",
    )

    (fault,) = lint(course_dir, CHECKS, JOBS)

    assert "quack" in fault.problem


@pytest.mark.parametrize("name", UNPROVED)
def test_a_fault_that_only_samples_show_is_found_with_its_file_line_and_remedy(
    name: str, tmp_path: Path
) -> None:
    folder = write_proved_course(tmp_path / "proved")
    UNPROVED[name][0](folder)
    assert lint(folder, known_checks()) == []

    faults = prove(load_course(str(folder)), ("quick",)).faults

    assert_told(faults, folder, UNPROVED[name])


def assert_told(
    faults: Sequence[Fault],
    folder: Path,
    expected: Planted,
) -> None:
    _, file, marked, problem, remedy = expected
    found = [fault for fault in faults if problem in fault.problem]
    assert len(found) == 1, faults
    assert found[0].file == str(folder / file)
    assert marked_line(found[0]).strip() == marked.strip() or marked in marked_line(found[0])
    assert remedy in found[0].remedy
    assert len(found[0].remedy) > 8


def marked_line(fault: Fault) -> str:
    """Return the line that the Fault points at; empty when it points at none."""
    if fault.line is None:
        return ""
    return Path(fault.file).read_text().splitlines()[fault.line - 1]


def test_the_list_is_long_enough_to_mean_something() -> None:
    assert len(PLANTED) == len(FRAME) + len(RECIPES) + len(WORDS)  # no name stands twice
    assert len(PLANTED) + len(UNPROVED) >= 30
