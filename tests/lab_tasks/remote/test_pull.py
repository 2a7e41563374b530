"""Files of a Run as `rsync` moves them: what did not come, or go, as a whole is no success.

`rsync` is real; in place of a host it reaches a shell of this machine.
"""

import dataclasses
import os
import shutil
from pathlib import Path

import pytest

from lab_tasks.remote import ssh
from lab_tasks.remote.address import Host
from lab_tasks.remote.pull import Pull, push
from lab_tasks.runs.log_limit import HEAD_BYTES, MB, Bounds, LogLimit
from lab_tasks.runs.model import EXIT, METRICS, OUTPUT_LOG, RECORD

pytestmark = pytest.mark.skipif(not shutil.which("rsync"), reason="no rsync here")
HOST = Host("shell")
SHELL = """#!/bin/sh
while :; do case "$1" in -o|-p|-l) shift 2;; -*) shift;; *) break;; esac; done
shift
exec sh -c "$*"
"""


@pytest.fixture(autouse=True)
def _shell_for_a_host(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "ssh"
    program.parent.mkdir()
    program.write_text(SHELL)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")


@pytest.fixture
def there(tmp_path: Path) -> Path:
    folder = tmp_path / "there" / "train-act-01"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def pull(tmp_path: Path, there: Path) -> Pull:
    folder = tmp_path / "here" / "train-act-01"
    folder.mkdir(parents=True)
    return Pull(HOST, str(there), folder, control="")


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def obstruct(path: Path) -> None:
    """Put something in the place of a file, so that the file cannot be written, also by root."""
    write(path / "in the way", "")


def test_a_copy_with_a_hole_gets_no_record(tmp_path: Path) -> None:
    demos = tmp_path / "make-demos-01"
    write(demos / "output" / "data", "0123")
    write(demos / RECORD, "{}")
    there = tmp_path / "there" / demos.name
    obstruct(there / "output" / "data")

    with pytest.raises(ssh.Failed, match="data"):
        push(HOST, demos, str(there), control="")

    assert not (there / RECORD).exists()


def test_a_product_with_a_hole_is_not_fetched(pull: Pull, there: Path) -> None:
    model = Path("output", "checkpoints", "002000", "model.safetensors")
    write(there / model, "weights")
    obstruct(pull.folder / model)

    with pytest.raises(ssh.Failed, match="safetensors"):
        pull.products("002000")


def test_of_the_checkpoints_only_the_one_that_is_named_comes(pull: Pull, there: Path) -> None:
    for step in ("001000", "002000"):
        write(there / "output" / "checkpoints" / step / "state" / "model", step)
    write(there / "output" / "videos" / "episode_0.mp4", "frames")
    write(there / "output" / EXIT, "of the job's own")
    write(there / "secret", "not asked for")

    pull.products("002000")

    came = {str(path.relative_to(pull.folder)) for path in pull.folder.rglob("*") if path.is_file()}
    assert came == {
        "output/checkpoints/002000/state/model",
        "output/videos/episode_0.mp4",
        "output/exit.json",
    }


def test_the_runs_folder_keeps_its_own_time(pull: Pull, there: Path) -> None:
    write(pull.folder / "output" / "model", "")
    changed_ns = pull.folder.stat().st_mtime_ns  # by which who lists Runs sees a change
    write(there / "output" / "model", "weights")
    os.utime(there, (1.0, 1.0))

    pull.products("")

    assert (pull.folder / "output" / "model").read_text() == "weights"
    assert pull.folder.stat().st_mtime_ns == changed_ns


def test_a_run_that_made_nothing_brings_nothing(pull: Pull) -> None:
    pull.products("")

    assert list(pull.folder.iterdir()) == []


def test_a_log_with_a_hole_is_not_the_whole(pull: Pull, there: Path) -> None:
    write(there / OUTPUT_LOG, "step 1\n")
    obstruct(pull.folder / OUTPUT_LOG)

    pull.growth()  # while it grows the next pull may bring it
    with pytest.raises(ssh.Failed, match=OUTPUT_LOG):
        pull.whole()


def cut_and_grown(pull: Pull, log: Path) -> None:
    """Let a log come here, be cut over there in its middle, and grow larger than it was."""
    log.write_text("".join(f"step {number:06}\n" for number in range(5_000)))
    pull.growth()
    assert (pull.folder / OUTPUT_LOG).read_bytes() == log.read_bytes()
    assert LogLimit(log, Bounds(head=16_384, tail=8_192, most=40_000)).look() < 40_000
    with log.open("a") as file:
        file.writelines(f"step {number:06}\n" for number in range(5_000, 10_000))


def test_a_large_log_that_was_cut_there_is_here_as_there(pull: Pull, there: Path) -> None:
    pull = dataclasses.replace(pull, large_bytes=16_384)
    cut_and_grown(pull, there / OUTPUT_LOG)
    write(there / METRICS, "{}\n")

    pull.growth()
    pull.large_log()

    assert (pull.folder / OUTPUT_LOG).read_bytes() == (there / OUTPUT_LOG).read_bytes()
    assert (pull.folder / METRICS).read_text() == "{}\n"


def test_appending_alone_would_mix_what_was_before_and_after(pull: Pull, there: Path) -> None:
    cut_and_grown(pull, there / OUTPUT_LOG)

    pull.growth()

    assert (pull.folder / OUTPUT_LOG).read_bytes() != (there / OUTPUT_LOG).read_bytes()


def test_a_log_is_large_before_it_can_be_cut(pull: Pull) -> None:
    assert not pull.is_log_large
    with (pull.folder / OUTPUT_LOG).open("w") as log:
        log.truncate(HEAD_BYTES - 10 * MB)  # what is before that is never cut

    assert pull.is_log_large
