"""The progress file: what a student sees in it, and what nothing can do to it."""

import errno
import hashlib
import mmap
import os
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from refusing_disk import REFUSALS, failing

from lab_tasks import atomic
from lab_tasks.progress import journal, progress, progress_document, progress_file
from lab_tasks.progress.progress import (
    Progress,
    ProgressBusy,
    ProgressDamaged,
    ProgressNewer,
    ProgressOfAnotherCourse,
    ProgressUnwritable,
    StepProgress,
)
from lab_tasks.workspace import Workspace

READ = "robo47/day19/read"
TRAIN = "robo47/day19/train-act"
SAMPLE = """\
format: 1
course: robo47
profile: full
steps:
  robo47/day19/read:
    done_at: '2026-11-21T07:59:10Z'
    level: attested
    note: twice
  robo47/day19/train-act:
    done_at: '2026-11-21T08:59:10Z'
    level: executed
"""


@pytest.fixture
def begun(tmp_path: Path) -> Workspace:
    """A Workspace whose student has begun."""
    workspace = Workspace(tmp_path / "workspace")
    workspace.root.mkdir()
    progress.start(workspace, "robo47", "quick")
    return workspace


def write(workspace: Workspace, text: str) -> None:
    workspace.progress_path.write_text(text)


def test_the_file_is_readable_and_a_tick_is_one_small_diff(begun: Workspace) -> None:
    progress.tick(begun, TRAIN, "executed")
    before = begun.progress_path.read_text().splitlines()
    progress.tick(begun, READ, "attested", note="read it twice")
    after = begun.progress_path.read_text().splitlines()

    new = [line for line in after if line not in before]
    assert [line for line in before if line not in after] == []
    assert new[0] == f"  {READ}:"
    assert [line.split(":")[0].strip() for line in new[1:]] in (["note"], ["level", "note"])
    assert after[0].startswith("# ")
    assert after.index(f"  {READ}:") < after.index(f"  {TRAIN}:")


def test_what_is_ticked_is_loaded_and_told_in_the_journal(begun: Workspace) -> None:
    told = progress.tick(begun, TRAIN, "executed", note="0o17")

    assert progress.load(begun) == progress.read_only(begun) == told
    assert told.course == "robo47"
    assert told.steps[TRAIN].note == "0o17"
    assert [e["event"] for e in journal.entries(begun)] == ["start", "tick"]


def test_a_workspace_without_the_file_has_an_empty_progress_and_none_is_made(
    tmp_path: Path,
) -> None:
    assert progress.load(Workspace(tmp_path)) == progress.read_only(Workspace(tmp_path))
    assert progress.load(Workspace(tmp_path)) == Progress()
    assert progress.untick(Workspace(tmp_path), READ) == Progress()
    assert progress.rename(Workspace(tmp_path), {READ: TRAIN}) == Progress()
    assert [path.name for path in tmp_path.iterdir() if path.name != ".robolab"] == []


def test_the_first_time_and_a_note_stay_when_a_tick_grows_surer(begun: Workspace) -> None:
    write(begun, SAMPLE)

    progress.tick(begun, READ, "committed")

    assert progress.load(begun).steps[READ] == StepProgress(
        "2026-11-21T07:59:10Z", "committed", "twice"
    )


def test_what_changes_nothing_writes_nothing(begun: Workspace) -> None:
    write(begun, SAMPLE + "# a remark of the student's\n")

    progress.tick(begun, READ, "attested")
    progress.untick(begun, "robo47/day19/never-ticked")
    progress.start(begun, "robo47", "quick")

    assert begun.progress_path.read_text().endswith("student's\n")


def test_an_untick_opens_the_step_again(begun: Workspace) -> None:
    write(begun, SAMPLE)

    assert list(progress.untick(begun, READ).steps) == [TRAIN]
    assert list(progress.load(begun).steps) == [TRAIN]


def test_a_note_and_the_first_time_outlive_a_tick_that_was_taken_back(begun: Workspace) -> None:
    write(begun, SAMPLE)
    before = progress.load(begun).steps[READ]

    progress.untick(begun, READ)
    progress.rename(begun, {READ: "robo47/day19/reading"})
    again = progress.tick(begun, "robo47/day19/reading", "attested")

    assert again.steps["robo47/day19/reading"] == before
    assert "taken_back" not in begun.progress_path.read_text()


def test_what_was_taken_back_and_then_spoilt_by_hand_begins_anew(begun: Workspace) -> None:
    write(begun, f"{SAMPLE}taken_back:\n  robo47/day19/write: twice\n")

    ticked = progress.tick(begun, "robo47/day19/write", "attested")

    assert ticked.steps["robo47/day19/write"].note == ""


def test_a_step_whose_id_changed_keeps_its_progress(begun: Workspace) -> None:
    write(begun, SAMPLE)
    new_ids = {READ: "robo47/day19/reading", TRAIN: "robo47/day20/train"}

    saved = progress.rename(begun, new_ids)

    assert saved.steps == progress.load(begun).steps
    assert set(saved.steps) == set(new_ids.values())


def test_another_course_is_refused_and_the_profile_can_be_changed(begun: Workspace) -> None:
    with pytest.raises(ProgressOfAnotherCourse, match="--course robo47"):
        progress.start(begun, "llm-to-vla", "quick")

    assert progress.set_profile(begun, "full").profile == "full"


@pytest.mark.parametrize(
    "note",
    [
        *("", "no", "~", "2026-01-01", "1:30", "0x1f", "0o17", "1e3", "- x", "'", '"', "*a", "&a"),
        *("a: b # c", "é\u2028\x85", "a\r\nb\n", "\x07\x00", "!t", "{", "---", "😀", "\ufeff"),
        *(" lead and trail ", "\ud800", "\t", "\\", "x" * 5000, "several\n\n  lines\n"),
    ],
)
def test_a_note_of_any_characters_comes_back(begun: Workspace, note: str) -> None:
    progress.tick(begun, READ, "attested", note)

    assert progress.load(begun).steps[READ].note == note.encode(errors="replace").decode()


def test_fields_that_this_version_does_not_know_are_kept_at_every_level(begun: Workspace) -> None:
    shared = "{x: [1, 2.5, true, null, '3']}"
    write(
        begun,
        SAMPLE.replace("profile: full\n", f"profile: full\nlater: {shared}\nagain: {shared}\n")
        + "    score: 17\n    more:\n      deep: yes\n",
    )

    progress.tick(begun, READ, "committed")
    progress.tick(begun, TRAIN, "committed")

    content = yaml.safe_load(begun.progress_path.read_text())
    assert content["later"] == content["again"] == {"x": [1, 2.5, True, None, "3"]}
    assert content["steps"][TRAIN]["score"] == 17
    assert content["steps"][TRAIN]["more"] == {"deep": "yes"}


def test_a_newer_format_is_read_and_never_written(begun: Workspace) -> None:
    newer = SAMPLE.replace("format: 1", "format: 2") + "  robo47/day19/odd: [of, a, later, kind]\n"
    write(begun, newer)

    assert set(progress.load(begun).steps) == {READ, TRAIN}
    with pytest.raises(ProgressNewer, match="Update robolab-tui"):
        progress.tick(begun, READ, "attested")

    assert begun.progress_path.read_text() == newer


# Damage


DAMAGES = {
    "empty": ("", None),
    "no mapping": ("- a\n", None),
    "not YAML": ("course: [\n", 2),
    "a merge conflict": ("<<<<<<< HEAD\n" + SAMPLE, 2),
    "a duplicate key": (SAMPLE + "  robo47/day19/read: {}\n", 12),
    "an unknown level": (SAMPLE.replace("executed", "gold"), 11),
    "a step without fields": (SAMPLE + "  robo47/day20/read:\n", 12),
    "no course": (SAMPLE.replace("course: robo47\n", ""), None),
    "a list of steps": ("format: 1\ncourse: c\nprofile: quick\nsteps: [a]\n", 4),
    "a format that is no number": (SAMPLE.replace("format: 1", "format: yes"), 1),
    "a huge file": (SAMPLE + "#" * 1_100_000, None),
    "zeros": ("\x00" * 500, None),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_set_aside_and_restored_and_never_overwritten(
    begun: Workspace, damage: str
) -> None:
    progress.tick(begun, TRAIN, "executed")
    good = begun.progress_path.read_bytes()
    text, line = DAMAGES[damage]
    write(begun, text)

    with pytest.raises(ProgressDamaged) as told:
        progress.load(begun)
    with pytest.raises(ProgressDamaged):
        progress.tick(begun, READ, "attested")

    assert begun.progress_path.read_text() == text
    assert told.value.set_aside is not None
    assert told.value.set_aside.read_text() == text
    assert told.value.line == line
    for part in (str(begun.progress_path), told.value.set_aside.name, "Or restore"):
        assert part in str(told.value)

    assert progress.restore(begun) == told.value.backup
    assert begun.progress_path.read_bytes() == good
    assert told.value.set_aside.read_text() == text
    assert progress.restore(begun) is None


def test_reading_for_a_check_leaves_a_damaged_workspace_as_it_is(begun: Workspace) -> None:
    write(begun, "course: [")
    before = tree(begun.root)

    with pytest.raises(ProgressDamaged) as told:
        progress.read_only(begun)

    assert told.value.set_aside is None
    assert tree(begun.root) == before


def test_many_looks_at_one_damage_keep_one_copy(begun: Workspace) -> None:
    write(begun, "course: [")
    for _ in range(3):
        with pytest.raises(ProgressDamaged):
            progress.load(begun)

    assert len(list(begun.root.glob("*.damaged-*"))) == 1


def test_a_damaged_backup_is_passed_over(begun: Workspace) -> None:
    progress.tick(begun, READ, "attested")
    *_, good, newest = sorted(begun.backups_dir.iterdir())
    newest.write_text("course: [")
    write(begun, "")

    assert progress.restore(begun) == good


def test_without_a_backup_a_damaged_file_stays(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    write(workspace, "course: [")

    assert progress.restore(workspace) is None
    assert workspace.progress_path.read_text() == "course: ["


@pytest.mark.parametrize("kind", ["a pipe", "a folder"])
def test_what_is_no_file_is_said_and_hangs_nobody(tmp_path: Path, kind: str) -> None:
    workspace = Workspace(tmp_path)
    if kind == "a pipe":
        os.mkfifo(workspace.progress_path)
    else:
        workspace.progress_path.mkdir()

    for look in (progress.load, progress.read_only):
        with pytest.raises(ProgressDamaged, match=r"regular file|directory"):
            look(workspace)
    with pytest.raises(ProgressUnwritable, match="Move it"):
        progress.restore(workspace)


def test_every_cut_and_every_flipped_byte_is_read_or_set_aside(begun: Workspace) -> None:
    whole = b"format: 1\ncourse: c\nprofile: quick\nsteps:\n  a: {done_at: b, level: attested}\n"
    cuts = [whole[:length] for length in range(len(whole))]
    flips = [whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :] for at in range(len(whole))]

    for content in cuts + flips:
        begun.progress_path.write_bytes(content)
        damage = damage_of(begun)
        if damage is not None:
            assert damage.set_aside is not None
            assert damage.set_aside.read_bytes() == content
            assert damage.backup is not None
            damage.set_aside.unlink()
        assert begun.progress_path.read_bytes() == content


def damage_of(workspace: Workspace) -> ProgressDamaged | None:
    try:
        progress.load(workspace)
    except ProgressDamaged as damage:
        return damage
    return None


# Backups


def test_a_students_own_edit_is_backed_up_before_it_is_changed(begun: Workspace) -> None:
    write(begun, SAMPLE + "# a remark\n")

    progress.tick(begun, READ, "committed")

    kept = [path.read_text() for path in begun.backups_dir.iterdir()]
    assert SAMPLE + "# a remark\n" in kept


def test_twenty_versions_are_kept_and_the_newest_is_the_file(begun: Workspace) -> None:
    for number in range(30):
        progress.tick(begun, READ, "attested", str(number))

    backups = sorted(begun.backups_dir.iterdir())
    assert len(backups) == 20
    assert backups[-1].read_bytes() == begun.progress_path.read_bytes()


# Disks and permissions


def test_a_save_removes_what_a_killed_save_left_and_no_editors_swap_file(begun: Workspace) -> None:
    mine = begun.root / f".{begun.progress_path.name}.swp"
    mine.write_text("unsaved in vim")
    left = begun.root / f".{begun.progress_path.name}.a1b2c3_4"
    left.write_text("format: 1")

    progress.tick(begun, READ, "attested")

    assert mine.read_text() == "unsaved in vim"
    assert not left.exists()


@pytest.mark.parametrize(
    "number",
    REFUSALS,
    ids=lambda number: errno.errorcode[number],
)
@pytest.mark.parametrize(
    ("module", "call"), [(os, "fsync"), (os, "replace"), (tempfile, "mkstemp")]
)
def test_a_disk_that_refuses_is_told_with_the_remedy_and_a_later_try_succeeds(
    begun: Workspace, monkeypatch: pytest.MonkeyPatch, module: object, call: str, number: int
) -> None:
    progress.tick(begun, READ, "attested")
    before = tree(begun.root)

    with monkeypatch.context() as broken:
        broken.setattr(module, call, failing(number))
        with pytest.raises(ProgressUnwritable) as told:
            progress.tick(begun, TRAIN, "executed")

    assert os.strerror(number) in told.value.why
    assert told.value.remedy
    assert tree(begun.root) == before
    assert TRAIN in progress.tick(begun, TRAIN, "executed").steps


def test_a_journal_that_cannot_be_written_does_not_undo_a_save(
    begun: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic, "append_line", failing(errno.ENOSPC))

    progress.tick(begun, READ, "attested")

    assert READ in progress.load(begun).steps


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small disk can be mounted here; the table of errors above stands in")
    try:
        workspace = Workspace(folder)
        progress.start(workspace, "robo47", "quick")
        (folder / "filler").write_bytes(b"x" * 60_000)
        saved = fill_up(workspace)

        assert progress.load(workspace).steps[READ].note == saved
        (folder / "filler").unlink()
        assert progress.tick(workspace, READ, "attested", "room again").steps
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def fill_up(workspace: Workspace) -> str:
    """Tick with longer and longer notes until the disk is full; return the last saved note."""
    saved = ""
    for length in range(500, 100_000, 1_000):
        try:
            progress.tick(workspace, READ, "attested", "n" * length)
        except ProgressUnwritable:
            return saved
        saved = "n" * length
    raise AssertionError("the disk was never full")


def test_a_root_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "root").write_text("")

    with pytest.raises(ProgressUnwritable):
        progress.tick(Workspace(tmp_path / "root"), READ, "attested")


# Two writers, and death at any moment


def test_who_waits_too_long_for_another_is_told(
    begun: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress_file, "LOCK_DEADLINE_S", 0.05)
    with progress_file._locked(begun), pytest.raises(ProgressBusy, match="another robolab-tui"):
        progress.tick(begun, READ, "attested")


@pytest.mark.slow
def test_four_processes_lose_none_of_two_hundred_ticks(begun: Workspace) -> None:
    def tick_fifty(writer: int) -> None:
        for number in range(50):
            progress.tick(begun, f"robo47/day{writer}/s{number}", "attested")

    children = [forked(lambda writer=writer: tick_fifty(writer)) for writer in range(4)]

    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0, 0]
    assert len(progress.load(begun).steps) == 200
    assert sum(entry["event"] == "tick" for entry in journal.entries(begun)) == 200


@pytest.mark.slow
def test_three_hundred_kills_in_mid_save_lose_no_saved_tick(begun: Workspace) -> None:
    def save(number: int) -> None:
        progress.tick(begun, READ, "attested", str(number))

    def found() -> int:
        return int(progress.load(begun).steps[READ].note)

    save(0)
    unsound = killed_saves(save, found, kills=300)

    assert unsound == []
    save(10**6)
    assert [path.name for path in begun.root.iterdir() if "damaged" in path.name] == []
    assert len(list(begun.root.iterdir())) == 2  # .robolab and the file: no leavings


@pytest.mark.slow
def test_the_kills_would_catch_a_writer_that_truncates(begun: Workspace) -> None:
    def save(number: int) -> None:
        entry = {"done_at": "now", "level": "attested", "note": str(number)}
        steps = {READ: entry} | {f"robo47/day01/s{n}": entry for n in range(5)}
        document = {**progress_document.empty("robo47", "quick"), "steps": steps}
        with begun.progress_path.open("w") as file:
            yaml.safe_dump(document, file)

    def found() -> int:
        return int(progress.read_only(begun).steps[READ].note)

    save(0)

    assert killed_saves(save, found, kills=60) != []


def killed_saves(save: Callable[[int], None], found: Callable[[], int], *, kills: int) -> list[str]:
    """Kill a process that saves number after number, `kills` times; return what went wrong.

    Right is the last number that was acknowledged, or the one after it, which was being saved.
    """
    dice = random.Random(300)
    wrong: list[str] = []
    acknowledged = mmap.mmap(-1, 8)

    def save_on(number: int) -> None:
        while True:
            number += 1
            save(number)
            acknowledged[:] = number.to_bytes(8, "little")

    newest = 0
    for kill in range(kills):
        child = forked(lambda newest=newest: save_on(newest))
        time.sleep(dice.uniform(0.001, 0.012))  # a random moment, not a wait
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        saved = max(newest, int.from_bytes(acknowledged[:], "little"))
        try:
            newest = found()
        except ProgressDamaged as told:
            wrong.append(f"kill {kill}: {told}")
            save(saved)
            newest = saved
        if newest not in (saved, saved + 1):
            wrong.append(f"kill {kill}: {newest} was found after {saved} was saved")
    return wrong


def forked(work: Callable[[], None]) -> int:
    """Run `work` in a forked process and return its number."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001  a fork must never run the rest of the tests
            os._exit(1)
        os._exit(0)
    return child


def tree(folder: Path) -> dict[str, str]:
    """Return every file below a folder with the hash of its bytes."""

    def described() -> Iterator[tuple[str, str]]:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name != "progress.lock":
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                yield path.relative_to(folder).as_posix(), content

    return dict(described())


def test_a_slip_in_the_word_steps_is_damage_and_loses_no_tick(workspace: Workspace) -> None:
    progress.start(workspace, "robo47", "quick")
    progress.tick(workspace, "robo47/day19/glossary", "attested")
    path = workspace.progress_path
    path.write_text(path.read_text().replace("steps:", "stepz:"))

    with pytest.raises(progress.ProgressDamaged) as caught:
        progress.load(workspace)

    assert "Correct `stepz` to `steps`" in str(caught.value)
    assert caught.value.line
    progress.restore(workspace)
    assert progress.load(workspace).steps


def test_what_a_damaged_file_says_does_nothing_to_a_terminal(workspace: Workspace) -> None:
    workspace.progress_path.write_text(SAMPLE.replace("full", '"\\e]0;owned\\a\\e[2J\\u202e"'))

    with pytest.raises(ProgressDamaged) as told:
        progress.load(workspace)

    assert f"{told.value.why}{told.value.remedy}".isprintable()
    assert "`profile` is " in told.value.why


def test_a_link_out_of_the_folder_is_neither_read_nor_written_through(
    workspace: Workspace, tmp_path: Path
) -> None:
    another = tmp_path / "another.yaml"
    another.write_text(SAMPLE)
    workspace.root.mkdir(exist_ok=True)
    workspace.progress_path.symlink_to(another)

    for act in (
        lambda: progress.load(workspace),
        lambda: progress.read_only(workspace),
        lambda: progress.tick(workspace, READ, "attested"),
        lambda: progress.restore(workspace),
    ):
        with pytest.raises(progress.ProgressError, match="is a link out of this folder"):
            act()
    assert another.read_text() == SAMPLE
