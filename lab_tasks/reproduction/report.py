"""Stage `report`: `REPRODUCTION.md` for people and `reproduction.json` for programs."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from lab_tasks import atomic
from lab_tasks.checks.report import MARKS
from lab_tasks.reproduction.record import EvaluationOutcome, ReproductionRecord
from lab_tasks.sanitise import clean_line

ISOLATION = (
    "The repository's packages ran with the rights of whoever started this test: nothing isolated "
    "them (`isolation: none`)."
)


def write_record(path: Path, record: ReproductionRecord) -> None:
    """Write `reproduction.json`. Raises OSError."""
    atomic.write_json(path, msgspec.to_builtins(record))


def write_document(path: Path, record: ReproductionRecord) -> None:
    """Write `REPRODUCTION.md`. Raises OSError."""
    atomic.write_text(path, "\n".join(_lines(record)) + "\n")


def _lines(record: ReproductionRecord) -> Iterator[str]:
    yield f"# Fresh-clone test: {record.verdict}"
    yield ""
    yield f"Written by robolab-tui {record.tool}, {record.started}, in {record.duration_s:.0f} s."
    yield ""
    yield f"- Source: `{record.source}`, commit `{record.commit or 'none'}`"
    yield f"- Step: `{record.step}`"
    yield f"- {ISOLATION}"
    yield from ("", "## Stages", "", "| stage | verdict | seconds | what |", "|---|---|---|---|")
    for stage in record.stages:
        verdict = f"{MARKS[stage.verdict]} {stage.verdict}"
        yield f"| {stage.stage} | {verdict} | {stage.duration_s:.1f} | {_cell(stage.why)} |"
    yield from _remedies(record)
    if record.evaluations:
        yield from _evaluations(record.evaluations)
    if record.versions_here or record.versions_recorded:
        yield from _versions(record)


def _remedies(record: ReproductionRecord) -> Iterator[str]:
    open_ = [stage for stage in record.stages if stage.remedy and stage.verdict != "passed"]
    if open_:
        yield from ("", "## What to do", "")
    for stage in open_:
        log = f" (log: `{stage.log}`)" if stage.log else ""
        yield f"- {stage.stage}: {clean_line(stage.remedy, 800)}{log}"


def _evaluations(outcomes: Sequence[EvaluationOutcome]) -> Iterator[str]:
    yield from ("", "## Evaluations", "")
    yield "| evaluation | policy | recorded | now | outcome | first difference | seconds |"
    yield "|---|---|---|---|---|---|---|"
    for one in outcomes:
        recorded = one.recorded.counted
        now = one.again.counted if one.again else "–"
        cells = (one.run, one.policy, recorded, now, one.outcome, _difference(one))
        yield "| " + " | ".join(map(_cell, cells)) + f" | {one.duration_s:.0f} |"
    yield ""
    for one in outcomes:
        yield f"- **{one.run}**: {_cell(one.why)}"


def _difference(one: EvaluationOutcome) -> str:
    index = one.first_difference
    if index is None or one.again is None:
        return "none" if one.again else "–"
    before, now = one.recorded, one.again
    return (
        f"episode {index} (seed {one.seed + index}): "
        f"{_episode(before.successes[index], before.max_rewards[index])} recorded, "
        f"{_episode(now.successes[index], now.max_rewards[index])} now"
    )


def _episode(solved: bool, reward: float) -> str:
    return f"{'solved' if solved else 'not solved'} with best reward {reward:.6g}"


def _versions(record: ReproductionRecord) -> Iterator[str]:
    yield from ("", "## Versions", "", "| | recorded | here | |", "|---|---|---|---|")
    for name in sorted({*record.versions_recorded, *record.versions_here}):
        before, now = record.versions_recorded.get(name), record.versions_here.get(name)
        if before is None and now is None:
            continue
        mark = "" if before == now else "differs"
        yield f"| {_cell(name)} | {_cell(before or '–')} | {_cell(now or '–')} | {mark} |"


def _cell(text: str) -> str:
    return clean_line(text, 800).replace("|", "\\|").replace("<", "&lt;")
