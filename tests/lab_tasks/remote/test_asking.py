"""Asking: whatever a host prints, only an answer is taken for one, and it is safe to show."""

from pathlib import Path

import pytest

from lab_tasks.remote.asking import HostRefused, ask
from lab_tasks.remote.place import SshPlace
from lab_tasks.remote.questions import State, Told

PLACE = SshPlace(name="box", host="box", workspace="~/w", robolab="~/a/bin/python")


def answers(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put an `ssh` on PATH that answers `text` and notes what it was asked to run."""
    (folder / "text").write_bytes(text.encode())
    client = folder / "ssh"
    client.write_text(
        f'#!/bin/sh\ncat >/dev/null\nprintf "%s\\n" "$@" >{folder}/words\ncat {folder}/text\n'
    )
    client.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder / "words"


def test_lines_of_a_login_shell_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = 'Welcome!\nrobolab-answer {"answer": "told", "state": "Running"}\n'
    words = answers(text, tmp_path, monkeypatch)

    told = ask(PLACE, State(run="train-act-01"))

    assert isinstance(told, Told)
    assert told.is_alive
    asked = words.read_text().splitlines()
    assert asked[asked.index("--") + 1] == "box"
    assert "BatchMode=yes" in asked
    assert 'cd "$HOME"/w && exec "$HOME"/a/bin/python -P -m' in words.read_text()


@pytest.mark.parametrize(
    "text",
    ["", "Welcome!", "robolab-answer", "robolab-answer {}", 'robolab-answer {"answer": "x"}'],
)
def test_what_is_no_answer_is_refused(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(text, tmp_path, monkeypatch)

    with pytest.raises(HostRefused, match="did not answer as robolab-tui does"):
        ask(PLACE, State(run="train-act-01"))


def test_a_refusal_acts_on_no_terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = '{"answer": "refused", "why": "\\u001b]0;owned\\u0007no", "remedy": "\\u202eyes"}'
    answers(f"robolab-answer {refused}", tmp_path, monkeypatch)

    with pytest.raises(HostRefused) as error:
        ask(PLACE, State(run="train-act-01"))

    assert (error.value.why, error.value.remedy) == ("box: no", "yes")
