"""What a job takes of its machine."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from lab_tasks.jobs.line_file import LineFile
from lab_tasks.jobs.system import Gpu, Sampler

psutil = pytest.importorskip("psutil")


def lines(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "system.jsonl").read_text().splitlines()]


def work(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_processor_and_memory_of_this_process_are_measured(tmp_path: Path) -> None:
    sampler = Sampler(psutil, LineFile(tmp_path / "system.jsonl"))
    began_s = time.monotonic()
    work(0.2)
    took_s = time.monotonic() - began_s

    sampler.sample()

    (line,) = lines(tmp_path)
    assert line["cpu_percent"] == pytest.approx(100 * 0.2 / took_s, rel=0.3)
    assert line["memory_bytes"] == pytest.approx(psutil.Process().memory_info().rss, rel=0.2)
    assert line["time_s"] == pytest.approx(time.time(), abs=10)


def test_workers_count(tmp_path: Path) -> None:
    sampler = Sampler(psutil, LineFile(tmp_path / "system.jsonl"))
    sampler.sample()
    began_s, own_s = time.monotonic(), time.process_time()
    worker = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        while psutil.Process(worker.pid).cpu_times().user < 0.3:
            time.sleep(0.01)
        own_s = time.process_time() - own_s
        sampler.sample()
    finally:
        worker.kill()
        worker.wait()

    idle, busy = lines(tmp_path)
    assert busy["memory_bytes"] > idle["memory_bytes"]
    spent_s = busy["cpu_percent"] / 100 * (time.monotonic() - began_s)
    assert spent_s > own_s + 0.2


def test_lines_come_by_themselves_and_the_job_can_end(tmp_path: Path) -> None:
    job = (
        "import sys, time; from pathlib import Path; from lab_tasks.jobs import system\n"
        "folder = Path(sys.argv[1]); system.watch(folder, every_s=0.01)\n"
        "while not (folder / 'system.jsonl').read_text().count('\\n') > 2: time.sleep(0.01)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", job, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
        timeout=30,
        check=False,
    )

    assert done.returncode == 0
    assert len(lines(tmp_path)) >= 3


def test_a_gpu_is_left_alone_before_the_job_computes_on_one() -> None:
    class Untouched:
        """NVML, which is not asked."""

        class NVMLError(Exception):
            pass

    assert Gpu(Untouched()).sample() == {}


def test_a_package_that_is_still_being_imported_is_no_gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", ModuleType("torch"))  # its parts are not there yet
    assert Gpu(nvml=None).sample() == {}
