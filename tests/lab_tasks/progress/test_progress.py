"""The progress file: what a student sees in it, and what changes it."""

from pathlib import Path

import pytest
import yaml
from begun_progress import READ, SAMPLE, TRAIN, write

from lab_tasks.progress import journal, progress
from lab_tasks.progress.progress import (
    Progress,
    ProgressNewer,
    ProgressOfAnotherCourse,
    StepProgress,
)
from lab_tasks.workspace import Workspace


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
