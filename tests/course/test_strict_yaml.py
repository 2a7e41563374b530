"""YAML that nobody vouches for: what it means, what is refused, and how soon."""

import subprocess
import sys

import pytest

from course import strict_yaml
from course.strict_yaml import YamlError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# nothing but a comment", None),
        ("a: 1", {"a": 1}),
        ("a: [1, 2.5, -3]", {"a": [1, 2.5, -3]}),
        ("a: true\nb: FALSE\nc: null\nd: ~", {"a": True, "b": False, "c": None, "d": None}),
        ("no: no\nyes: on", {"no": "no", "yes": "on"}),
        ("when: 2026-11-21", {"when": "2026-11-21"}),
        ("when: 12:30:45", {"when": "12:30:45"}),
        ("a: 0x1F\nb: 0o17\nc: 017", {"a": 31, "b": 15, "c": 17}),
        ("a: 1e3\nb: .5\nc: 1_000", {"a": 1000.0, "b": 0.5, "c": "1_000"}),
        ("a: '1'\nb: \"true\"\nc: !!str 7", {"a": "1", "b": "true", "c": "7"}),
        ("a: !!int 7\nb: !!map {c: !!seq [d]}", {"a": 7, "b": {"c": ["d"]}}),
        ("a: |\n  two\n  lines\n", {"a": "two\nlines\n"}),
        ("- --flag=x\n- '--out={output}'", ["--flag=x", "--out={output}"]),
        (f"a: {2**63 - 1}\nb: -{2**63}", {"a": 2**63 - 1, "b": -(2**63)}),
        ("<<: {a: 1}", {"<<": {"a": 1}}),
    ],
)
def test_a_scalar_means_what_yaml_1_2_says(text: str, value: object) -> None:
    assert strict_yaml.load(text, name="day.yaml") == value


REFUSED = {
    "a: 1\nb: 2\na: 3": (3, 'the key "a" stands here a second time', "Keep one of the two"),
    "x:\n  - &here 1\n": (2, "the anchor &here is not accepted", "Remove it"),
    "a: *there": (1, "the alias *there is not accepted", "Write the value out"),
    "a: 1\n---\nb: 2": (2, "a second document begins", "Keep one document"),
    "a: !!python/object:os.system x": (
        1,
        "the tag tag:yaml.org,2002:python/object",
        "Leave the tag",
    ),
    "a: !mine {b: 1}": (1, "the tag !mine is not accepted", "Leave the tag out"),
    "a: !!timestamp 2026-01-01": (1, "the tag tag:yaml.org,2002:timestamp", "Leave the tag out"),
    "a: !!int seven": (1, '"seven" is not what its tag says', "Leave the tag out"),
    f"a: {2**63}": (1, "the number 9223372036854775808 does not fit into 64 bits", "in quotes"),
    "a: 1e999": (1, "the number 1e999 does not fit into 64 bits", "in quotes"),
    "a: .nan": (1, "the number .nan is not finite", "in quotes"),
    "a: -.inf": (1, "the number -.inf is not finite", "in quotes"),
    "7: seven": (1, "the key 7 is not text", "Put it in quotes"),
    "[a, b]: c": (1, "a key is a list or a mapping", "Use text for keys"),
    "a:\n\t- b": (2, "a tab stands before the text", "Indent with blanks"),
    "a: [1, 2": (2, "it is not YAML: while parsing a flow sequence", "Check indentation"),
    "a: b: c": (1, "it is not YAML: mapping values are not allowed", "Check indentation"),
    "a: \x00": (None, "it is not YAML: unacceptable character #x0000", "Remove the character"),
    "a: \ud800": (None, "it is not UTF-8 text", "Save it as UTF-8"),
}


@pytest.mark.parametrize("text", REFUSED, ids=repr)
def test_a_refusal_names_file_line_problem_and_remedy(text: str) -> None:
    line, problem, remedy = REFUSED[text]

    with pytest.raises(YamlError) as caught:
        strict_yaml.load(text, name="day19/day.yaml")

    assert caught.value.line == line
    assert caught.value.problem.startswith(problem)
    assert remedy in caught.value.remedy
    assert str(caught.value).startswith("day19/day.yaml" + (f", line {line}: " if line else ": "))


BOMBS = {
    "sequences in sequences": "[" * 900_000,
    "mappings in mappings": "{a: " * 200_000,
    "dashes": "- " * 400_000,
    "question marks": "? " * 400_000,
    "aliases of aliases": "a: &a [x]\n" + "".join(f"b{i}: &b{i} [*a, *a]\n" for i in range(30)),
    "a million values": "[" + "1," * 400_000 + "1]",
    "many lines": "- \n" * 300_000,
    "a number of a million digits": "a: " + "9" * 900_000,
    "a float of a million digits": "a: 0." + "9" * 900_000,
    "one long word": "x" * 990_000,
    "one long tag": "!" + "x" * 900_000,
    "one long anchor": "&" + "x" * 900_000,
    "colons": "a:" * 400_000,
    "quotes": "'" * 900_001,
    "escapes": '"' + "\\x41" * 200_000,
    "folded lines": "a: >\n" + " x\n" * 300_000,
    "comments": "#\n" * 450_000,
    "spaces": " " * 990_000,
    "more than is accepted": "a: " + "x" * 1_000_000,
}


def refusal(text: str) -> str:
    """Return how a text is refused; empty when it is read."""
    try:
        strict_yaml.load(text, name="bomb.yaml")
    except YamlError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_or_refused_with_a_short_message(name: str) -> None:
    told = refusal(BOMBS[name])  # without our bounds some of these take minutes, or end Python

    assert len(told) < 400


def test_any_prefix_of_a_document_is_read_or_refused_and_never_breaks() -> None:
    text = "a: [1, {b: \"x\\n\", c: 'y'}]\nd: |\n  é\n? e\n: !!str 5\n"
    tails = ("", "\x01", "\t", "*", "&", "{", "- ", "\ud800", "%", "`")

    told = [refusal(text[:end] + tail) for end in range(len(text)) for tail in tails]

    assert "" in told
    assert all(line.startswith("bomb.yaml") for line in told if line)


def test_lines_are_known_for_keys_and_items() -> None:
    text = "id: day19\nsteps:\n  - id: a\n    title: A\n  - id: b\n"

    value, lines = strict_yaml.load_with_lines(text, name="day.yaml")

    assert value == {"id": "day19", "steps": [{"id": "a", "title": "A"}, {"id": "b"}]}
    assert lines[("id",)] == 1
    assert lines[("steps", 0, "title")] == 4
    assert lines[("steps", 1)] == 5


def test_without_the_c_loader_the_same_is_read_and_refused() -> None:
    """Some builds of PyYAML lack libyaml; then its own parser feeds the same builder."""
    code = (
        "import yaml; del yaml.CSafeLoader\n"
        "from course import strict_yaml\n"
        "assert strict_yaml.load('a: [1, no]', name='x') == {'a': [1, 'no']}\n"
        "for bad in ('a: &b 1', 'a: 1\\na: 2', '[' * 3000):\n"
        "    try: strict_yaml.load(bad, name='x')\n"
        "    except strict_yaml.YamlError: continue\n"
        "    raise SystemExit(bad)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize(
    "text", ['"\\e[2J": 1\n"\\e[2J": 2\n', "a: !<\x85x> 1\n", 'a: &"\\e[2J" 1\n', "a: \x1b[2J\n"]
)
def test_what_a_refusal_quotes_does_nothing_to_a_terminal(text: str) -> None:
    with pytest.raises(strict_yaml.YamlError) as told:
        strict_yaml.load(text, name="x")

    assert str(told.value).isprintable()
    assert told.value.problem.isprintable()
