"""Sources of a report: the student's words as Runs and logs, or why one of them is neither."""

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from course.model import Course
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.rehearsals import rehearsal_of
from lab_tasks.reports.log_training import read_log_training
from lab_tasks.reports.run_parts import chain
from lab_tasks.reports.run_training import read_training
from lab_tasks.reports.training import LOSS, Training
from lab_tasks.runs.model import METRICS, OUTPUT_LOG, REQUEST, RUN_ID, Run
from lab_tasks.runs.store import RunDamaged, list_runs, read_run
from lab_tasks.sanitise import clean_line
from lab_tasks.workspace import Workspace

TRAINING_JOB = "train"

CourseOf = Callable[[Path], Course]
"""Reads the Course of the Workspace with this folder."""


class SourceRefused(Exception):
    """A word of the command line that cannot be reported: `what` is wrong, and the `remedy`."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(what, remedy)


@dataclass(frozen=True)
class Sources:
    """What is to be reported: Runs and logs, each once, in the order they were named."""

    found: tuple[Run | Path, ...]
    workspace: Workspace

    @property
    def has_runs_of_workspace(self) -> bool:
        """Whether a Run of the Workspace is among them."""
        runs = (each for each in self.found if isinstance(each, Run))
        return any(run.folder.parent == self.workspace.runs_dir for run in runs)

    @property
    def home(self) -> Path:
        """The folder that a report is written into by default: the Workspace, else here."""
        return self.workspace.root if self.has_runs_of_workspace else Path.cwd()


def find_sources(words: Sequence[str], workspace: Workspace) -> Sources:
    """Find what the words name: a Run's id, a group of Runs, a Run's folder, a log.

    Raises:
        SourceRefused: a word names none of these, or a Run that is no training.
    """
    runs = list_runs(workspace)
    found = [source for word in words for source in _find(word, workspace, runs)]
    once = {_path(source): source for source in found}
    earlier = {path for run in once.values() if isinstance(run, Run) for path in _earlier(run)}
    kept = (source for path, source in once.items() if path not in earlier)
    return Sources(tuple(kept), workspace)


def read_trainings(sources: Sources, course_of: CourseOf | None = None) -> tuple[Training, ...]:
    """Read every source whole. What `course_of` reads may say too that a Run is a rehearsal.

    Raises:
        SourceRefused: a log holds no value of a training.
        LogUnreadable, OSError: a log cannot be read.
        Exception: what `course_of` raises.
    """
    names = _names(sources.found)
    return tuple(
        _read_run(source, name, course_of)
        if isinstance(source, Run)
        else _read_log(source, name, sources)
        for source, name in zip(sources.found, names, strict=True)
    )


def _find(word: str, workspace: Workspace, runs: Sequence[Run]) -> Sequence[Run | Path]:
    if RUN_ID.fullmatch(word) and (workspace.runs_dir / word).is_dir():
        return (_training(workspace.runs_dir / word),)
    if group := [run for run in runs if run.request.group and run.request.group == word]:
        return [run for run in group if run.request.job == TRAINING_JOB]
    path = Path(word).expanduser()
    if path.name in (OUTPUT_LOG, METRICS) and (path.parent / REQUEST).is_file():
        path = path.parent  # a Run's own files: the Run knows more than its log
    if (path / REQUEST).is_file():
        return (_training(path.resolve()),)
    if path.is_file():
        return (path.resolve(),)
    raise _unknown(word, path, runs)


def _training(folder: Path) -> Run:
    try:
        run = read_run(folder)
    except RunDamaged as damaged:
        raise SourceRefused(f"{damaged.folder.name}: {damaged.why}", damaged.remedy) from damaged
    if run.request.job == TRAINING_JOB:
        return run
    what = f"{run.id} is no training: its job is {clean_line(run.request.job)}."
    remedy = "Name the training; its evaluations and its dataset are reported with it."
    raise SourceRefused(what, remedy)


def _unknown(word: str, path: Path, runs: Sequence[Run]) -> SourceRefused:
    shown = clean_line(word)
    if path.is_dir():
        what = f"{shown} is a folder and no Run's: it has no {REQUEST}."
        return SourceRefused(what, "Name a Run's folder, or the log file of that training.")
    trainings = [run.id for run in runs if run.request.job == TRAINING_JOB]
    near = difflib.get_close_matches(word, trainings, n=1)
    guess = f"Did you mean {near[0]}? " if near else ""
    known = f"{guess}`robolab-tui runs` lists the Runs; a log is named by its path."
    return SourceRefused(f"There is no Run and no log file {shown}.", known)


def _path(source: Run | Path) -> Path:
    return source.folder.resolve() if isinstance(source, Run) else source


def _earlier(run: Run) -> set[Path]:
    """Return the folders of the Runs that this one went on from: they are one training."""
    return {_path(part) for part in chain(run)[:-1]}


def _names(found: Sequence[Run | Path]) -> list[str]:
    """Return a name for each source; of two with the same, the folder around tells them apart."""
    plain = [each.id if isinstance(each, Run) else each.name for each in found]
    names: list[str] = []
    for source, name in zip(found, plain, strict=True):
        longer = f"{_around(source)}/{name}" if plain.count(name) > 1 else name
        names.append(longer if longer not in names else f"{longer} ({names.count(longer) + 1})")
    return names


def _around(source: Run | Path) -> str:
    return source.folder.parents[2].name if isinstance(source, Run) else source.parent.name


def _read_run(run: Run, name: str, course_of: CourseOf | None) -> Training:
    around = Workspace(run.folder.parents[2])
    if run.folder.parent == around.runs_dir:
        rehearsal = (
            rehearsal_of(Evidence(course_of(around.root), around), run) if course_of else None
        )
        return read_training(run, name, list_runs(around), around.root, rehearsal)
    return read_training(run, name, (run,), run.folder.parent)


def _read_log(path: Path, name: str, sources: Sources) -> Training:
    training = read_log_training(path, name, _shown(path, sources))
    if training.logged(LOSS):
        return training
    what = f"{clean_line(path.name)} holds no loss of a training."
    raise SourceRefused(what, "Name the log that lerobot-train wrote, such as nohup.out.")


def _shown(path: Path, sources: Sources) -> str:
    """Return where a log lies, without what a path says about its owner."""
    for base in (sources.workspace.root.resolve(), Path.cwd()):
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return f"…/{path.parent.name}/{path.name}"
