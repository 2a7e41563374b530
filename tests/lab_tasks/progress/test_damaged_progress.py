"""A damaged progress file: told with its line, set aside, restored, never overwritten."""

import os
from pathlib import Path

import pytest
from begun_progress import READ, SAMPLE, TRAIN, tree, write

from lab_tasks.progress import progress
from lab_tasks.progress.progress import ProgressDamaged, ProgressUnwritable
from lab_tasks.workspace import Workspace

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
