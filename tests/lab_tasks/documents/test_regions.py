"""Regions: what the app writes into a student's file leaves it as a file that can be edited."""

from lab_tasks.documents import regions
from lab_tasks.documents.editable import Editable, open_editable
from lab_tasks.workspace import Workspace

PATH = "docs/retro.md"


def block(row: str) -> str:
    return f"{regions.begin('results')}\n| {row} |\n{regions.end('results')}"


def test_a_part_has_the_line_ends_of_the_file_it_is_written_into(workspace: Workspace) -> None:
    file = workspace.root / PATH
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"# Mine\r\n\r\nmy words\r\n")

    for row in ("first", "second"):
        regions.write(workspace, PATH, "results", block(row))
        document = open_editable(workspace, PATH)
        assert isinstance(document, Editable), document
        assert document.text.count("\n") == document.text.count("\r\n")
        assert f"| {row} |" in document.text

    assert "first" not in document.text
    assert document.text.startswith("# Mine\r\n\r\nmy words\r\n\r\n")


def test_a_new_file_is_the_part_and_a_line_end(workspace: Workspace) -> None:
    regions.write(workspace, PATH, "results", block("row"))

    assert (workspace.root / PATH).read_bytes() == f"{block('row')}\n".encode()
