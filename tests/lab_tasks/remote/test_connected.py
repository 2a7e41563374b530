"""A Run elsewhere whose connection is lost is silent, not stalled."""

import json
import time
from pathlib import Path

from run_request import run_request

from lab_tasks.remote.connected import poll_of
from lab_tasks.remote.placed import THERE, note_link
from lab_tasks.runs import locks
from lab_tasks.runs.model import LOCK, Run, Running


def silent_run(folder: Path) -> Run:
    """A Run that told 20 steps, one a second, a long time ago."""
    folder.mkdir()
    long_ago = time.time() - 3_600
    lines = [{"kind": "start", "time_s": long_ago, "total": 100, "unit": "steps"}]
    lines += [
        {"kind": "metric", "time_s": long_ago + step, "step": step, "values": {"loss": 1.0}}
        for step in range(1, 21)
    ]
    (folder / "metrics.jsonl").write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    request = run_request(
        id=folder.name,
        requested_s=long_ago,
    )
    return Run(folder, request, Running(long_ago))


def test_a_run_here_that_tells_nothing_is_stalled(tmp_path: Path) -> None:
    run = silent_run(tmp_path / "train-act-01")
    lock = locks.take(run.folder / LOCK)

    update = poll_of(run)()

    assert [alarm.kind for alarm in update.alarms] == ["stalled"], lock


def test_a_run_elsewhere_says_what_is_wrong_with_the_connection_instead(tmp_path: Path) -> None:
    run = silent_run(tmp_path / "train-act-01")
    lock = locks.take(run.folder / LOCK)
    (run.folder / THERE).mkdir()
    poll = poll_of(run)

    note_link(run.folder, "gpu-box", "no route\x1b[2J to host")
    lost = poll()
    note_link(run.folder, "gpu-box")
    found = poll()

    assert lost.alarms == (), lock
    assert lost.notes[-1] == "gpu-box: no route to host"
    assert [alarm.kind for alarm in found.alarms] == ["stalled"]
