"""The host's side: one question, one answer, and nothing that a stranger's question could harm."""

import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from fake_lab import a_request

from lab_tasks.remote.over_there import answer_text, answer_to
from lab_tasks.remote.questions import MARK, Look, Refused, Seen, Start, State, Stop, Told
from lab_tasks.workspace import Workspace


@pytest.fixture
def host(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path)


def test_another_language_is_refused_with_a_remedy(host: Workspace) -> None:
    answer = answer_to(host, State(run="train-act-01", format=99))

    assert isinstance(answer, Refused)
    assert "same version" in answer.remedy


@pytest.mark.parametrize("run", ["train-act-01", "../../etc", "/etc", "", "-rf"])
@pytest.mark.parametrize("question", [State, Stop])
def test_a_run_that_is_not_there_is_missing(
    host: Workspace, question: type[State | Stop], run: str
) -> None:
    answer = answer_to(host, question(run=run))

    assert isinstance(answer, Told)
    assert (answer.state, answer.is_alive) == ("Missing", False)


def test_what_the_arguments_name_must_be_inside_the_workspace(host: Workspace) -> None:
    (host.root / "data").mkdir()
    paths = ("data", "data/absent", "../", "/etc/passwd")
    look = Look(request=a_request(host), paths=paths, lab_python=sys.executable)

    answer = answer_to(host, look)

    assert isinstance(answer, Seen)
    assert answer.missing_paths == ("data/absent", "../", "/etc/passwd")


def test_a_python_that_is_not_there_starts_nothing(host: Workspace) -> None:
    request = a_request(host, "exit:0")

    answer = answer_to(host, Start(request=request, lab_python="~/no/such/python"))

    assert isinstance(answer, Refused)
    assert "~/no/such/python" in answer.why
    assert not host.runs_dir.exists()


@pytest.mark.parametrize("given", [b"", b"{}", b'{"ask": "reboot"}', b"\xff\x00", b"[" * 9999])
def test_what_is_no_question_is_answered_all_the_same(given: bytes, host: Workspace) -> None:
    answer = answer_text(host, given)

    assert isinstance(answer, Refused)
    assert answer.remedy


def test_the_answer_is_one_marked_line(host: Workspace) -> None:
    command = [sys.executable, "-P", "-m", "lab_tasks.remote.over_there"]
    given = msgspec.json.encode(State(run="train-act-01"))

    done = subprocess.run(command, input=given, cwd=host.root, capture_output=True, check=True)

    (line,) = done.stdout.decode().strip().splitlines()
    assert json.loads(line.removeprefix(MARK))["state"] == "Missing"
