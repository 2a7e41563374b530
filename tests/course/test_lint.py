"""The linter finds each thing an author can get wrong, says where, and says what to do."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from small_course import CHECKS, damage

from course.lint import Fault, lint

DAY, OUTLINE, TEXT = "day01/day.yaml", "course.yaml", "day01/train.md"


def in_day(old: str, new: str) -> Callable[[Path], None]:
    return lambda course: damage(course / DAY, old, new)


def in_text(old: str, new: str) -> Callable[[Path], None]:
    return lambda course: damage(course / TEXT, old, new)


def add(path: str, text: str) -> Callable[[Path], None]:
    def write(course: Path) -> None:
        (course / path).parent.mkdir(exist_ok=True)
        (course / path).write_text(text)

    return write


CHECKPOINT = "'--policy.path={checkpoint:train}'"
QUICK_ARGS = f"args: [{CHECKPOINT}]"

# name: (what to damage, the file, what the marked line holds ("" for no line), problem, remedy)
PLANTED: dict[str, tuple[Callable[[Path], None], str, str, str, str]] = {
    "a course of a newer format": (
        lambda c: damage(c / OUTLINE, "format: 1", "format: 9"),
        OUTLINE,
        "format: 9",
        "newer than this program",
        "Update robolab-tui",
    ),
    "a day that cannot be read": (
        in_day("kind: glossary", "kind: glosary"),
        DAY,
        "kind: glosary",
        '"glosary" is none of the values',
        'Did you mean "glossary"?',
    ),
    "an id that is ill-shaped": (
        in_day("id: evaluate", "id: Evaluate_it"),
        DAY,
        "id: Evaluate_it",
        '"Evaluate_it" is not a well-shaped id',
        "small letters",
    ),
    "a week without days": (
        lambda c: damage(c / OUTLINE, "[day01]", "[day01]\n  - {number: 2, title: X, days: []}"),
        OUTLINE,
        "number: 2",
        "week 2 has no Days",
        "Leave the week out",
    ),
    "a day that is not listed": (
        add("day02/day.yaml", "id: day02"),
        "day02/day.yaml",
        "",
        "day02 is not listed in course.yaml",
        "List it under its week",
    ),
    "a text that no Step shows": (
        add("day01/old.md", "Old."),
        "day01/old.md",
        "",
        "no Step shows this file",
        "Name it as the text of a Step",
    ),
    "a need that is no Step": (
        in_day("needs: [train]", "needs: [train, trian]"),
        DAY,
        "needs:",
        'there is no Step "trian"',
        'Did you mean "train"?',
    ),
    "a need of another Day that is no Step": (
        in_day("needs: [train]", "needs: [train, day07/train]"),
        DAY,
        "needs:",
        'there is no Step "day07/train"',
        'Did you mean "train"?',
    ),
    "a need that comes later": (
        in_day("    aliases: [train-policy]\n", "    needs: [evaluate]\n"),
        DAY,
        "needs: [evaluate]",
        '"evaluate" does not come before "train"',
        "Move one of the two",
    ),
    "a placeholder for a Step that is not there": (
        in_day("{checkpoint:train}", "{checkpoint:train-act}"),
        DAY,
        "{checkpoint:train-act}",
        'there is no Step "train-act"',
        "Did you mean",
    ),
    "a word that only looks like a placeholder": (
        in_day("{checkpoint:train}", "{checkpoints:train}"),
        DAY,
        "{checkpoints:train}",
        "{checkpoints:train} is not a placeholder",
        "{checkpoint:STEP}",
    ),
    "a checkpoint of no Step": (
        in_day("{checkpoint:train}", "{checkpoint}"),
        DAY,
        "{checkpoint}",
        "{checkpoint} names no Step",
        "Name the Step that trains it",
    ),
    "a checkpoint of a Step that trains nothing": (
        in_day("job: train", "job: demos"),
        DAY,
        "{checkpoint:train}",
        '"train" makes no checkpoint: its job is demos',
        "whose job is train",
    ),
    "the output of a Step that runs nothing": (
        in_day("{checkpoint:train}", "{output:words}"),
        DAY,
        "{output:words}",
        '"words" runs nothing in the profile quick',
        "Refer to a Step that has a recipe there",
    ),
    "an output that is read and not needed": (
        in_day("    needs: [train]\n", ""),
        DAY,
        "{checkpoint:train}",
        '"evaluate" reads what "train" makes and does not need it',
        "Add train to its needs",
    ),
    "a run without a recipe": (
        in_day(
            f"      profiles:\n        quick:\n          {QUICK_ARGS}\n", "      profiles: {}\n"
        ),
        DAY,
        "profiles: {}",
        "the recipe has no quick profile",
        "possible on a laptop",
    ),
    "a run with no recipe at all": (
        in_day("kind: glossary", "kind: run"),
        DAY,
        "id: words",
        '"words" is of kind run and has no recipe',
        "Add a recipe",
    ),
    "a recipe on a Step that runs nothing": (
        in_day("title: Evaluate the policy\n    kind: run", "title: Evaluate\n    kind: write"),
        DAY,
        "recipe:",
        "a Step of kind write runs no recipe",
        "`kind: run`",
    ),
    "a profile that nobody mentions": (
        in_day("      not_needed:\n        full: the hub has its result\n", ""),
        DAY,
        "profiles:",
        "nothing is said about the profile full",
        "not_needed.full",
    ),
    "a profile both described and not needed": (
        in_day("      not_needed:\n        full:", "      not_needed:\n        quick:"),
        DAY,
        "not_needed:",
        "the profile quick is described and said not to be needed",
        "Keep one",
    ),
    "a reason that is blank": (
        in_day("full: the hub has its result", 'full: " "'),
        DAY,
        'full: " "',
        "not_needed.full gives no reason",
        "as a student should read it",
    ),
    "a job with a name that is none": (
        in_day("job: evaluate", "job: ../evaluate"),
        DAY,
        "job:",
        '"../evaluate" is not the name of a job',
        "lab_tasks/jobs",
    ),
    "an argument that is no flag": (
        in_day("- --steps=10\n", "- --steps 10\n"),
        DAY,
        "--steps 10",
        'the argument "--steps 10" is not a flag',
        "--name=value",
    ),
    "an argument given twice": (
        in_day("- --steps=10\n", "- --steps=10\n            - --steps=20\n"),
        DAY,
        "--steps=20",
        "--steps is given more than once",
        "Keep one",
    ),
    "a path of one machine": (
        in_day("'--output_dir={output}'", "--output_dir=/home/me/out"),
        DAY,
        "/home/me/out",
        "--output_dir=/home/me/out names a place on one machine",
        "placeholder",
    ),
    "a time that is none": (
        in_day("expected_s: 60", "expected_s: 0"),
        DAY,
        "expected_s: 0",
        "is not a time",
        "seconds that you measured",
    ),
    "a rehearsal without a reason": (
        in_day("expected_s: 60", "expected_s: 60\n          rehearsal: 'yes'"),
        DAY,
        "rehearsal: 'yes'",
        "the rehearsal has no reason",
        "why this is no result",
    ),
    "an ill-shaped environment variable": (
        in_day("OMP_NUM_THREADS:", "omp-threads:"),
        DAY,
        "omp-threads",
        '"omp-threads" is not the name of an environment variable',
        "capitals",
    ),
    "a check that is not registered": (
        in_day("name: checkpoint-trained", "name: checkpoint-traind"),
        DAY,
        "checkpoint-traind",
        'there is no check "checkpoint-traind"',
        'Did you mean "checkpoint-trained"?',
    ),
    "an argument that the check does not know": (
        in_day("args: {episodes: 20}", "args: {episode: 20}"),
        DAY,
        "episode: 20",
        'evaluation-recorded has no argument "episode"',
        'Did you mean "episodes"?',
    ),
    "an argument of full that the check does not know": (
        in_day("full: {steps: 1000}", "full: {step: 1000}"),
        DAY,
        "step: 1000",
        'checkpoint-trained has no argument "step"',
        'Did you mean "steps"?',
    ),
    "a check that names no Step": (
        in_day(
            "name: evaluation-recorded\n          args: {episodes: 20}",
            "name: comparison-written\n          args: {steps: [evaluate-act]}",
        ),
        DAY,
        "evaluate-act",
        'there is no Step "evaluate-act"',
        "Did you mean",
    ),
    "a Step that leaves nothing": (
        lambda c: (c / DAY).write_text((c / DAY).read_text().rpartition("    deliverables:")[0]),
        DAY,
        "id: evaluate",
        '"evaluate" leaves nothing that could be checked',
        "Add a deliverable",
    ),
    "a fresh clone of nothing": (
        in_day("kind: glossary", "kind: fresh-clone"),
        DAY,
        "id: words",
        '"words" does not say what is evaluated again',
        "reproduction.evaluations",
    ),
    "a reproduction of what is no evaluation": (
        in_day("needs: [train]", "needs: [train]\n    reproduction: {evaluations: [train]}"),
        DAY,
        "reproduction:",
        '"train" is no evaluation',
        "whose job is evaluate",
    ),
    "an empty text": (
        in_day("text: Read the glossary.", 'text: ""'),
        DAY,
        'text: ""',
        'the text of "words" is empty',
        "what to expect",
    ),
    "an empty Markdown file": (
        add(TEXT, "\n"),
        DAY,
        "text: train.md",
        'the text of "train" is empty',
        "what to expect",
    ),
    "a run without hints": (
        in_day("    hints:\n      - Which checkpoint?\n", ""),
        DAY,
        "id: evaluate",
        '"evaluate" has no hints',
        "never gives it away",
    ),
    "a hint that is blank": (
        in_day("- Which checkpoint?", '- ""'),
        DAY,
        '- ""',
        "it is blank",
        "leave the whole entry out",
    ),
    "minutes that cannot be planned": (
        in_day("minutes: 2", "minutes: 0"),
        DAY,
        "minutes: 0",
        "0 minutes cannot be planned",
        "from 1 to 480",
    ),
    "a commit message that is blank": (
        in_day('commit_message: "Day 1: one policy"', 'commit_message: ""'),
        DAY,
        "commit_message",
        "it is blank",
        "Write it",
    ),
    "a Day without objectives": (
        in_day("objectives:\n  - Train one policy", "objectives: []"),
        DAY,
        "objectives: []",
        "the Day has no objectives",
        "List at least one",
    ),
    "a glossary Step without a glossary": (
        in_day(
            "glossary:\n  - term: Policy\n    meaning: What maps observations to actions.\n",
            "",
        ),
        DAY,
        "kind: glossary",
        '"words" is about a glossary that is empty',
        "Add terms",
    ),
    "a word explained twice": (
        in_day("glossary:\n", "glossary:\n  - {term: policy, meaning: Again.}\n"),
        DAY,
        "term: Policy",
        '"Policy" is explained twice',
        "Keep one",
    ),
    "a source that is no address": (
        in_day("url: https://arxiv.org/abs/2403.03181", "url: arxiv.org/abs/2403.03181"),
        DAY,
        "url: arxiv",
        "does not begin with https://",
        "Copy the address",
    ),
    "an arXiv id that is none": (
        in_text("2403.03181", "24033181"),
        TEXT,
        "24033181",
        "it has no arXiv id",
        "Copy the address",
    ),
    "a link to nowhere": (
        in_text("(https://arxiv.org/abs/2403.03181)", "(TODO)"),
        TEXT,
        "(TODO)",
        "TODO: it does not begin with https://",
        "Copy the address",
    ),
    "a link that is not among the sources": (
        in_text("(https://arxiv.org/abs/2403.03181)", "(https://arxiv.org/abs/2206.11251)"),
        TEXT,
        "2206.11251",
        "is not among the Day's sources",
        "Add it under sources",
    ),
    "a success rate without its interval": (
        in_text(" (0.76–0.99)", ""),
        TEXT,
        "19/20",
        "19/20 stands without its 95 % interval",
        "Add it in brackets",
    ),
}


def test_a_course_that_is_right_has_no_faults(
    course_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lint(course_dir, CHECKS) == []
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found_with_its_file_line_and_remedy(
    name: str, course_dir: Path
) -> None:
    plant, file, marked, problem, remedy = PLANTED[name]
    plant(course_dir)

    faults = lint(course_dir, CHECKS)

    found = [fault for fault in faults if problem in fault.problem]
    assert len(found) == 1, faults
    assert found[0].file == str(course_dir / file)
    assert marked_line(found[0]).strip() == marked.strip() or marked in marked_line(found[0])
    assert remedy in found[0].remedy


def marked_line(fault: Fault) -> str:
    """Return the line that the Fault points at; empty when it points at none."""
    if fault.line is None:
        return ""
    return Path(fault.file).read_text().splitlines()[fault.line - 1]


def test_one_broken_day_does_not_hide_the_faults_of_another(course_dir: Path) -> None:
    damage(course_dir / OUTLINE, "[day01]", "[day01, day02]")
    damage(course_dir / DAY, "minutes: 2", "minutes: 0")

    problems = [fault.problem for fault in lint(course_dir, CHECKS)]

    assert problems == ["there is no such file", "0 minutes cannot be planned"]


def test_a_course_that_is_not_there_is_one_fault() -> None:
    (fault,) = lint("no-such-course", CHECKS)

    assert fault.problem == "there is no such course"
    assert re.search("Give a shipped course", fault.remedy)
