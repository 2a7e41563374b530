"""What happened when."""

from pathlib import Path

import pytest

from lab_tasks.progress import journal
from lab_tasks.workspace import Workspace


def test_events_are_told_in_their_order_with_time_and_facts(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)

    journal.note(workspace, "tick", step="robo47/day19/read", note="é\n")
    journal.note(workspace, "untick", step="robo47/day19/read")

    first, second = journal.entries(workspace)
    assert (first["event"], first["note"], second["event"]) == ("tick", "é\n", "untick")
    assert str(first["at"]).endswith("Z")
    assert workspace.journal_path.read_text().count("\n") == 2


def test_a_workspace_without_a_journal_has_no_events(tmp_path: Path) -> None:
    assert list(journal.entries(Workspace(tmp_path))) == []


def test_every_cut_of_a_journal_loses_the_torn_line_only(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    for number in range(3):
        journal.note(workspace, "tick", number=number)
    whole = workspace.journal_path.read_bytes()

    for length in range(len(whole) + 1):
        workspace.journal_path.write_bytes(whole[:length])
        complete = whole[:length].count(b"\n")
        assert [entry["number"] for entry in journal.entries(workspace)] == list(range(complete))


def test_what_follows_a_torn_line_is_not_lost(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    journal.note(workspace, "tick", number=1)
    with workspace.journal_path.open("a") as file:
        file.write('{"at": "2026-')

    journal.note(workspace, "tick", number=2)

    assert [entry["number"] for entry in journal.entries(workspace)] == [1, 2]


@pytest.mark.parametrize("line", ["", "null", "[]", '{"at": "now"}', "\x00", '"\ud800"'])
def test_lines_that_are_no_events_are_left_out(tmp_path: Path, line: str) -> None:
    workspace = Workspace(tmp_path)
    journal.note(workspace, "tick")
    with workspace.journal_path.open("ab") as file:
        file.write(line.encode(errors="surrogatepass") + b"\n")

    assert [entry["event"] for entry in journal.entries(workspace)] == ["tick"]
