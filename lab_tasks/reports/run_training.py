"""A Training read from a Run's folder, with the Runs around it."""

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from lab_tasks.checks.policies import policy_name
from lab_tasks.evidence import records
from lab_tasks.evidence.records import CheckpointRecord, DatasetRecord
from lab_tasks.problem import Problem
from lab_tasks.reports import artifacts, run_settings
from lab_tasks.reports.evaluations import evaluations_of
from lab_tasks.reports.numbers import value
from lab_tasks.reports.run_parts import ReadPart, chain, read_part
from lab_tasks.reports.training import LOSS, Dataset, Part, Setting, Training
from lab_tasks.runs.model import METRICS, RECORD, Run


def read_training(
    run: Run, name: str, runs: Sequence[Run], base: Path, rehearsal: str | None = None
) -> Training:
    """Return the training of a Run and of those it went on from, called `name` in the report.

    `runs` are the Runs around it, among which its evaluations and its dataset are looked for;
    paths come out relative to `base`. `rehearsal` is why it is one, where more is known than its
    request says: an empty one counts.
    """
    whole = chain(run)
    read = [read_part(each) for each in whole]
    record = records.read_record(run.folder)
    made = record if isinstance(record, CheckpointRecord) else None
    pretrained = artifacts.newest_pretrained(run, made)
    config = run_settings.read_config(pretrained) if pretrained else {}
    settings = run_settings.settings_of(whole, config)
    rehearsed = run.request.rehearsal if rehearsal is None else rehearsal
    saved = [(each, made if each.id == run.id else _record_of(each)) for each in whole]
    return Training(
        name=name,
        title=run.request.title,
        policy=policy_name(whole[0], made) if made else _setting(settings, "policy.type"),
        place=artifacts.relative(run.folder, base),
        parts=tuple(each.part for each in read),
        settings=settings,
        machine=run_settings.machine_of(run),
        command=_command(run),
        dataset=_dataset(whole, made, runs),
        total=_number(_setting(settings, "steps")),
        parameters=made.parameters if made else _parameters(read),
        own_s=_own_s([its for _, its in saved]),
        checkpoints=tuple(
            found for each, its in saved for found in artifacts.checkpoints_of(each, its, base)
        ),
        files=tuple(name for each in whole for name in artifacts.files_of(each, base)),
        evaluations=evaluations_of(runs, made.sha256 if made else None),
        group=run.request.group,
        seed=run.request.seed if run.request.seed is not None else (made.seed if made else None),
        rehearsal=rehearsed,
        notes=tuple(_notes(whole, record, made, read, rehearsed)),
    )


def _record_of(run: Run) -> CheckpointRecord | None:
    record = records.read_record(run.folder)
    return record if isinstance(record, CheckpointRecord) else None


def _own_s(records_of_parts: Sequence[CheckpointRecord | None]) -> float | None:
    if not all(records_of_parts):  # a part that was killed left none
        return None
    return sum(record.duration_s for record in records_of_parts if record)


def _command(run: Run) -> tuple[str, ...]:
    words = (shlex.quote(argument) for argument in run.request.args)
    return (f"python -P -m lab_tasks.jobs.{run.request.job} .robolab/runs/{run.id} --", *words)


def _dataset(
    whole: Sequence[Run], made: CheckpointRecord | None, runs: Sequence[Run]
) -> Dataset | None:
    """Return the dataset: as the training recorded it, else as the Run that made it did."""
    kept = {r.id: d for r in runs if isinstance(d := _dataset_record(r), DatasetRecord)}
    root = run_settings.asked(whole, "dataset.root")
    place = root or run_settings.asked(whole, "dataset.repo_id")
    if used := made.dataset if made else None:
        makers = (name for name, record in kept.items() if record.sha256 == used.sha256)
        name = used.path or place
        return Dataset(name, used.episodes, used.frames, used.sha256, next(makers, ""))
    for name in (name for run in whole for name in run.request.inputs if name in kept):
        return Dataset(root, kept[name].episodes, kept[name].frames, kept[name].sha256, name)
    return Dataset(place, None, None, None) if place else None


def _dataset_record(run: Run) -> records.Record | Problem | None:
    return records.read_record(run.folder) if run.succeeded else None


def _parameters(read: Sequence[ReadPart]) -> int | None:
    """Return what the job counted, where it has not ended and so left no record."""
    found = [each.facts.get("parameters") for each in read]
    return next((int(n) for n in found if isinstance(n, int | float) and n > 0), None)


def _setting(settings: Sequence[Setting], name: str) -> str:
    return next((one.value for one in settings if one.name == name), "")


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def _notes(
    whole: Sequence[Run],
    record: records.Record | Problem | None,
    made: CheckpointRecord | None,
    read: Sequence[ReadPart],
    rehearsal: str,
) -> Iterator[str]:
    run, unreadable = whole[-1], sum(each.unreadable for each in read)
    if rehearsal:
        yield f"A rehearsal, not a result: {rehearsal.strip()}"
    if whole[0].request.resumes:
        yield f"{whole[0].id} went on from {whole[0].request.resumes}, which cannot be read here."
    if unreadable:
        yield f"{unreadable:,} lines of {METRICS} could not be read and are missing here."
    if isinstance(record, Problem):
        yield f"{RECORD} was not used: {record.what}."
    elif made is None and not run.is_alive:
        yield f"{run.id} left no {RECORD}: what it made is told by what lies on the disk."
    if made and (differing := _differing(made, read[-1].part)):
        yield differing


def _differing(made: CheckpointRecord, part: Part) -> str:
    """Say where the record's final loss is not the last one that was logged."""
    logged = [point.values[LOSS] for point in part.points if LOSS in point.values]
    recorded = made.final.get(LOSS)
    if not logged or not isinstance(recorded, float | int) or float(recorded) == logged[-1]:
        return ""
    return (
        f"The final losses do not agree: {value(float(recorded))} in {RECORD}, "
        f"{value(logged[-1])} in the last line of {METRICS}."
    )
