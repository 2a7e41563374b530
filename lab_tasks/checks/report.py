"""Reports of Check results: for people, and as JSON for programs.

One Report as JSON (keys sorted; the same Workspace and course give the same bytes):

    {"format": 1, "course": "robo47", "workspace": "/path", "day": 19, "title": "…",
     "passed": false, "tool": {"name": "robolab-tui", "version": "…"},
     "summary": {"deliverables": 9, "passed": 7, "failed": 1, "blocked": 1, "inconclusive": 0,
                 "errors": 0,
                 "levels": {"attested": 2, "detected": 1, "executed": 0, "committed": 4}},
     "results": [{"step": "robo47/day19/train-act", "deliverable": "checkpoint", "title": "…",
                  "check": "checkpoint-trained", "verdict": "passed", "level": "committed",
                  "evidence": "…"},
                 {…, "verdict": "failed", "why": "…", "remedy": "…", "expected": "…", "found": "…"},
                 {…, "verdict": "blocked", "by": "…", "why": "…", "remedy": "…"},
                 {…, "verdict": "inconclusive", "why": "…", "remedy": "…"},
                 {…, "verdict": "error", "why": "…"}]}

Several Reports: {"format": 1, "passed": …, "tool": {…}, "reports": [the above, …],
                  "workspaces": [{"workspace": "/path", "passed": …, "days": [19, 21],
                                  "summary": {as above, of all these Days}}]}.
"""

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Literal

import msgspec

from course.model import Day
from lab_tasks.checks.run import LEVELS
from lab_tasks.checks.verdict import Blocked, CheckResult, Error, Fail, Inconclusive, Pass, Verdict
from lab_tasks.sanitise import clean_line
from lab_tasks.version import version

Format = Literal["text", "json"]
Word = Literal["passed", "failed", "blocked", "inconclusive", "error"]

MARKS: dict[Word, str] = {
    "passed": "✓",
    "failed": "×",
    "blocked": "○",
    "inconclusive": "?",
    "error": "!",
}
COLUMNS = 100
PASSED, FAILED, OUR_FAULT, INCONCLUSIVE = 0, 1, 3, 4
"""Exit statuses. A Fail stands whatever else happened, so it outweighs an Error."""
_MARK_OF_STATUS = {PASSED: "✓", FAILED: "×", OUR_FAULT: "!", INCONCLUSIVE: "?"}


class Report(msgspec.Struct, frozen=True):
    """What the Checks said about one Day of one Workspace."""

    course: str
    workspace: Path
    day: Day
    results: tuple[CheckResult, ...]

    @property
    def passed(self) -> bool:
        """Whether every Deliverable is proved."""
        return all(result.passed for result in self.results)


def word_of(verdict: Verdict) -> Word:
    """Return the verdict as the JSON names it."""
    match verdict:
        case Pass():
            return "passed"
        case Fail():
            return "failed"
        case Blocked():
            return "blocked"
        case Inconclusive():
            return "inconclusive"
        case Error():
            return "error"


def exit_status(reports: Sequence[Report]) -> int:
    """Return 0 all pass, 1 some do not, 3 a Check broke, 4 sound but not settled; in this order."""
    words = {word_of(result.verdict) for report in reports for result in report.results}
    if words & {"failed", "blocked"}:
        return FAILED
    if "error" in words:
        return OUR_FAULT
    return INCONCLUSIVE if "inconclusive" in words else PASSED


def render(reports: Sequence[Report], format: Format) -> str:  # the option's own name
    """Return the reports as text of at most 100 columns, or as the JSON of this module's head."""
    if format == "json":
        import json  # loaded for those who ask for it

        value = _document(reports[0]) if len(reports) == 1 else _collection(reports)
        return (
            json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"
        )
    lines = [line for report in reports for line in _lines(report)]
    return "\n".join([*lines, *(_total_lines(reports) if len(reports) > 1 else ())]) + "\n"


def _collection(reports: Sequence[Report]) -> dict[str, object]:
    return {
        "workspaces": [_of_workspace(own) for own in _by_workspace(reports)],
        "format": 1,
        "passed": all(report.passed for report in reports),
        "reports": [_document(report) for report in reports],
        "tool": {"name": "robolab-tui", "version": version()},
    }


def _by_workspace(reports: Sequence[Report]) -> list[list[Report]]:
    """Return the reports of each Workspace, in the order in which they were asked for."""
    found: dict[Path, list[Report]] = {}
    for report in reports:
        found.setdefault(report.workspace, []).append(report)
    return list(found.values())


def _of_workspace(reports: Sequence[Report]) -> dict[str, object]:
    return {
        "workspace": clean_line(str(reports[0].workspace), 4096),
        "passed": all(report.passed for report in reports),
        "days": [report.day.number for report in reports],
        "summary": _summary([result for report in reports for result in report.results]),
    }


def _document(report: Report) -> dict[str, object]:
    return {
        "format": 1,
        "course": report.course,
        "workspace": clean_line(str(report.workspace), 4096),
        "day": report.day.number,
        "title": report.day.title,
        "passed": report.passed,
        "summary": _summary(report.results),
        "results": [_result(result) for result in report.results],
        "tool": {"name": "robolab-tui", "version": version()},
    }


def _result(result: CheckResult) -> dict[str, object]:
    known = {n: getattr(result, n) for n in ("step", "deliverable", "title", "check")}
    return {**known, "verdict": word_of(result.verdict), **msgspec.structs.asdict(result.verdict)}


def _summary(results: Sequence[CheckResult]) -> dict[str, object]:
    count = Counter(word_of(result.verdict) for result in results)
    levels = Counter(r.verdict.level for r in results if isinstance(r.verdict, Pass))
    words: tuple[Word, ...] = ("passed", "failed", "blocked", "inconclusive")
    return {
        "deliverables": len(results),
        **{word: count[word] for word in words},
        "errors": count["error"],
        "levels": {level: levels[level] for level in LEVELS},
    }


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.course} day {report.day.number}: {report.day.title}"
    yield clean_line(str(report.workspace), 4096)
    yield ""
    titles = {step.id: step.title for step in report.day.steps}
    for step, results in groupby(report.results, key=lambda result: result.step):
        yield titles.get(step.rpartition("/")[2], step)
        for result in results:
            yield from _result_lines(result)
    yield ""
    yield from _wrapped("", _totals(report.results))
    yield ""


def _total_lines(reports: Sequence[Report]) -> Iterator[str]:
    """Yield a line a Workspace over all its Days, its folder last: it may be long."""
    each = _by_workspace(reports)
    yield "All that was asked, by workspace"
    for own in each:
        mark = _MARK_OF_STATUS[exit_status(own)]
        days = f"{len(own)} day{'s' if len(own) > 1 else ''}"
        totals = _totals([result for report in own for result in report.results])
        yield f"  {mark} {days}: {totals}  {clean_line(str(own[0].workspace), 4096)}"
    if len(each) > 1:
        passed = sum(all(report.passed for report in own) for own in each)
        yield f"{passed} of {len(each)} workspaces pass."
    yield ""


def _result_lines(result: CheckResult) -> Iterator[str]:
    word = word_of(result.verdict)
    verdict = result.verdict
    level = verdict.level if isinstance(verdict, Pass) else word
    yield from _wrapped(f"  {MARKS[word]} ", f"{result.title}  [{level}]")
    if isinstance(verdict, Pass):
        yield from _wrapped("      ", verdict.evidence)
        return
    for name, text in msgspec.structs.asdict(verdict).items():
        if text:
            yield from _wrapped(f"      {name + ':':<10}", text)
    yield f"      {'check:':<10}{result.step} / {result.deliverable} / {result.check}"


def _totals(results: Sequence[CheckResult]) -> str:
    count = Counter(word_of(result.verdict) for result in results)
    levels = Counter(r.verdict.level for r in results if isinstance(r.verdict, Pass))
    how = ", ".join(f"{levels[level]} {level}" for level in reversed(LEVELS) if levels[level])
    others = ", ".join(
        f"{count[word]} {word}" for word in MARKS if word != "passed" and count[word]
    )
    passed = f"{count['passed']} of {len(results)} pass"
    return passed + (f" ({how})" if how else "") + (f"; {others}" if others else "") + "."


def _wrapped(head: str, text: str) -> list[str]:
    lines = textwrap.wrap(text, COLUMNS - len(head), break_on_hyphens=False) or [""]
    return [head + lines[0], *(" " * len(head) + line for line in lines[1:])]
