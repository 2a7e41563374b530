"""Every number in a devlog equals the Runs' files."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from recomputing import COMPARISON, fact, require_equal, section
from sample_trainings import cells, log, trained_workspace
from sample_workspace import edit_json, run_folder, write_evaluation, write_training

from lab_tasks.reports.document import document
from lab_tasks.reports.sources import find_sources, read_trainings
from lab_tasks.runs.store import read_run
from lab_tasks.workspace import Workspace
from tui.words.run_figures import read_figures

LOSSES = ("step asked for", "step logged", "loss", "gradient norm", "learning rate")
GROUP = ("group", "n", "final loss", "gradient norm", "duration", "success rate")


def report(workspace: Workspace, *words: str, steps: tuple[int, ...] = ()) -> str:
    trainings = read_trainings(find_sources(words, workspace))
    return document(trainings, {}, steps)


def test_every_number_is_that_of_the_runs(tmp_path: Path) -> None:
    workspace = trained_workspace(tmp_path)
    runs = ("train-act-01", "train-cloning-01")

    compared = require_equal(report(workspace, *runs), workspace, runs)

    assert compared > 100


@pytest.mark.parametrize(
    ("shown", "forged"),
    [("1,000,000", "1,000,001"), ("18/20", "19/20"), ("0.06667", "0.06668"), ("`32`", "`33`")],
)
def test_a_forged_number_is_noticed(tmp_path: Path, shown: str, forged: str) -> None:
    workspace = trained_workspace(tmp_path)
    runs = ("train-act-01", "train-cloning-01")
    written = report(workspace, *runs)
    assert shown in written
    require_equal(written, workspace, runs)

    with pytest.raises(AssertionError):
        require_equal(written.replace(shown, forged), workspace, runs)


def test_steps_that_were_asked_for_name_the_logged_step(tmp_path: Path) -> None:
    workspace = trained_workspace(tmp_path)

    rows = cells(report(workspace, "train-act-01", steps=(1000, 1013, 5000)), *LOSSES)

    assert [row[:2] for row in rows] == [
        ["1,000", "1,000"],
        ["1,013", "1,000"],
        ["5,000", "not reached"],
    ]


def test_a_training_that_went_on_is_one_with_its_parts(tmp_path: Path) -> None:
    workspace = trained_workspace(tmp_path, ("act",))
    first = run_folder(workspace, "train-act-01")
    (first / "record.json").unlink()
    edit_json(first / "exit.json", code=None, signal=9)
    log(first, range(50, 2301, 50), scale=1.0)
    second = write_training(workspace, "act", number=2, requested_s=110.0)
    path = ".robolab/runs/train-act-01/output/checkpoints/002000/pretrained_model"
    log(second, range(2050, 3001, 50), scale=0.5)
    request = json.loads((second / "request.json").read_text())
    args = [f"--config_path={path}/train_config.json", "--resume=true"]
    edit_json(second / "request.json", resumes="train-act-01", args=args, title=request["title"])

    written = report(workspace, "train-act-02", "train-act-01", steps=(2000, 2100, 3000))

    head = ("part", "went on from step", "last step logged", "started", "duration", "how")
    parts = [(row[0], row[1], row[2], row[5]) for row in cells(written, *head)]
    assert parts == [
        ("`train-act-01`", "–", "2,300", "killed by signal 9"),
        ("`train-act-02`", "2,000", "3,000", "finished"),
    ]
    losses = [row[2] for row in cells(written, *LOSSES)]
    logged = {line["step"]: line["values"]["loss"] for line in _lines(first) + _lines(second)}
    assert losses == [repr(logged[step]) for step in (2000, 2100, 3000)]
    assert "## Comparison" not in written, "two parts are one training"
    setting = dict(row[:2] for row in cells(written, "setting", "value", "from"))
    assert setting["batch_size"] == "`32`", "what the first part was asked for still holds"
    assert fact(written, "Duration") == "3 min 57 s", "12.5 + 92 and 12.5 + 120 seconds"


def test_seeds_of_a_group_are_a_mean_with_its_spread(tmp_path: Path) -> None:
    workspace = trained_workspace(tmp_path, ("act",))
    for number, scale in ((2, 2.0), (3, 3.0)):
        run = write_training(workspace, "act", number=number, requested_s=100.0 + number)
        log(run, range(50, 3001, 50), scale=scale)
    for number in (1, 2, 3):
        edit_json(
            run_folder(workspace, f"train-act-{number:02d}") / "request.json",
            group="seeds-act",
            seed=number,
        )

    written = report(workspace, "seeds-act")

    (group,) = cells(written, *GROUP)
    finals = [
        _lines(run_folder(workspace, f"train-act-{n:02d}"))[-1]["values"]["loss"] for n in (1, 2, 3)
    ]
    mean = sum(finals) / 3
    deviation = (sum((one - mean) ** 2 for one in finals) / 2) ** 0.5
    assert group[:3] == ["`seeds-act`", "3", f"{mean:.4g} ± {deviation:.4g}"]
    assert group[5] == "not all are evaluated"
    assert "Losses of one policy compare" in written


@pytest.mark.parametrize(
    ("ends", "shown"),
    [
        (("0.25", "0.75", '"NaN"'), "0.5 ± 0.3536; 1 of 3 diverged"),
        (("0.25", '"Infinity"', "1e308"), "0.25; 2 of 3 diverged"),
        (('"NaN"', '"NaN"', '"-Infinity"'), "3 of 3 diverged"),
    ],
)
def test_a_seed_that_diverged_is_counted_and_left_out_of_the_mean(
    tmp_path: Path, ends: tuple[str, ...], shown: str
) -> None:
    workspace = Workspace(tmp_path)
    for number, end in enumerate(ends, 1):
        run = write_training(workspace, "act", number=number, requested_s=100.0 + number)
        log(run, range(50, 101, 50))
        edit_json(run / "request.json", group="seeds-act", seed=number)
        line = f'{{"kind":"metric","time_s":2000.0,"step":150,"values":{{"loss":{end}}}}}\n'
        with (run / "metrics.jsonl").open("a") as file:
            file.write(line)

    written = report(workspace, "seeds-act")

    (group,) = cells(written, *GROUP)
    assert group[2] == shown


def test_a_number_that_does_not_follow_from_its_episodes_does_not_stand(tmp_path: Path) -> None:
    workspace = trained_workspace(tmp_path)
    edit_json(run_folder(workspace, "evaluate-act-01") / "record.json", successes=[True] * 20)

    written = report(workspace, "train-act-01", "train-cloning-01")

    assert "does not stand: the recorded number was changed" in section(written, "train-act-01")
    assert (
        cells(written, *(n.replace("_", " ") for n in COMPARISON.split()))[0][9] == "not evaluated"
    )


def test_losses_of_other_policies_and_few_trials_are_warned_of(tmp_path: Path) -> None:
    written = report(trained_workspace(tmp_path), "train-act-01", "train-cloning-01")

    assert "**Losses of different policies do not compare** (act, cloning)" in written
    assert "10 of 20 has the 95 % interval 30–70 %" in written
    assert re.search(
        r"`train-act-01` and `train-cloning-01` cannot be told apart: p = 0\.500", written
    )


def test_episodes_of_other_starts_are_not_paired_though_the_task_bears_the_same_name(
    tmp_path: Path,
) -> None:
    workspace = trained_workspace(tmp_path)
    record = run_folder(workspace, "evaluate-act-01") / "record.json"
    env = json.loads(record.read_text())["env"]
    assert "McNemar" in report(workspace, "train-act-01", "train-cloning-01")

    edit_json(record, env={**env, "task_ids": [3]})

    written = report(workspace, "train-act-01", "train-cloning-01")
    assert "McNemar" not in written
    assert "(Fisher's exact test, corrected by Holm)" in written


def test_trainings_that_were_evaluated_on_different_tasks_are_no_pair(tmp_path: Path) -> None:
    workspace = trained_workspace(tmp_path)
    record = run_folder(workspace, "evaluate-act-01") / "record.json"
    env = json.loads(record.read_text())["env"]

    edit_json(record, env={**env, "task": "another"})

    written = report(workspace, "train-act-01", "train-cloning-01")
    assert "not evaluated" not in written
    assert "corrected by Holm" not in written


def test_trainings_without_an_evaluation_leave_it_open(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    for policy in ("act", "cloning"):
        log(write_training(workspace, policy), range(50, 3001, 50))

    written = report(workspace, "train-act-01", "train-cloning-01")

    assert "None was evaluated: which of them is better is open." in written


def test_an_evaluation_of_another_checkpoint_is_not_counted(tmp_path: Path) -> None:
    workspace = trained_workspace(tmp_path, ("act",))
    log(write_training(workspace, "act", number=2, requested_s=300.0), range(50, 3001, 50))
    write_evaluation(workspace, "act", number=2, solved=3, requested_s=400.0)

    written = report(workspace, "train-act-01")

    assert "18/20" in written
    assert "3/20" not in written


def test_a_loss_that_is_no_number_is_told(tmp_path: Path) -> None:
    workspace = trained_workspace(tmp_path, ("act",))
    run = run_folder(workspace, "train-act-01")
    broken = '{"kind":"metric","time_s":2000.0,"step":3050,"values":{"loss":"NaN"}}\n'
    with (run / "metrics.jsonl").open("a") as file:
        file.write(broken)

    written = report(workspace, "train-act-01")

    assert "NaN at step 3,050" in fact(written, "Final loss")
    assert "**1 of 61 losses is no number**, first at step 3,050" in written


def test_a_record_that_contradicts_the_metrics_is_told(tmp_path: Path) -> None:
    workspace = trained_workspace(tmp_path, ("act",))
    edit_json(run_folder(workspace, "train-act-01") / "record.json", final={"loss": 0.5})

    assert "The final losses do not agree: 0.5 in record.json, 0.06667" in report(
        workspace, "train-act-01"
    )


def test_the_sleep_of_the_machine_is_no_time_of_a_step(tmp_path: Path) -> None:
    workspace = trained_workspace(tmp_path, ("act",))
    edit_json(run_folder(workspace, "train-act-01") / "exit.json", suspended_s=59.0)

    written = report(workspace, "train-act-01")

    assert fact(written, "Duration") == "2 min 12 s (the machine slept for 59.0 s of it)"
    assert fact(written, "Time per step").startswith("0.02 s")


def test_a_digest_is_worked_out_by_the_command_that_the_devlog_gives(tmp_path: Path) -> None:
    workspace = trained_workspace(tmp_path, ("act",))
    written = report(workspace, "train-act-01")

    command = re.search(r"## Digests\n.*?```sh\n(.*?)\n```", written, re.DOTALL)
    assert command
    rows = cells(written, "checkpoint of step", "folder", "size", "sha256 of the folder", "note")
    folder = workspace.root / rows[-1][1].strip("`")
    printed = subprocess.run(
        ["sh", "-c", command[1]], cwd=folder, capture_output=True, text=True, check=True
    ).stdout
    assert rows[-1][3] == f"`{printed[:12]}`"
    assert json.loads((run_folder(workspace, "train-act-01") / "record.json").read_text())[
        "sha256"
    ] == printed.rstrip(" -\n")


def test_a_devlog_without_a_digest_gives_no_command_for_one(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    run = write_training(workspace, "act")
    log(run, range(50, 3001, 50))
    (run / "record.json").unlink()
    for weights in run.rglob("model.safetensors"):
        weights.unlink()

    assert "## Digests" not in report(workspace, "train-act-01")


def test_the_duration_is_that_of_the_screen_and_the_records_time_has_another_name(
    tmp_path: Path,
) -> None:
    workspace = trained_workspace(tmp_path, ("act",))
    run = run_folder(workspace, "train-act-01")
    edit_json(run / "exit.json", started_s=1000.0, ended_s=1393.9)
    edit_json(run / "record.json", duration_s=389.2)

    written = report(workspace, "train-act-01")

    assert fact(written, "Duration") == "6 min 33 s"
    assert read_figures(read_run(run)).time == "06:33"
    assert fact(written, "Training's own time").startswith("6 min 29 s")


def _lines(run: Path) -> list[dict[str, dict[str, float]]]:
    lines = map(json.loads, (run / "metrics.jsonl").read_text().splitlines())
    return [line for line in lines if line["kind"] == "metric"]


def test_the_command_names_the_folder_that_the_job_really_gets(tmp_path: Path) -> None:
    written = report(trained_workspace(tmp_path, ("act",)), "train-act-01")

    assert "python -P -m lab_tasks.jobs.train .robolab/runs/train-act-01 --" in written
    assert "`robolab-tui run` starts the like anew" in written
