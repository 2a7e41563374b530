"""Every slip that an author can make, planted one at a time: file, line and remedy are named.

`PLANTED` are slips in the small Course, found by its files alone; `UNPROVED` are slips that only
the sample workspaces show.
"""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from proved_course import write_proved_course
from small_course import CHECKS, damage

from course.lint import Fault, lint
from course.loader import load_course
from lab_tasks.checks.registry import known_checks
from lab_tasks.samples.proof import prove

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


JOBS = frozenset({"train", "evaluate", "demos"})


def with_step(text: str, **files: str) -> Callable[[Path], None]:
    """Put one Step more at the end of the Day, and templates beside it."""

    def write(course: Path) -> None:
        for name, content in files.items():
            add(f"day01/templates/{name}.md", content)(course)
        (course / DAY).write_text((course / DAY).read_text() + text)

    return write


QUIZ = """\
  - id: quiz
    title: Answer it
    kind: quiz
    minutes: 5
    text: Answer it.
    questions:
      - {id: width, kind: choice, ask: How wide?, options: {a: One, b: Two}, right: [RIGHT],
         explanation: It is two., source: SOURCE}
    deliverables:
      - {id: passed, title: Passed, check: {name: quiz-passed}}
"""
NUMBER = """\
  - id: quiz
    title: Answer it
    kind: quiz
    minutes: 5
    text: Answer it.
    questions:
      - {id: width, kind: number, ask: How wide?, answer: 0.39,
         tolerance: TOLERANCE,
         explanation: It is., source: train}
    deliverables:
      - {id: passed, title: Passed, check: {name: quiz-passed}}
"""
NOTES = """\
  - id: notes
    title: Write it down
    kind: write
    minutes: 5
    text: Write it.
    document: {path: PATH, template: templates/notes.md}
    deliverables:
      - id: notes
        title: Notes
        check: {name: words-written, args: {path: PATH, words: 9, headings: [What I saw]}}
"""
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
    "two weeks with one number": (
        lambda c: damage(c / OUTLINE, "[day01]", "[day01]\n  - {number: 1, title: X, days: []}"),
        OUTLINE,
        "number: 1, title: X",
        "there are two weeks with the number 1",
        "Give each week its own",
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
    "a first hint that is no question": (
        in_day("- Which checkpoint?", "- Name the checkpoint of train."),
        DAY,
        "- Name the checkpoint",
        'the first hint of "evaluate" is no question',
        "Begin with a question",
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
    "a tab instead of blanks": (
        in_day("    title: Train a policy", "\ttitle: Train a policy"),
        DAY,
        "title: Train",
        "a tab stands before the text",
        "Indent with blanks",
    ),
    "a key that stands twice": (
        in_day("    minutes: 4\n", "    minutes: 4\n    minutes: 6\n"),
        DAY,
        "minutes: 6",
        'the key "minutes" stands here a second time',
        "Keep one of the two",
    ),
    "a number that is text": (
        in_day("minutes: 4", "minutes: four"),
        DAY,
        "minutes: four",
        'expected "int", got "str"',
        "Write a whole number without quotes",
    ),
    "a key that nobody knows": (
        in_day("    hints:\n      - Which", "    hint:\n      - Which"),
        DAY,
        "hint:",
        'the key "hint" is unknown here',
        'Did you mean "hints"?',
    ),
    "a key that is missing": (
        in_day("    title: Learn the words\n", ""),
        DAY,
        "id: words",
        'the key "title" is missing',
        'Add "title:"',
    ),
    "a text that is not there": (
        in_day("text: train.md", "text: trian.md"),
        DAY,
        "trian.md",
        "there is no file trian.md beside day.yaml",
        "Write trian.md, or correct the name",
    ),
    "an id that two Steps have": (
        in_day("id: evaluate", "id: train"),
        DAY,
        "id: train",
        'the id "train" belongs to the Step "train" already',
        "ids and aliases of its own",
    ),
    "an alias that is another Step": (
        in_day("aliases: [train-policy]", "aliases: [evaluate]"),
        DAY,
        "id: evaluate",
        'the id "evaluate" belongs to the Step "train" already',
        "ids and aliases of its own",
    ),
    "a Day that is listed twice": (
        lambda c: damage(c / OUTLINE, "[day01]", "[day01, day01]"),
        OUTLINE,
        "[day01, day01]",
        "day01 is listed twice",
        "List each Day once",
    ),
    "a Day that is listed and not there": (
        lambda c: damage(c / OUTLINE, "[day01]", "[day01, day02]"),
        "day02/day.yaml",
        "",
        "there is no such file",
        "Write it, or correct the name",
    ),
    "a number of another Day": (
        in_day("number: 1\n", "number: 2\n"),
        DAY,
        "number: 2",
        "the number 2 does not belong to day01",
        "Write `number: 1`",
    ),
    "a Step that needs itself": (
        in_day("    needs: [train]\n", "    needs: [train, evaluate]\n"),
        DAY,
        "evaluate]",
        '"evaluate" does not come before "evaluate"',
        "Move one of the two",
    ),
    "a job that does not exist": (
        in_day("job: evaluate", "job: evaluat"),
        DAY,
        "job: evaluat",
        'there is no job "evaluat"',
        'Did you mean "evaluate"?',
    ),
    "two Deliverables of one name": (
        in_day(
            "          args: {episodes: 20}\n",
            "          args: {episodes: 20}\n      - {id: evaluation, title: E,"
            " check: {name: evaluation-recorded}}\n",
        ),
        DAY,
        "title: E,",
        'two deliverables of "evaluate" are called "evaluation"',
        "Rename one",
    ),
    "training seeds and no seed for them to replace": (
        in_day("          expected_s: 60\n", "          training_seeds: [1, 2]\n"),
        DAY,
        "args:",
        '"train" has training_seeds and no --seed=',
        "Add --seed=1 to its args",
    ),
    "a quiz in which every answer is right": (
        with_step(QUIZ.replace("[RIGHT]", "[a, b]").replace("SOURCE", "train")),
        DAY,
        "right: [a, b]",
        'every option of "width" is right',
        "Add one that is wrong",
    ),
    "a number that any other is near to": (
        with_step(NUMBER.replace("TOLERANCE", "1e9")),
        DAY,
        "tolerance: 1e9",
        "accepts 0 for 0.39",
        "how far from 0.39",
    ),
    "a number that nobody hits": (
        with_step(NUMBER.replace("TOLERANCE", "0")),
        DAY,
        "tolerance: 0",
        "a tolerance of 0 asks for every digit of 0.39",
        "how far from 0.39",
    ),
    "a recipe that loads foreign code": (
        in_day('env: {OMP_NUM_THREADS: "1"}', 'env: {LD_PRELOAD: "/tmp/x.so"}'),
        DAY,
        "LD_PRELOAD",
        "LD_PRELOAD changes which programs run",
        "Remove it",
    ),
    "a training whose length is misspelt": (
        in_day("- --steps=1000", "- --stpes=1000"),
        DAY,
        "args:",
        "a training without --steps",
        "Write --steps=",
    ),
    "a recipe with a secret": (
        in_day('env: {OMP_NUM_THREADS: "1"}', 'env: {HF_TOKEN: "abc"}'),
        DAY,
        "HF_TOKEN",
        "HF_TOKEN names a secret",
        "Remove it",
    ),
    "a check of a file outside of the workspace": (
        in_day("args: {episodes: 20}", "args: {episodes: 20, path: /etc/passwd}"),
        DAY,
        "path: /etc/passwd",
        '"/etc/passwd" is no place for a student',
        "docs/day21_design.md",
    ),
    "a file beside the Day that nothing uses": (
        add("day01/notes.md.bak", "Old."),
        "day01/notes.md.bak",
        "",
        "nothing of the Day uses this",
        "remove it",
    ),
    "a rate above its episodes": (
        in_text("19/20 (0.76–0.99)", "25/20 (0.76–0.99)"),
        TEXT,
        "25/20",
        "25/20 is no rate",
        "successes of episodes",
    ),
    "a rate outside of its interval": (
        in_text("19/20 (0.76–0.99)", "19/20 (0.10–0.20)"),
        TEXT,
        "19/20",
        "the interval 0.10–0.20 does not hold 19/20",
        "Work the interval out",
    ),
    "a rate without its interval in a hint": (
        in_day("- What does the log say?", "- Why did we see 19/20?"),
        DAY,
        "19/20",
        "19/20 stands without its 95 % interval",
        "Add it in brackets",
    ),
    "a rate without its interval in a template": (
        with_step(NOTES.replace("PATH", "notes.md"), notes="# What I saw\n\nOurs: 19/20.\n"),
        DAY,
        "templates/notes.md",
        "19/20 stands without its 95 % interval",
        "Add it in brackets",
    ),
    "a quiz with no right option": (
        with_step(QUIZ.replace("[RIGHT]", "[]").replace("SOURCE", "train")),
        DAY,
        "right: []",
        'no option of "width" is right',
        "Name at least one of its options",
    ),
    "a quiz whose right option is none": (
        with_step(QUIZ.replace("RIGHT", "c").replace("SOURCE", "train")),
        DAY,
        "right: [c]",
        'there is no option "c"',
        "Known: a, b",
    ),
    "a question whose source is no Step": (
        with_step(QUIZ.replace("RIGHT", "b").replace("SOURCE", "reed")),
        DAY,
        "source: reed",
        'there is no Step "reed"',
        "Known: evaluate, quiz, train, words",
    ),
    "a template that lacks a heading": (
        with_step(NOTES.replace("PATH", "docs/notes.md"), notes="# Notes\n"),
        DAY,
        "headings:",
        'templates/notes.md has no heading "What I saw"',
        "Known: Notes",
    ),
    "a document outside of the workspace": (
        with_step(NOTES.replace("PATH", "../notes.md"), notes="# Notes\n\n## What I saw\n"),
        DAY,
        "path: ../notes.md",
        "is no place for a student's file",
        "docs/",
    ),
    "a template that is not there": (
        with_step(NOTES.replace("PATH", "docs/notes.md")),
        DAY,
        "templates/notes.md",
        "there is no file templates/notes.md beside day.yaml",
        "Write templates/notes.md, or correct the name",
    ),
    "a template that nothing begins with": (
        add("day01/templates/old.md", "# Old"),
        "day01/templates/old.md",
        "",
        "no Step begins with this template",
        "or remove it",
    ),
}

SAMPLE, COUNTS = "day01/samples/solved/docs/retro.md", "day01/samples/samples.yaml"
UNPROVED: dict[str, tuple[Callable[[Path], None], str, str, str, str]] = {
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
    expected: tuple[Callable[[Path], None], str, str, str, str],
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
    assert len(PLANTED) + len(UNPROVED) >= 30
