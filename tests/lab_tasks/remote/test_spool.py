"""A spool: the copy equals the file over there, whatever happens to the connection in between."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fake_lab import until
from loopback import Loopback

from lab_tasks.remote.spool import AddressRefused, Spool, is_remote


def the_spool(path: Path, folder: Path) -> Spool:
    return Spool(f"loopback:{path}", folder)


def append(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(text)


def same(copy: Path, path: Path) -> None:
    until(lambda: copy.read_bytes() == path.read_bytes(), f"{path.name}'s end in its copy")


def over_there(path: Path) -> str:
    """Return the processes that have the file's name among their arguments."""
    listed = subprocess.run(["ps", "-Ao", "pid,args"], capture_output=True, text=True, check=True)
    return "\n".join(line for line in listed.stdout.splitlines() if str(path) in line)


def test_a_copy_grows_as_the_file_does(loopback: Loopback, tmp_path: Path) -> None:
    log = tmp_path / "a log of ten hours'.txt"
    log.write_text("step:1 loss:2.0\n" * 10_000)

    with the_spool(log, tmp_path / "spool") as spool:
        copy = spool.start()
        same(copy, log)
        append(log, "step:2 half a li")
        same(copy, log)
        assert spool.problem is None

    until(lambda: not over_there(log), "the end of all that followed it")


@pytest.mark.remote
def test_a_lost_connection_is_taken_up_where_it_was(loopback: Loopback, tmp_path: Path) -> None:
    log = tmp_path / "output.log"
    log.write_text("before\n")

    with the_spool(log, tmp_path / "spool") as spool:
        copy = spool.start()
        same(copy, log)
        inode = copy.stat().st_ino
        assert loopback.drop() > 0
        append(log, "while nobody was there\n")
        until(lambda: spool.problem is not None, "the problem")
        assert "cannot be reached" in str(spool.problem)
        same(copy, log)
        append(log, "after\n")
        same(copy, log)
        assert spool.problem is None

    assert copy.stat().st_ino == inode
    until(lambda: not over_there(log), "the end of all that followed it")


@pytest.mark.remote
def test_a_connection_that_fell_silent_is_given_up(loopback: Loopback, tmp_path: Path) -> None:
    log = tmp_path / "output.log"
    log.write_text("before\n")

    with the_spool(log, tmp_path / "spool") as spool:
        same(copy := spool.start(), log)
        assert loopback.silence() > 0
        append(log, "while nobody answered\n")
        until(lambda: spool.problem is not None, "the problem")
        same(copy, log)

    loopback.stop()
    until(lambda: not over_there(log), "the end of all that followed it")


@pytest.mark.remote
def test_a_host_that_is_down_is_named_and_tried_again(loopback: Loopback, tmp_path: Path) -> None:
    log = tmp_path / "output.log"
    log.write_text("there\n")
    loopback.stop()

    with the_spool(log, tmp_path / "spool") as spool:
        copy = spool.start()
        until(lambda: spool.problem is not None, "the problem")
        assert "loopback cannot be reached" in str(spool.problem)
        loopback.start()
        same(copy, log)


@pytest.mark.remote
def test_a_copy_of_an_earlier_time_goes_on_at_its_size(loopback: Loopback, tmp_path: Path) -> None:
    log = tmp_path / "output.log"
    log.write_text("x" * 1000)
    with the_spool(log, tmp_path / "spool") as spool:
        same(spool.start(), log)
    append(log, "y" * 1000)
    # Other bytes of the same number: fetched again, they would not be found in the copy.
    (copy,) = (tmp_path / "spool").glob("*.log")
    copy.write_text("z" * 1000)

    with the_spool(log, tmp_path / "spool") as spool:
        spool.start()
        until(lambda: copy.stat().st_size == 2000, "the rest")

    assert copy.read_text() == "z" * 1000 + "y" * 1000


@pytest.mark.remote
@pytest.mark.parametrize("how", ["truncated", "replaced", "replaced while nobody followed"])
def test_a_file_that_begins_anew_is_copied_anew(
    loopback: Loopback, tmp_path: Path, how: str
) -> None:
    log = tmp_path / "output.log"
    log.write_text("the first training\n" * 100)
    spool = the_spool(log, tmp_path / "spool")
    copy = spool.start()
    same(copy, log)
    if how == "replaced while nobody followed":
        spool.close()
        spool = the_spool(log, tmp_path / "spool")
    if how == "truncated":
        os.truncate(log, 0)
        append(log, "the second\n")
    else:
        (tmp_path / "new").write_text("the second\n")
        os.replace(tmp_path / "new", log)
    with spool:
        spool.start()
        same(copy, log)


@pytest.mark.remote
def test_a_file_that_is_not_there_yet_is_waited_for(loopback: Loopback, tmp_path: Path) -> None:
    log = tmp_path / "not\x9byet.log"

    with the_spool(log, tmp_path / "spool") as spool:
        copy = spool.start()
        until(lambda: spool.problem is not None, "the problem")
        assert "there is no" in str(spool.problem)
        assert "\x9b" not in str(spool.problem)
        log.write_text("now\n")
        same(copy, log)


@pytest.mark.remote
def test_two_who_follow_one_address_fill_one_copy_once(loopback: Loopback, tmp_path: Path) -> None:
    log = tmp_path / "output.log"
    log.write_text("one\n")
    first, second = (the_spool(log, tmp_path / "spool") for _ in range(2))
    copy = first.start()
    same(copy, log)
    assert second.start() == copy
    append(log, "two\n")
    same(copy, log)

    first.close()
    append(log, "three\n")
    same(copy, log)  # the second one fills it now

    second.close()
    until(lambda: not over_there(log), "the end of all that followed it")


@pytest.mark.remote
def test_an_app_that_is_killed_leaves_nothing_behind(loopback: Loopback, tmp_path: Path) -> None:
    log = tmp_path / "output.log"
    log.write_text("one\n")
    code = (
        "import sys, time\nfrom pathlib import Path\nfrom lab_tasks.remote.spool import Spool\n"
        "Spool(sys.argv[1], Path(sys.argv[2])).start()\ntime.sleep(60)"
    )
    words = [f"loopback:{log}", str(tmp_path / "spool")]
    app = subprocess.Popen([sys.executable, "-c", code, *words])
    until(lambda: "tail" in over_there(log), "the follower")

    app.kill()
    app.wait()

    until(lambda: not over_there(log), "the end of all that followed it")


def test_copies_that_nobody_followed_for_a_month_are_removed(tmp_path: Path) -> None:
    for name, age_s in (("old", 31 * 86_400), ("new", 3_600)):
        for end in ("", ".source", ".lock"):
            path = tmp_path / f"{name}-metrics.jsonl{end}"
            path.touch()
            os.utime(path, (time.time() - age_s,) * 2)

    spool = Spool("no-such-host.invalid:metrics.jsonl", tmp_path)
    spool.start()
    spool.close()

    assert not list(tmp_path.glob("old-*"))
    assert len(list(tmp_path.glob("new-*"))) == 3


def test_a_copy_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    spool = Spool("no-such-host.invalid:metrics.jsonl", tmp_path)
    with Spool("no-such-host.invalid:metrics.jsonl", tmp_path) as before:
        name = before.start().name
    (tmp_path / f"{name}.lock").unlink()
    (tmp_path / f"{name}.lock").mkdir()  # as little to be opened for writing as on a full disk

    with spool:
        spool.start()
        until(lambda: spool.problem and "cannot be written" in spool.problem, "the problem")


def test_a_copys_name_ends_as_the_files_does(tmp_path: Path) -> None:
    with Spool("no-such-host.invalid:runs/my metrics.jsonl", tmp_path) as spool:
        assert spool.start().name.endswith("-my_metrics.jsonl")


@pytest.mark.parametrize(
    ("text", "remote"),
    [
        ("gpu-box:runs/output.log", True),
        ("ada@gpu-box:/tmp/a b.log", True),
        ("ssh://ada@gpu-box:2222/tmp/x", True),
        ("ada@[fe80::1]:/tmp/x", True),
        ("output.log", False),
        ("./day:1.log", False),
        ("folder/day:1.log", False),
        ("http://example.org/x", False),
        ("-", False),
        ("", False),
    ],
)
def test_what_names_another_machine(text: str, remote: bool) -> None:
    assert is_remote(text) is remote


def test_a_file_of_this_machine_is_not_remote(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("day:1.log").touch()

    assert not is_remote("day:1.log")


@pytest.mark.parametrize(
    "text",
    [
        "-oProxyCommand=touch x:/tmp/y",
        "ssh://-oProxyCommand=x/tmp/y",
        "ssh://ada:secret@host/tmp/y",
        "a b:/tmp/y",
        "host;reboot:/tmp/y",
        "$(reboot):/tmp/y",
        "host:-n",
        "host:a\nb",
        "host:",
        "ssh://host:99999/x",
        "ssh://host",
    ],
)
def test_what_could_be_an_option_is_refused(text: str) -> None:
    with pytest.raises(AddressRefused) as refused:
        Spool(text)

    assert "secret" not in str(refused.value)
