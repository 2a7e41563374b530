"""Reports: for people in 100 columns, for programs the same bytes each time; the exit status."""

import json
import re
import shutil
from pathlib import Path

import msgspec
import pytest
import sample_workspace as sample

from lab_tasks.checks.report import Report, exit_status, render
from lab_tasks.checks.run import check_day
from lab_tasks.checks.verdict import (
    Blocked,
    CheckResult,
    Error,
    Fail,
    Inconclusive,
    Pass,
    Verdict,
)
from lab_tasks.workspace import Workspace

COURSE = sample.sample_course()
DAY19 = COURSE.days[0]
PASS, FAIL = Pass("executed", "e"), Fail("w", "r", "x", "y")
BLOCKED, OPEN, ERROR = Blocked("b", "w", "r"), Inconclusive("w", "r"), Error("w")


def report_of(workspace: Workspace) -> Report:
    return Report(COURSE.id, workspace.root, DAY19, check_day(COURSE, DAY19, workspace))


def a_report(*verdicts: Verdict) -> Report:
    results = tuple(CheckResult("robo47/day19/devlog", "d", "t", "c", v) for v in verdicts)
    return Report(COURSE.id, Path("/w"), DAY19, results)


@pytest.mark.parametrize(
    ("verdicts", "status"),
    [
        ((PASS,), 0),
        ((PASS, FAIL), 1),
        ((PASS, BLOCKED), 1),
        ((PASS, ERROR), 3),
        ((PASS, OPEN), 4),
        ((OPEN, ERROR), 3),
        ((FAIL, OPEN, ERROR), 1),
    ],
)
def test_the_exit_status_is_that_of_the_surest_bad_news(
    verdicts: tuple[Verdict, ...], status: int
) -> None:
    assert exit_status([a_report(*verdicts)]) == status
    assert exit_status([a_report(PASS), a_report(*verdicts)]) == status


def test_several_reports_end_with_a_line_a_workspace_over_all_its_days() -> None:
    ada = msgspec.structs.replace(a_report(PASS, PASS), workspace=Path("/ada"))
    bob = msgspec.structs.replace(a_report(PASS, FAIL), workspace=Path("/bob"))
    other_day = msgspec.structs.replace(DAY19, number=20)
    reports = [
        each for own in (ada, bob) for each in (own, msgspec.structs.replace(own, day=other_day))
    ]

    lines = render(reports, "text").splitlines()
    totals = json.loads(render(reports, "json"))["workspaces"]

    assert lines[-4:-1] == [
        "  ✓ 2 days: 4 of 4 pass (4 executed).  /ada",
        "  × 2 days: 2 of 4 pass (2 executed); 2 failed.  /bob",
        "1 of 2 workspaces pass.",
    ]
    assert [(one["workspace"], one["passed"], one["days"]) for one in totals] == [
        ("/ada", True, [19, 20]),
        ("/bob", False, [19, 20]),
    ]
    assert totals[1]["summary"]["failed"] == 2
    assert "All that was asked" not in render(reports[:1], "text")


def test_the_text_names_every_failure_with_why_expected_found_remedy_and_its_id(
    solved: Workspace,
) -> None:
    run = sample.run_folder(solved, "evaluate-act-01")
    sample.edit_json(run / "output/eval_info.json", overall__pc_success=100.0)

    text = render([report_of(solved)], "text")

    block = text[text.index("× The rate") :]
    for word in ("why:", "the recorded number was changed", "expected:", "90 %", "found:", "100 %"):
        assert word in block
    assert "remedy:" in block
    assert "robo47/day19/evaluate-act / rate / evaluation-recorded" in block


def test_no_line_of_the_text_is_longer_than_100_columns_or_holds_an_escape(
    solved: Workspace,
) -> None:
    shutil.rmtree(solved.runs_dir)
    text = render([report_of(solved)], "text")
    lines = [line for line in text.splitlines() if line != str(solved.root)]
    assert max(map(len, lines)) <= 100
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", text)


def test_the_json_is_the_same_bytes_each_time_and_counts_what_it_lists(solved: Workspace) -> None:
    (solved.root / "devlog/day19.md").unlink()

    first, second = render([report_of(solved)], "json"), render([report_of(solved)], "json")
    document = json.loads(first)

    assert first == second
    assert document["format"] == 1
    assert (document["course"], document["day"]) == ("robo47", 19)
    assert document["passed"] is False
    summary = document["summary"]
    assert summary["deliverables"] == len(document["results"])
    assert summary["failed"] == 1
    assert sum(summary["levels"].values()) == summary["passed"]
    failed = next(r for r in document["results"] if r["verdict"] == "failed")
    assert failed.keys() >= {"step", "deliverable", "check", "why", "remedy", "expected", "found"}


def test_several_reports_are_listed_in_one_document(solved: Workspace) -> None:
    document = json.loads(render([report_of(solved), a_report(FAIL)], "json"))
    assert document["passed"] is False
    assert [report["passed"] for report in document["reports"]] == [True, False]
