"""The devlog on disk: what the student wrote stays, what was drawn can be drawn again."""

import hashlib
import json
import re
import struct
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from sample_trainings import log
from sample_workspace import edit_json, run_folder, write_training

from lab_tasks.reports.devlog import DevlogRefused, write_devlog
from lab_tasks.reports.sources import find_sources, read_trainings
from lab_tasks.reports.training import Training
from lab_tasks.workspace import Workspace

BEGIN, END = "<!-- robolab:report begin", "<!-- robolab:report end"


def trainings(workspace: Workspace, *words: str) -> tuple[Training, ...]:
    return read_trainings(find_sources(words, workspace))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Two trainings that logged nothing: their reports have no figures, which take a second."""
    made = Workspace(tmp_path / "workspace")
    for number, policy in enumerate(("act", "cloning")):
        run = write_training(made, policy, requested_s=100.0 + number)
        (run / "metrics.jsonl").write_text("")
    return made


@pytest.fixture
def logged(workspace: Workspace) -> Workspace:
    """The same trainings with curves."""
    for policy in ("act", "cloning"):
        log(run_folder(workspace, f"train-{policy}-01"), range(50, 3001, 50))
    return workspace


@pytest.fixture
def drawn(workspace: Workspace) -> Workspace:
    """The same with one value, which is drawn quickly."""
    line = '{"kind":"metric","time_s":2.0,"step":50,"values":{"loss":0.5}}\n'
    (run_folder(workspace, "train-act-01") / "metrics.jsonl").write_text(line)
    return workspace


def test_a_second_report_of_the_same_run_is_the_same_to_the_byte(
    logged: Workspace, tmp_path: Path
) -> None:
    act = trainings(logged, "train-act-01")

    first = [path.read_bytes() for path in write_devlog(tmp_path / "one", act)]
    again = [path.read_bytes() for path in write_devlog(tmp_path / "one", act)]

    assert len(first) == 3
    assert first == again


def test_the_figures_are_pictures_with_true_steps_and_a_legend(
    logged: Workspace, tmp_path: Path
) -> None:
    written = write_devlog(tmp_path, trainings(logged, "train-act-01", "train-cloning-01"))

    assert [path.name for path in written] == [
        "devlog.md",
        *("curves.png", "curves.svg"),
        *("train-act-01.png", "train-act-01.svg"),
        *("train-cloning-01.png", "train-cloning-01.svg"),
    ]
    png, svg = written[1].read_bytes(), written[2].read_text()
    assert png.startswith(b"\x89PNG")
    assert min(struct.unpack(">II", png[16:24])) > 500
    for drawn in (" train-act-01", " train-cloning-01", "3,000", "loss", "gradient norm", "step"):
        assert f">{drawn}" in svg, "its text is text"
    document = written[0].read_text()
    for name in (path.name for path in written[1:]):
        assert f"({name})" in document


def test_what_the_student_wrote_stays(workspace: Workspace, tmp_path: Path) -> None:
    path, *_ = write_devlog(tmp_path, trainings(workspace, "train-act-01"))
    before, _, rest = path.read_text().partition(BEGIN)
    block, _, after = rest.partition("-->\n\n## What I saw")
    assert before.startswith("# Devlog: train-act")
    assert "## Next steps" in after
    mine = path.read_text().replace("# Devlog: train-act", "# ACT, the first night", 1)
    mine += "\nThe loss stood still from step 2,000 on.\n"
    path.write_text(mine)

    write_devlog(tmp_path, trainings(workspace, "train-act-01", "train-cloning-01"))

    text = path.read_text()
    assert text.startswith("# ACT, the first night\n\n" + BEGIN)
    assert text.endswith("\nThe loss stood still from step 2,000 on.\n")
    assert text.count(BEGIN) == text.count(END) == 1
    assert "## Comparison" in text
    assert text.partition("## What I saw")[2] == mine.partition("## What I saw")[2]
    assert block


def test_a_part_that_was_changed_by_hand_is_not_replaced(drawn: Workspace, tmp_path: Path) -> None:
    act = trainings(drawn, "train-act-01")
    path, picture, *_ = write_devlog(tmp_path, act)
    changed = path.read_text().replace("### Loss", "### Loss\n\nMy own thought about it.")
    path.write_text(changed)
    picture.write_bytes(b"as it was")

    with pytest.raises(DevlogRefused, match="changed by hand") as refused:
        write_devlog(tmp_path, act)

    assert "below the end mark" in refused.value.remedy
    assert path.read_text() == changed
    assert picture.read_bytes() == b"as it was"


def test_a_part_that_was_deleted_is_written_anew(drawn: Workspace, tmp_path: Path) -> None:
    act = trainings(drawn, "train-act-01")
    path, *_ = write_devlog(tmp_path, act)
    whole = path.read_text()
    end = whole.index("\n", whole.index(END))
    path.write_text(whole[: whole.index(BEGIN)] + whole[end + 1 :])

    write_devlog(tmp_path, act)

    assert path.read_text().count(BEGIN) == 1
    assert path.read_text().count("## What I saw") == 1


def test_an_editor_that_trims_spaces_and_ends_lines_its_way_changes_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    act = trainings(workspace, "train-act-01")
    path, *_ = write_devlog(tmp_path, act)
    lines = [line.rstrip() for line in path.read_text().splitlines()]
    path.write_bytes("\r\n".join(lines).encode())

    write_devlog(tmp_path, act)

    assert path.read_text().count(BEGIN) == 1


def test_a_devlog_of_the_students_own_gets_the_report_below(
    workspace: Workspace, tmp_path: Path
) -> None:
    own = tmp_path / "devlog.md"
    own.write_text("# Tuesday\n\nNothing worked.\n")

    write_devlog(tmp_path, trainings(workspace, "train-act-01"))

    assert own.read_text().startswith(f"# Tuesday\n\nNothing worked.\n\n{BEGIN}")
    assert own.read_text().count("## Next steps") == 0, "a document of theirs gets no prompts"


@pytest.mark.parametrize(
    "text",
    [
        f"{BEGIN} -->\nand no end\n",
        f"{END} -->\n{BEGIN} -->\n",
        f"{BEGIN} -->\n{BEGIN} -->\n{END} -->\n",
    ],
)
def test_marks_that_do_not_pair_are_refused(
    workspace: Workspace, tmp_path: Path, text: str
) -> None:
    (tmp_path / "devlog.md").write_text(text)

    with pytest.raises(DevlogRefused, match=r"line 1: the marks"):
        write_devlog(tmp_path, trainings(workspace, "train-act-01"))

    assert (tmp_path / "devlog.md").read_text() == text


def test_a_picture_of_the_students_own_is_not_replaced(drawn: Workspace, tmp_path: Path) -> None:
    (tmp_path / "curves.png").write_bytes(b"a photograph")

    with pytest.raises(DevlogRefused, match=r"curves\.png is there"):
        write_devlog(tmp_path, trainings(drawn, "train-act-01"))

    assert not (tmp_path / "devlog.md").exists()


def test_beside_an_earlier_report_only_its_own_figures_are_replaced(
    drawn: Workspace, tmp_path: Path
) -> None:
    path, *figures = write_devlog(tmp_path, trainings(drawn, "train-act-01"))
    before = path.read_text()
    theirs = tmp_path / "train-act-01.png"
    theirs.write_bytes(b"a photograph")

    with pytest.raises(DevlogRefused, match=r"train-act-01\.png is there"):
        write_devlog(tmp_path, trainings(drawn, "train-act-01", "train-cloning-01"))

    assert theirs.read_bytes() == b"a photograph"
    assert path.read_text() == before
    theirs.unlink()
    for figure in figures:
        figure.write_bytes(b"an older figure")
    path.write_bytes(before.replace("\n", "\r\n").encode())
    write_devlog(tmp_path, trainings(drawn, "train-act-01", "train-cloning-01"))
    assert b"an older figure" not in [figure.read_bytes() for figure in figures]


HOSTILE = (
    "a | b <script>x</script> `c` ``d`` [e](http://f.example) ![g](h) http://i.example "
    "www.j.example k@l.example $\\frac{1}{0}$ \\| **m** _n_ ~~o~~ &lt; \x1b]52;c;x\x07 "
    "<!-- robolab:report end -->"
)


def test_foreign_text_is_shown_as_itself_and_does_nothing(
    workspace: Workspace, tmp_path: Path
) -> None:
    run = run_folder(workspace, "train-act-01")
    request = json.loads((run / "request.json").read_text())
    args = [*request["args"], f"--policy.path={HOSTILE}", f"--x=```\n{HOSTILE}"]
    edit_json(run / "request.json", title=HOSTILE, args=args)
    edit_json(run / "context.json", versions={"lerobot": HOSTILE, "torch": HOSTILE})
    both = trainings(workspace, "train-act-01", "train-cloning-01")

    path, *_ = write_devlog(tmp_path, both)
    write_devlog(tmp_path, both)

    text = path.read_text()
    assert text.count(BEGIN) == 1
    assert not set("\x1b\x07") & set(text)
    tokens = MarkdownIt("gfm-like").parse(text)
    shown = [child for token in tokens for child in token.children or [token]]
    assert {t.type for t in shown} & {"link_open", "image", "em_open", "s_open"} == set()
    html = [token.content for token in shown if token.type.startswith("html")]
    assert [each.split()[1] for each in html] == ["robolab:report", "robolab:report", "Yours:"]
    lines = ["".join(child.content for child in token.children or ()) for token in tokens]
    itself = HOSTILE.replace("\x1b]52;c;x\x07 ", "")
    places = sum(itself in " ".join(line.split()) for line in lines)
    assert places == 6, "title, table, heading, setting, two versions"
    for table in "".join(_kinds(token) for token in tokens).split("T")[1:]:
        rows = table.split("R")[1:]
        assert {row.count("C") for row in rows} == {rows[0].count("C")}


def _kinds(token: Token) -> str:
    kinds = {"table_open": "T", "tr_open": "R", "th_open": "C", "td_open": "C"}
    return kinds.get(token.type, "")


def test_a_training_that_logged_nothing_has_no_figure(workspace: Workspace, tmp_path: Path) -> None:
    (run_folder(workspace, "train-act-01") / "record.json").unlink()

    written = write_devlog(tmp_path, trainings(workspace, "train-act-01"))

    assert [path.name for path in written] == ["devlog.md"]
    assert "No loss was logged." in written[0].read_text()


def test_the_example_in_the_docs_is_what_a_report_wrote() -> None:
    example = Path(__file__).parents[3] / "docs" / "examples" / "devlog"
    text = (example / "devlog.md").read_text()

    inner = text[text.index("-->", text.index(BEGIN)) + 3 : text.index(END)]
    words = hashlib.sha256(" ".join(inner.split()).encode()).hexdigest()
    assert f"{END} sha256:{words[:16]} -->" in text
    linked = set(re.findall(r"\(([\w-]+\.(?:png|svg))\)", text))
    assert linked == {path.name for path in example.iterdir()} - {"devlog.md"}


def test_a_devlog_with_windows_line_ends_keeps_them(workspace: Workspace, tmp_path: Path) -> None:
    devlog = tmp_path / "log" / "devlog.md"
    devlog.parent.mkdir()
    devlog.write_bytes(b"# Mine\r\n\r\nOwn words.\r\n")

    for name in ("train-act-01", "train-cloning-01"):
        write_devlog(devlog.parent, trainings(workspace, name))
        content = devlog.read_bytes()
        assert content.startswith(b"# Mine\r\n\r\nOwn words.\r\n\r\n<!-- robolab:report")
        assert content.count(b"\n") == content.count(b"\r\n") > 10
