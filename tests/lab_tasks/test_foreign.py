"""Files that nobody vouches for."""

import os
from pathlib import Path

import msgspec
import pytest

from lab_tasks import foreign
from lab_tasks.problem import Problem


class Number(msgspec.Struct):
    value: float


@pytest.mark.parametrize("path", ["../secret", "/etc/passwd", "a/../../b", "", "nul\0byte"])
def test_a_path_that_leads_out_is_a_problem(tmp_path: Path, path: str) -> None:
    assert isinstance(foreign.inside(tmp_path, path), Problem)


def test_a_link_out_of_the_folder_is_a_problem_and_one_inside_is_not(tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to("/etc")
    (tmp_path / "in").symlink_to(tmp_path / "real")
    assert isinstance(foreign.inside(tmp_path, "out/passwd"), Problem)
    assert foreign.inside(tmp_path, "in") == tmp_path / "in"


def test_a_link_to_itself_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    path = foreign.inside(tmp_path, "loop")
    assert isinstance(path, Problem) or isinstance(foreign.read_bytes(path), Problem)


def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for read in (foreign.read_bytes, foreign.sha256):
        problem = read(tmp_path / "pipe")
        assert isinstance(problem, Problem)
        assert "not a regular file" in problem.what


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        '{"value": NaN}',
        '{"value": 1e999}',
        '{"value": "1"}',
        '{"value": true}',
        "[1]",
        "[" * 100_000,
        '{"value": 1} x',
        "\udcff",
    ],
)
def test_what_is_not_the_json_a_job_writes_is_a_problem(tmp_path: Path, text: str) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    problem = foreign.read_json(path, Number)
    assert isinstance(problem, Problem)
    assert "record.json" in problem.what


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(b"x" * 11)
    problem = foreign.read_bytes(path, limit_bytes=10)
    assert isinstance(problem, Problem)
    assert "larger than 10 bytes" in problem.what


def test_text_that_is_not_utf8_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "latin"
    path.write_bytes(b"caf\xe9")
    assert isinstance(foreign.read_text(path), Problem)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"value": Infinity}', "from byte 10 on it is no JSON, of which NaN and Infinity"),
        ('{"value": ', "it ends too early"),
        ('{"value": 1, "more": ' + "[" * 100_000, "it is nested too deeply"),
        ('{"value": "1"}', "Expected `float`, got `str` - at `$.value`"),
    ],
)
def test_what_is_wrong_with_json_is_said_in_words(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "record.json"
    path.write_text(text)
    problem = foreign.read_json(path, Number)
    assert isinstance(problem, Problem)
    assert why in problem.what


def test_text_with_a_zero_byte_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_bytes(b"four words\0 or more")
    problem = foreign.read_text(path)
    assert isinstance(problem, Problem)
    assert "a zero byte stands in it (byte 10)" in problem.what
