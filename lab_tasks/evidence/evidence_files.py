"""Which files a Day's proof rests on: what a student commits and a grader sees."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from course.model import Day
from lab_tasks import foreign, references
from lab_tasks.evidence import adapters
from lab_tasks.evidence.evidence import REPRODUCTION, Evidence
from lab_tasks.evidence.records import EvaluationRecord
from lab_tasks.problem import Problem
from lab_tasks.quiz.attempts import record_path
from lab_tasks.reproduction.record import read as read_reproduction
from lab_tasks.runs.model import Run

LARGEST_FILE_BYTES = 20_000_000
"""A larger file stays out of the repository: its record names it by hash and size."""
REPORT = "REPRODUCTION.md"
DEVLOG = "devlog.md"


def runs_that_count(evidence: Evidence, day: Day) -> tuple[Run, ...]:
    """Return each Step's newest successful Run, trainings it evaluated, and what those rest on.

    Of a Step that runs over training seeds it is one Run a seed.
    """
    newest = [run for step in day.steps for run in evidence.successful_runs(day, step)]
    evaluated = [run for each in newest for run in trainings_behind(evidence, each)]
    trained = [base for run in (*newest, *evaluated) for base in (run, *_bases(evidence, run))]
    whole = [part for run in trained for part in _parts(evidence, run)]
    return tuple({run.id: run for run in whole}.values())


def trainings_behind(evidence: Evidence, run: Run) -> tuple[Run, ...]:
    """Return the newest Run that made the checkpoint an evaluation used, if there is one."""
    record = evidence.record(run)
    if not isinstance(record, EvaluationRecord) or record.checkpoint is None:
        return ()
    return evidence.trainings_of(record.checkpoint.sha256)[:1]


def documents(evidence: Evidence, day: Day) -> tuple[Path, ...]:
    """Return the files that the Day's Deliverables name by `path`, as far as they exist.

    A devlog brings the pictures that it shows.
    """
    named = (d.check.args.get("path") for step in day.steps for d in step.deliverables)
    found = (foreign.existing_file(evidence.workspace.root, p) for p in named if isinstance(p, str))
    own = dict.fromkeys(path for path in found if path)
    return tuple(dict.fromkeys((*own, *(picture for path in own for picture in _pictures(path)))))


def quizzes(evidence: Evidence, day: Day) -> tuple[Path, ...]:
    """Return the records of the Day's quizzes, as far as there are any."""
    root = evidence.workspace.root
    paths = (record_path(evidence.workspace, day, step) for step in day.steps if step.questions)
    found = (foreign.existing_file(root, path.relative_to(root).as_posix()) for path in paths)
    return tuple(path for path in found if path)


def reproductions(evidence: Evidence, day: Day) -> tuple[Path, ...]:
    """Return the Day's newest Reproduction's record, and the report where it tells of that one.

    The report is one file, which a later Day's test writes anew.
    """
    steps = [step for step in day.steps if step.reproduction]
    names = {n for step in steps for n in references.all_ids(evidence.course.id, day, step)}
    if not names:
        return ()
    workspace = evidence.workspace
    records = sorted(workspace.reproductions_dir.glob(f"*/{REPRODUCTION}"), reverse=True)
    newest = next((path for path in records if _may_be_of(path, names)), None)
    tells_of = records[0] if records else None
    report = foreign.existing_file(workspace.root, REPORT) if newest == tells_of else None
    return tuple(path for path in (newest, report) if path)


def _may_be_of(path: Path, steps: set[str]) -> bool:
    """Whether a Reproduction is of one of these Steps, or cannot be read, which its Check says."""
    found = read_reproduction(path)
    return isinstance(found, Problem) or found.step in steps


def day_files(evidence: Evidence, day: Day) -> tuple[Path, ...]:
    """Return all files the Day's proof rests on, without the app's own bookkeeping."""
    runs = [path for run in runs_that_count(evidence, day) for path in evidence.run_files(run)]
    shared = (evidence.workspace.requirements_path, evidence.workspace.root / ".gitignore")
    found = (
        *(path for path in shared if path.is_file()),
        *documents(evidence, day),
        *quizzes(evidence, day),
        *runs,
        *_evaluated_elsewhere(evidence, day),
        *reproductions(evidence, day),
    )
    return tuple(dict.fromkeys(found))


def small_enough(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return the files that belong into a repository by their size."""
    return tuple(path for path in paths if path.stat().st_size <= LARGEST_FILE_BYTES)


def _pictures(path: Path) -> tuple[Path, ...]:
    if path.name != DEVLOG:
        return ()
    from lab_tasks.reports.held_lines import picture_files  # what a report loads, few need
    from lab_tasks.reports.written_part import WrittenPart, find

    text = foreign.read_text(path)
    part = find(text) if isinstance(text, str) else None
    return picture_files(path, part.inner) if isinstance(part, WrittenPart) else ()


def _bases(evidence: Evidence, run: Run) -> Iterator[Run]:
    """Yield the Run that made the base model of an adapter, and that one's own base."""
    seen = {run.id}
    base = adapters.base_run(evidence, run)
    while base is not None and base.id not in seen:
        seen.add(base.id)
        yield base
        base = adapters.base_run(evidence, base)


def _parts(evidence: Evidence, run: Run) -> Iterator[Run]:
    """Yield a Run and those it was resumed from; their metrics are the first parts of its curve."""
    by_id = {each.id: each for each in evidence.runs}
    seen: set[str] = set()
    part: Run | None = run
    while part is not None and part.id not in seen:
        seen.add(part.id)
        yield part
        part = by_id.get(part.request.resumes)


def _evaluated_elsewhere(evidence: Evidence, day: Day) -> Iterator[Path]:
    """Yield the files of other Days' evaluations that this Day reproduces."""
    for step in day.steps:
        for reference in step.reproduction.evaluations if step.reproduction else ():
            found = references.find(evidence.course, day, reference)
            run = evidence.successful_run(*found) if found else None
            trainings = trainings_behind(evidence, run) if run else ()
            bases = (base for training in trainings for base in _bases(evidence, training))
            for each in (run, *trainings, *bases) if run else ():
                yield from evidence.run_files(each)
