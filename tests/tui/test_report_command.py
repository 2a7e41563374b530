"""`robolab-tui report` from the command line: what it prints, where it writes, how it refuses."""

import subprocess
import sys
from pathlib import Path

import pytest
import sample_workspace as sample
from proved_course import write_proved_course
from small_course import damage

from lab_tasks.workspace import Workspace
from tui.cli import main
from tui.exit_code import ExitCode

LOG = """\
INFO 2026-11-21 02:42:00 ot_train.py:441 cfg.steps=300 (300)
INFO 2026-11-21 02:42:00 ot_train.py:442 dataset.num_frames=22458 (22K)
INFO 2026-11-21 02:42:00 ot_train.py:443 dataset.num_episodes=75
INFO 2026-11-21 02:42:00 ot_train.py:447 num_learnable_params=51597190 (52M)
INFO 2026-11-21 02:42:10 ot_train.py:641 step:100 smpl:800 ep:3 epch:0.04 loss:0.961 grdn:9.500 \
lr:1.0e-05 updt_s:1.100 data_s:0.100 smp/s:7 l1_loss:0.500 kld_loss:0.046
INFO 2026-11-21 02:44:10 ot_train.py:641 step:200 smpl:2K ep:5 epch:0.07 loss:0.142 grdn:5.250 \
lr:1.0e-05 updt_s:1.100 data_s:0.100 smp/s:7 l1_loss:0.100 kld_loss:0.004
INFO 2026-11-21 02:46:10 ot_train.py:641 step:300 smpl:2K ep:8 epch:0.11 loss:0.052 grdn:3.915 \
lr:1.0e-05 updt_s:1.100 data_s:0.100 smp/s:7 l1_loss:0.040 kld_loss:0.001
INFO 2026-11-21 02:46:11 ot_train.py:770 End of training
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(tmp_path / "w")
    for policy in ("act", "cloning"):
        run = sample.write_training(made, policy)
        (run / "metrics.jsonl").write_text("")
        sample.write_evaluation(made, policy)
    return made


def test_the_devlog_is_written_below_the_workspace_and_named(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["report", "train-act-01", "train-cloning-01", "--workspace", str(workspace.root)]

    assert main(words) == ExitCode.PASS

    path = workspace.root / "docs" / "devlog-train-act-01" / "devlog.md"
    printed = capsys.readouterr()
    assert printed.out == f"{path}\n"
    assert printed.err == ""
    assert "18/20 (70–97 %)" in path.read_text()


def test_a_rehearsal_that_only_the_course_names_is_told_as_one(
    workspace: Workspace, tmp_path: Path
) -> None:
    course = write_proved_course(tmp_path / "course")
    quick = "training_seeds: [1, 2]\n          args: [--policy.type=act"
    rehearsed = f"rehearsal: it shows the path\n          {quick}"
    damage(course / "day01/day.yaml", quick, rehearsed)
    run = sample.run_folder(workspace, "train-act-01")
    sample.edit_json(run / "request.json", step="proved/day01/train")
    words = ["report", "train-act-01", "train-cloning-01", "--workspace", str(workspace.root)]
    output = ["--output", str(tmp_path / "told")]

    assert main([*words, *output, "--course", str(course)]) == ExitCode.PASS
    assert main(words) == ExitCode.PASS

    told = (tmp_path / "told" / "devlog.md").read_text()
    assert told.count("A rehearsal, not a result: it shows the path") == 1
    untold = workspace.root / "docs" / "devlog-train-act-01" / "devlog.md"
    assert "ehearsal" not in untold.read_text()


def test_a_rehearsal_in_a_workspace_of_another_course_is_told_by_that_course(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.progress_path.write_text("format: 1\ncourse: so101\n")
    hers = Workspace(tmp_path / "hers")
    run = sample.write_training(hers, "act")
    sample.edit_json(run / "request.json", step="robo47/day18/fit-base", profile="quick")
    hers.progress_path.write_text("format: 1\ncourse: robo47\n")
    words = ["report", str(run), "--workspace", str(workspace.root), "--output", str(tmp_path)]

    assert main(words) == ExitCode.PASS

    assert "A rehearsal, not a result: " in (tmp_path / "devlog.md").read_text()


def test_a_course_that_is_not_there_is_wrong_usage(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["report", "train-act-01", "--workspace", str(workspace.root), "--course", "nope"]

    assert main(words) == ExitCode.USAGE
    assert "there is no such course" in capsys.readouterr().err


def test_a_log_from_elsewhere_is_reported_where_one_stands(tmp_path: Path) -> None:
    (tmp_path / "nohup act.out").write_text(LOG)

    done = subprocess.run(
        [sys.executable, "-m", "tui", "report", "nohup act.out", "--steps", "100,300"],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == ExitCode.PASS, done.stderr
    folder = tmp_path / "docs" / "devlog-nohup-act-out"
    written = [folder / name for name in ("devlog.md", "curves.png", "curves.svg")]
    assert done.stdout.splitlines() == [str(path) for path in written]
    document = written[0].read_text()
    assert "| 100 | 100 | 0.961 | 9.5 | 1e-05 |" in document
    assert "- Final loss: 0.052 at step 300, gradient norm 3.915" in document
    assert "- Dataset: 75 episodes, 22,458 frames" in document
    assert "- Parameters that learn: 51,597,190" in document
    assert "no record tells what the training made" in document
    assert str(tmp_path) not in document


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["train-act-02"], "There is no Run and no log file train-act-02.\n  -> Did you mean"),
        (["evaluate-act-01"], "evaluate-act-01 is no training"),
    ],
)
def test_what_cannot_be_reported_is_wrong_usage(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    assert main(["report", *words, "--workspace", str(workspace.root)]) == ExitCode.USAGE

    printed = capsys.readouterr()
    assert printed.out == ""
    assert says in printed.err
    assert not (workspace.root / "docs").exists()


def test_a_file_that_is_no_training_log_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.txt").write_text("bought milk\n")

    assert main(["report", str(tmp_path / "notes.txt")]) == ExitCode.USAGE

    assert "notes.txt holds no loss of a training." in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_the_environments_fault(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    (workspace.root / "docs").write_text("a file where the folder should be")

    status = main(["report", "train-act-01", "--workspace", str(workspace.root)])

    assert status == ExitCode.ENVIRONMENT
    assert "Name a folder that can be written with --output." in capsys.readouterr().err
