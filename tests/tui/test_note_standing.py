"""How far a document is: judged as it is typed, by what is recorded at that moment."""

from pathlib import Path

import pytest
import sample_workspace as sample

from lab_tasks import comparison
from lab_tasks.checks.verdict import Fail, Pass, Verdict
from lab_tasks.workspace import Workspace
from tui.rules.note_standing import NoteJudge

PATH = "devlog/comparison.md"
COURSE = sample.sample_course()
DAY = COURSE.days[0]


@pytest.fixture
def solved(tmp_path: Path) -> Workspace:
    return sample.solved_workspace(tmp_path / "solved", commit=False)


def judged(judge: NoteJudge, text: str) -> Verdict:
    (result,) = judge.judge(text)
    return result.verdict


def test_a_comparison_is_judged_as_it_is_typed_and_by_the_runs_that_ended_meanwhile(
    solved: Workspace,
) -> None:
    judge = NoteJudge(COURSE, DAY, solved, PATH)
    text = (solved.root / PATH).read_text()
    assert isinstance(judged(judge, text), Pass)
    assert isinstance(judged(judge, text.replace("18/20", "20/20")), Fail)
    assert isinstance(judged(judge, ""), Fail)
    assert not judge.is_outdated

    sample.write_evaluation(solved, "act", number=2, solved=5, requested_s=900.0)
    assert judge.is_outdated
    comparison.write(solved, comparison.compare(COURSE, DAY, solved), PATH)

    assert isinstance(judged(judge, text), Fail)
    assert isinstance(judged(judge, (solved.root / PATH).read_text()), Pass)
    assert not judge.is_outdated
