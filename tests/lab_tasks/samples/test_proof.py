"""Every Deliverable of every shipped Course passes when solved and fails when not; and what an
author can get wrong about that is found, with file, line and remedy.
"""

from pathlib import Path

import msgspec
import pytest
from proved_course import write_proved_course
from small_course import damage

from course.lint import Fault, lint
from course.loader import SHIPPED, load_course
from lab_tasks.checks.question import Answer, Question
from lab_tasks.checks.registry import CHECKS, known_checks
from lab_tasks.checks.verdict import Fail
from lab_tasks.samples import given as samples
from lab_tasks.samples.proof import Proof, prove
from lab_tasks.samples.sample_workspace import solved_workspace
from lab_tasks.samples.unsolved_words import is_expected

DAY, COUNTS = "day01/day.yaml", "day01/samples/samples.yaml"
SAMPLE = "day01/samples/solved/docs/retro.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_proved_course(tmp_path / "proved")


def proof_of(folder: Path) -> Proof:
    return prove(load_course(str(folder)), ("quick", "full"))


def only_fault(folder: Path) -> Fault:
    (fault,) = proof_of(folder).faults
    return fault


def marked_line(fault: Fault) -> str:
    assert fault.line is not None, fault
    return Path(fault.file).read_text().splitlines()[fault.line - 1]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_deliverable_of_a_shipped_course_passes_solved_and_fails_unsolved(name: str) -> None:
    course = load_course(name)
    count = sum(len(step.deliverables) for day in course.days for step in day.steps)

    proof = prove(course)

    assert [str(fault) for fault in proof.faults] == []
    assert proof.proved == proof.asked == count


def test_a_course_with_samples_has_no_fault(folder: Path) -> None:
    assert lint(folder, known_checks()) == []
    assert proof_of(folder) == Proof((), 7, 7)


def test_a_document_without_a_sample_is_asked_for_and_hides_no_other_fault(folder: Path) -> None:
    (folder / SAMPLE).unlink()

    faults = proof_of(folder).faults

    assert [fault.key for fault in faults] == ["retro/numbers", "retro/words"]
    assert all("day01/samples/solved/docs/retro.md" in fault.remedy for fault in faults)


@pytest.mark.parametrize(
    ("old", "new", "line", "problem", "remedy"),
    [
        ("--steps=10,", "--steps=9,", "id: checkpoint", "at least 10 steps", "Let the recipe make"),
        ("policy: act, ep", "policy: bc, ep", "id: rate", "another policy", "Let the recipe make"),
        ("--seed=1\n", "--seed=2\n", "id: rate", "expected seed 1", "Let the recipe make"),
        ("{What I saw: 8}", "{What I saw: 80}", "id: words", "too short", "Mend day01/samples/"),
        ("{What I saw: 8}", "{Next: 8}", "id: words", "lacks the heading", "Mend day01/samples/"),
        ("{What I saw: 8}", "{What I saw: 0}", "id: words", "only templates begun", "what the app"),
    ],
)
def test_a_check_that_its_samples_do_not_bear_out_is_a_fault_at_its_deliverable(
    old: str, new: str, line: str, problem: str, remedy: str, folder: Path
) -> None:
    damage(folder / DAY, old, new)

    fault = proof_of(folder).faults[0]

    assert fault.file == str(folder / DAY)
    assert line in marked_line(fault)
    assert problem in fault.problem
    assert remedy in fault.remedy


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("/etc/hostname", "a link out of solved"),
        ("", "larger than"),
        (".", "not a regular file"),
    ],
)
def test_a_sample_that_is_no_file_of_the_course_is_a_fault_and_is_not_read(
    target: str, said: str, folder: Path
) -> None:
    sample = folder / SAMPLE
    sample.unlink()
    if target:
        sample.symlink_to(target)
    else:
        sample.write_bytes(bytes(5_000_000))

    fault = only_fault(folder)

    assert (fault.file, said in fault.problem) == (str(sample), True), fault
    assert "Put the document itself there" in fault.remedy
    course = load_course(str(folder))
    given = {"day01": samples.read(folder, course.days[0])}
    with pytest.raises(OSError, match=said):
        solved_workspace(folder / "kept", course, "quick", given)


def test_a_check_that_cannot_pass_in_full_alone_is_told_with_its_profile(folder: Path) -> None:
    damage(folder / DAY, "full: {steps: 1000}", "full: {steps: 2000}")

    fault = only_fault(folder)

    assert fault.key == "train/checkpoint (profile full)"
    assert "2,000 steps" in fault.problem


def test_a_number_in_a_solved_document_that_the_samples_do_not_back_is_found(folder: Path) -> None:
    damage(folder / COUNTS, "[18, 12]", "18")

    fault = only_fault(folder)

    assert "30/40" in fault.problem
    assert "id: numbers" in marked_line(fault)


@pytest.mark.parametrize(
    ("counts", "line", "problem", "remedy"),
    [
        ("evaluations: {evaluat: 3}\n", 1, 'no Step "evaluat"', 'Did you mean "evaluate"?'),
        ("unsolved: {retro: {tabel: x}}\n", 1, 'no deliverable "tabel"', "table"),
        ("unsolved: {}\nsolved: 3\n", 2, '"solved"', "unsolved"),
        ("unsolved:\n  train: {checkpoint: no gold}\n", 2, 'does not say "no gold"', "Expect what"),
    ],
)
def test_a_slip_in_samples_yaml_is_found_at_its_line(
    counts: str, line: int, problem: str, remedy: str, folder: Path
) -> None:
    (folder / COUNTS).write_text(counts)

    fault = proof_of(folder).faults[0]

    assert (fault.file, fault.line) == (str(folder / COUNTS), line)
    assert problem in fault.problem
    assert remedy in fault.remedy


def test_a_sample_that_nothing_asks_for_is_a_fault(folder: Path) -> None:
    (folder / "day01/samples/solved/docs/old.md").write_text("Old.")

    fault = only_fault(folder)

    assert fault.file.endswith("samples/solved/docs/old.md")
    assert "no Step of the Day asks for this document" in fault.problem


def test_a_check_that_passes_whatever_is_there_is_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    always = CHECKS["attested"]
    monkeypatch.setitem(CHECKS, "committed", always)  # type: ignore[arg-type]
    monkeypatch.setattr("lab_tasks.evidence.evidence.Evidence.is_attested", lambda *_: True)

    problems = [fault.problem for fault in proof_of(folder).faults]

    assert len(problems) == 2
    assert all(one.startswith("with nothing done it must fail, and passes") for one in problems)


def test_every_check_of_the_shipped_courses_has_words_for_who_has_done_nothing(
    folder: Path,
) -> None:
    shipped = [load_course(name) for name in SHIPPED]
    used = {
        deliverable.check.name
        for course in shipped
        for day in course.days
        for step in day.steps
        for deliverable in step.deliverables
    }

    assert {check for check in used if is_expected(check, "The moon is full.")} == set()


def test_a_check_that_tells_a_beginner_the_wrong_thing_is_found(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed = CHECKS["committed"]

    def judge(question: Question, asked: object) -> Answer:
        answer = committed.judge(question, asked)
        return Fail("Your commit is too old.", "Do it.") if isinstance(answer, Fail) else answer

    wrong = msgspec.structs.replace(committed, judge=judge)
    monkeypatch.setitem(CHECKS, "committed", wrong)  # type: ignore[index]

    problems = [fault.problem for fault in proof_of(folder).faults]

    assert "with nothing done it fails for another reason: Your commit is too old." in problems
