"""A log alone gives a document, which says what a log cannot tell."""

from pathlib import Path

import pytest
from recomputing import fact
from sample_trainings import cells

from lab_tasks.reports.document import document
from lab_tasks.reports.log_training import read_log_training
from lab_tasks.reports.sources import SourceRefused, find_sources, read_trainings
from lab_tasks.reports.training import Training
from lab_tasks.workspace import Workspace

LOSSES = ("step asked for", "step logged", "loss", "gradient norm", "learning rate")
HEADER = """\
INFO {day} 02:00:00 ot_train.py:272 {{'batch_size': 8,
 'job_name': 'act',
 'log_freq': 100,
 'output_dir': PosixPath('outputs/<b>act</b>'),
 'resume': {resume},
 'seed': 1,
 'steps': 1000}}
INFO {day} 02:00:01 ot_train.py:442 dataset.num_frames=22458 (22K)
INFO {day} 02:00:01 ot_train.py:443 dataset.num_episodes=75
INFO {day} 02:00:02 ot_train.py:597 Start offline training on a fixed dataset
"""


def line(day: str, minute: int, step: str, loss: float) -> str:
    return (
        f"INFO {day} 02:{minute:02}:00 ot_train.py:641 step:{step} smpl:8K ep:3 epch:0.04 "
        f"loss:{loss:.3f} grdn:{10 * loss:.3f} lr:1.0e-05 updt_s:1.100 data_s:0.100 smp/s:7\n"
    )


def evaluation(day: str, minute: int, step: int) -> str:
    found = "{'avg_sum_reward': 0.0, 'pc_success': 50.0, 'n_episodes': 2, 'eval_s': 60.0}"
    return (
        f"INFO {day} 02:{minute - 1:02}:00 ot_train.py:718 Eval policy at step {step}\n"
        f"INFO {day} 02:{minute:02}:00 ot_train.py:738 Suite overall aggregated: {found}\n"
    )


def read(path: Path, text: str) -> Training:
    path.write_text(text)
    return read_log_training(path, path.name, path.name)


def test_steps_that_a_log_rounds_beyond_repair_are_marked(tmp_path: Path) -> None:
    day = "2026-02-22"
    text = line(day, 10, "2K", 0.3) + line(day, 20, "2K", 0.25) + line(day, 30, "3K", 0.2)

    written = document([read(tmp_path / "nohup.out", text)], {}, (3000,))

    ((asked, logged, loss, *_),) = cells(written, *LOSSES)
    assert (asked, loss) == ("3,000", "0.2")
    assert logged.startswith("≈ ")
    assert "≈ " in fact(written, "Final loss")
    assert fact(written, "Time per step").startswith("≈ ")
    assert "3 of 3 could not be rebuilt exactly" in written


def test_a_training_resumed_in_the_same_log_is_one_with_two_parts(tmp_path: Path) -> None:
    first, second = "2026-02-22", "2026-02-23"
    lost = HEADER.format(day=first, resume=False)
    lost += "".join(line(first, n, f"{n}00", 1.0 / n) for n in range(1, 7))
    resumed = HEADER.format(day=second, resume=True)
    resumed += "".join(line(second, n, f"{n}00", 2.0 / n) for n in range(6, 10))

    written = document([read(tmp_path / "nohup.out", lost + resumed)], {}, (500, 600, 900))

    assert [row[1:3] for row in cells(written, *LOSSES)] == [
        ["500", "0.2"],
        ["600", "0.333"],  # 2/6, trained again, and no longer 1/6
        ["900", "0.222"],
    ]
    head = ("part", "went on from step", "last step logged", "started", "duration", "how")
    assert [row[1:3] for row in cells(written, *head)] == [["–", "600"], ["500", "900"]]


def test_of_two_trainings_in_a_log_the_newest_is_reported(tmp_path: Path) -> None:
    text = "".join(
        HEADER.format(day=day, resume=False) + line(day, 1, "100", loss) + line(day, 3, "200", loss)
        for day, loss in (("2026-02-22", 0.9), ("2026-02-23", 0.5))
    )

    written = document([read(tmp_path / "nohup.out", text)], {})

    assert fact(written, "Final loss").startswith("0.5 at step 200")
    assert fact(written, "Started").startswith("2026-02-23")
    assert "The file holds 2 trainings; the newest is shown" in written
    assert fact(written, "Dataset") == "75 episodes, 22,458 frames"
    assert "<b>" not in written


@pytest.mark.parametrize("text", ["", "bought milk\n", "\x00\x01\x02" * 100])
def test_a_file_without_a_loss_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "notes.txt").write_text(text)

    with pytest.raises(SourceRefused) as refused:
        read_trainings(find_sources([str(tmp_path / "notes.txt")], Workspace(tmp_path / "w")))

    assert "notes.txt holds no loss of a training." in refused.value.what
    assert "lerobot-train" in refused.value.remedy


def test_an_evaluation_behind_a_step_is_no_time_of_a_step_and_no_end(tmp_path: Path) -> None:
    day = "2026-02-22"
    text = HEADER.format(day=day, resume=False)
    text += "".join(line(day, n, f"{n}00", 1.0 / n) for n in (1, 2, 3))
    text += evaluation(day, 30, 300)

    running = document([read(tmp_path / "running.out", text)], {})
    ended = f"INFO {day} 02:31:00 ot_train.py:770 End of training\n"
    finished = document([read(tmp_path / "nohup.out", text + ended)], {})

    for written in (running, finished):
        assert fact(written, "Time per step").startswith("0.6 s by the clock"), "2 min, 200 steps"
    assert fact(running, "Ended").split(" +")[0].endswith("last heard of 2026-02-22 02:30:00")
    assert fact(running, "Duration") == "30 min 0 s", "the evaluation counts as the log's life"
    assert fact(finished, "Ended").startswith("2026-02-22 02:31:00")
    assert fact(finished, "Duration") == "31 min 0 s"


def test_an_evaluation_between_logged_steps_is_no_logged_step(tmp_path: Path) -> None:
    day = "2026-02-22"
    text = HEADER.format(day=day, resume=False)
    text += "".join(line(day, n, f"{n}00", 1.0 / n) for n in (1, 2, 3))

    written = document([read(tmp_path / "nohup.out", text + evaluation(day, 30, 350))], {})

    assert fact(written, "Time per step").startswith("0.6 s by the clock")


def test_a_value_of_a_log_stands_as_it_was_logged(tmp_path: Path) -> None:
    day = "2026-02-22"
    text = HEADER.format(day=day, resume=False) + line(day, 1, "100", 82.699)

    (row,) = cells(document([read(tmp_path / "nohup.out", text)], {}), *LOSSES)

    assert row == ["100", "100", "82.699", "826.99", "1e-05"]
