"""Drafts: found again, and gone when what they hold is saved."""

import os

import msgspec

from lab_tasks.documents import drafts
from lab_tasks.documents.drafts import Draft, DraftFile
from lab_tasks.workspace import Workspace

PATH = "docs/retro.md"


def texts(workspace: Workspace) -> list[str]:
    found = drafts.newest(workspace, PATH)
    return [found.draft.text] if found else []


def on_disk(workspace: Workspace) -> list[str]:
    files = workspace.drafts_dir.glob("*.draft")
    return [msgspec.json.decode(file.read_bytes(), type=Draft).text for file in files]


def left(workspace: Workspace, text: str, path: str = PATH) -> None:
    """Leave what an editor that was killed leaves."""
    file = DraftFile(workspace, path)
    file.write(Draft(path, "", text), 1)
    file.close()


def test_a_draft_is_found_again_by_its_document_alone(workspace: Workspace) -> None:
    left(workspace, "typed\n")
    left(workspace, "another", f"{PATH}.md")

    assert texts(workspace) == ["typed\n"]


def test_a_draft_that_comes_after_the_save_of_its_text_is_not_written(
    workspace: Workspace,
) -> None:
    file = DraftFile(workspace, PATH)
    file.write(Draft(PATH, "", "first"), 1)
    file.saved(2)
    file.write(Draft(PATH, "", "second"), 2)
    assert on_disk(workspace) == []

    file.write(Draft(PATH, "", "fourth"), 4)
    file.write(Draft(PATH, "", "third"), 3)
    file.saved(3)
    assert on_disk(workspace) == ["fourth"]
    file.write(Draft(PATH, "", "fourth, and a key"), 4)
    assert on_disk(workspace) == ["fourth, and a key"]


def test_a_draft_takes_the_place_of_the_one_it_goes_on_from(workspace: Workspace) -> None:
    left(workspace, "yesterday")
    again = DraftFile(workspace, PATH, drafts.newest(workspace, PATH))
    assert on_disk(workspace) == ["yesterday"]

    again.write(Draft(PATH, "", "today"), 1)
    assert on_disk(workspace) == ["today"]
    again.saved(1)

    assert list(workspace.drafts_dir.iterdir()) == []


def test_what_another_editor_is_typing_is_neither_offered_nor_taken_away(
    workspace: Workspace,
) -> None:
    first = DraftFile(workspace, PATH)
    first.write(Draft(PATH, "", "half a"), 1)
    second = DraftFile(workspace, PATH, drafts.taken_up(workspace, PATH))
    second.saved(1)
    assert texts(workspace) == []
    assert on_disk(workspace) == ["half a"]

    first.close()
    assert texts(workspace) == ["half a"]
    third = DraftFile(workspace, PATH, drafts.taken_up(workspace, PATH))
    assert texts(workspace) == []  # who goes on from it holds it
    third.close()


def test_an_older_draft_is_kept_aside_and_never_rises_after_the_newer(
    workspace: Workspace,
) -> None:
    for number, text in enumerate(("older", "newer")):
        left(workspace, text)
        file = max(workspace.drafts_dir.glob("*.draft"), key=lambda each: each.stat().st_ctime_ns)
        os.utime(file, (number, number))

    found = drafts.taken_up(workspace, PATH)
    assert found is not None
    assert found.draft.text == "newer"
    assert [each.read_text() for each in found.older] == ["older"]
    DraftFile(workspace, PATH, found).saved(1)

    assert texts(workspace) == []
    assert [each.read_text() for each in workspace.drafts_dir.iterdir()] == ["older"]


def test_a_draft_of_what_was_saved_is_put_away_and_the_one_before_it_is_offered(
    workspace: Workspace,
) -> None:
    for number, text in enumerate(("words", "saved")):
        left(workspace, text)
        file = max(workspace.drafts_dir.glob("*.draft"), key=lambda each: each.stat().st_ctime_ns)
        os.utime(file, (number, number))

    found = drafts.taken_up(workspace, PATH, "saved")

    assert found is not None
    assert (found.draft.text, found.older) == ("words", ())
    assert on_disk(workspace) == ["words"]


def test_what_acts_on_a_terminal_is_taken_out_of_a_draft(workspace: Workspace) -> None:
    left(workspace, "happened \x1b]0;PWNED\x07here\n")

    assert texts(workspace) == ["happened here\n"]


def test_a_torn_draft_is_left_where_it_is(workspace: Workspace) -> None:
    workspace.drafts_dir.mkdir(parents=True)
    torn = workspace.drafts_dir / "docs%2Fretro.md.1-abc.draft"
    torn.write_bytes(b'{"path": "docs/re')

    assert texts(workspace) == []
    assert torn.exists()
