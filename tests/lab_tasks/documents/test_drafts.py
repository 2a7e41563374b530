"""Drafts: found again, and gone when what they hold is saved."""

from lab_tasks.documents import drafts
from lab_tasks.documents.drafts import Draft, DraftFile
from lab_tasks.workspace import Workspace

PATH = "docs/retro.md"


def texts(workspace: Workspace) -> list[str]:
    found = drafts.newest(workspace, PATH)
    return [found.draft.text] if found else []


def test_a_draft_is_found_again_by_its_document_alone(workspace: Workspace) -> None:
    DraftFile(workspace, PATH).write(Draft(PATH, "a" * 64, "typed\n"), 1)
    DraftFile(workspace, f"{PATH}.md").write(Draft(f"{PATH}.md", "", "another"), 1)

    assert texts(workspace) == ["typed\n"]


def test_a_draft_that_comes_after_the_save_of_its_text_is_not_written(
    workspace: Workspace,
) -> None:
    file = DraftFile(workspace, PATH)
    file.write(Draft(PATH, "", "first"), 1)
    file.saved(2)
    file.write(Draft(PATH, "", "second"), 2)
    assert texts(workspace) == []

    file.write(Draft(PATH, "", "third"), 3)
    assert texts(workspace) == ["third"]


def test_a_draft_takes_the_place_of_the_one_it_goes_on_from(workspace: Workspace) -> None:
    DraftFile(workspace, PATH).write(Draft(PATH, "", "yesterday"), 1)
    again = DraftFile(workspace, PATH, drafts.newest(workspace, PATH))
    assert texts(workspace) == ["yesterday"]

    again.write(Draft(PATH, "", "today"), 1)
    assert texts(workspace) == ["today"]
    again.saved(1)

    assert texts(workspace) == []


def test_a_torn_draft_is_left_where_it_is(workspace: Workspace) -> None:
    workspace.drafts_dir.mkdir(parents=True)
    torn = workspace.drafts_dir / "docs%2Fretro.md.1-abc.draft"
    torn.write_bytes(b'{"path": "docs/re')

    assert texts(workspace) == []
    assert torn.exists()
