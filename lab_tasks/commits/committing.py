"""Committing a Day: what will be committed, with sizes, what stays out and why, and doing it.

A grader sees only the repository, so all that a Check needs goes in; what is large or can be made
again stays out, named by hash in a record that goes in.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from course.model import Course, Day
from lab_tasks.commits import repository
from lab_tasks.commits.plumbing import GitFailed, GitMissing, NotARepository
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.evidence_files import LARGEST_FILE_BYTES, day_files, runs_that_count
from lab_tasks.evidence.records import DatasetRecord, EvaluationRecord
from lab_tasks.runs.model import OUTPUT, Run
from lab_tasks.workspace import Workspace

LARGEST_TOTAL_BYTES = 100_000_000

GITIGNORE = """\
# Written by robolab-tui. What proves your work is committed by the commit step, ignored or not;
# what stays out is large, or is made again by running the step.
.venv/
*.lock
.robolab/backups/
.robolab/queue/
.robolab/runs/*/exit.room
.robolab/runs/*/heartbeat.json
.robolab/runs/*/launch.json
.robolab/runs/*/output.log
.robolab/runs/*/stop
.robolab/runs/*/system.jsonl
.robolab/runs/*/output/checkpoints/
.robolab/runs/*/output/data/
.robolab/runs/*/output/images/
.robolab/runs/*/output/meta/
.robolab/runs/*/output/videos/
.robolab/reproductions/*/*
!.robolab/reproductions/*/reproduction.json
"""


@dataclass(frozen=True)
class Item:
    """A file to be committed. `path` is relative to the Workspace."""

    path: str
    size_bytes: int


@dataclass(frozen=True)
class LeftOut:
    """A file, or all of a folder, that stays out, and why. `sha256`: as its record names it."""

    path: str
    size_bytes: int
    reason: str
    sha256: str | None = None


@dataclass(frozen=True)
class CommitProblem:
    """What stands in the way. By its kind the app knows what it can offer."""

    kind: Literal["no-git", "no-repository", "refused", "no-identity", "too-large", "nothing"]
    what: str
    remedy: str


@dataclass(frozen=True)
class CommitPlan:
    """What a commit of the Day would hold."""

    included: tuple[Item, ...]
    """New and changed files."""
    unchanged: tuple[Item, ...]
    """Files of the Day that HEAD holds already, byte for byte."""
    left_out: tuple[LeftOut, ...]
    problems: tuple[CommitProblem, ...]
    notes: tuple[str, ...]
    message: str

    @property
    def size_bytes(self) -> int:
        """Size of all that would be committed."""
        return sum(item.size_bytes for item in self.included)


class CommitRefused(Exception):
    """The plan has problems; the text names the first one and its remedy."""


def plan(
    course: Course, day: Day, workspace: Workspace, *, allow_large: bool = False
) -> CommitPlan:
    """Work out what a commit of the Day would hold and what stands in its way."""
    evidence = Evidence(course, workspace)
    files = [*_bookkeeping(workspace), *day_files(evidence, day)]
    products = {path for run in runs_that_count(evidence, day) for path in evidence.run_files(run)}
    sizes = _sizes(files)
    large = [path for path, size in sizes.items() if size > LARGEST_FILE_BYTES]
    kept_out = [] if allow_large else [path for path in large if path in products]
    items = [path for path in sizes if path not in kept_out]
    changed, problems, notes = _against_head(evidence, items)
    included = tuple(_item(workspace, path, sizes[path]) for path in changed)
    refused = () if allow_large else _too_large(included)
    nothing = () if included or problems else (_nothing(),)
    return CommitPlan(
        included=included,
        unchanged=tuple(_item(workspace, p, sizes[p]) for p in items if p not in changed),
        left_out=tuple(_left_out(evidence, day, kept_out)),
        problems=(*problems, *refused, *nothing),
        notes=notes,
        message=day.commit_message,
    )


def commit(workspace: Workspace, plan: CommitPlan, message: str) -> str:
    """Commit what the plan includes; return the commit. Raises CommitRefused, CommitFailed."""
    if plan.problems:
        first = plan.problems[0]
        raise CommitRefused(f"{first.what} {first.remedy}")
    return repository.commit(workspace, [item.path for item in plan.included], message)


def _bookkeeping(workspace: Workspace) -> list[Path]:
    own = (workspace.progress_path, workspace.journal_path)
    return [path for path in own if path.is_file()]


def _sizes(files: list[Path]) -> dict[Path, int]:
    """Return each file's size; one that has gone since it was listed is left out."""
    sizes: dict[Path, int] = {}
    for path in files:
        with suppress(FileNotFoundError):
            sizes[path] = path.stat().st_size
    return sizes


def _item(workspace: Workspace, path: Path, size_bytes: int) -> Item:
    return Item(path.relative_to(workspace.root).as_posix(), size_bytes)


def _against_head(
    evidence: Evidence, files: list[Path]
) -> tuple[list[Path], tuple[CommitProblem, ...], tuple[str, ...]]:
    """Return the files that HEAD lacks, what hinders a commit, and what is worth knowing."""
    workspace = evidence.workspace
    try:
        changed = list(evidence.uncommitted(files))
        who = repository.identity(workspace)
        remotes = repository.remotes(workspace)
    except GitMissing as missing:
        return files, (CommitProblem("no-git", "git was not found.", str(missing)),), ()
    except NotARepository as absent:
        remedy = "Let the app make one, or run `git init` there."
        return files, (CommitProblem("no-repository", str(absent), remedy),), ()
    except GitFailed as failed:
        return files, (CommitProblem("refused", str(failed), "Do what git says."),), ()
    note = "There is no remote: a grader sees the commit after `git remote add` and `git push`."
    return changed, () if who else (_no_identity(),), () if remotes else (note,)


def _no_identity() -> CommitProblem:
    return CommitProblem(
        "no-identity",
        "git does not know who you are.",
        'Run `git config --global user.name "Your Name"` and '
        "`git config --global user.email you@example.org`.",
    )


def _nothing() -> CommitProblem:
    return CommitProblem(
        "nothing",
        "There is nothing to commit: HEAD holds all of it.",
        "Go on with the next step; a new Run or a changed file can be committed again.",
    )


def _too_large(included: tuple[Item, ...]) -> tuple[CommitProblem, ...]:
    problems = [
        CommitProblem(
            "too-large",
            f"{item.path} is {item.size_bytes / 1e6:.0f} MB; a repository is for files up to "
            f"{LARGEST_FILE_BYTES / 1e6:.0f} MB.",
            "Make it smaller, or keep it elsewhere and name it in your text.",
        )
        for item in included
        if item.size_bytes > LARGEST_FILE_BYTES
    ]
    total = sum(item.size_bytes for item in included)
    if total > LARGEST_TOTAL_BYTES and not problems:
        largest = max(included, key=lambda item: item.size_bytes)
        what = f"All files together are {total / 1e6:.0f} MB; the largest is {largest.path}."
        remedy = f"Commit in parts, or stay below {LARGEST_TOTAL_BYTES / 1e6:.0f} MB."
        problems.append(CommitProblem("too-large", what, remedy))
    return tuple(problems)


def _left_out(evidence: Evidence, day: Day, too_large: list[Path]) -> Iterator[LeftOut]:
    for run in runs_that_count(evidence, day):
        record = evidence.record(run)
        hashes = {file.path: file.sha256 for file in getattr(record, "files", ())}
        for path in (path for path in too_large if run.folder in path.parents):
            name = path.relative_to(run.folder).as_posix()
            yield _out(evidence, path, "too large; its record names it by hash", hashes.get(name))
        if isinstance(record, DatasetRecord):
            folder = run.folder / OUTPUT
            yield _out(evidence, folder, "made again by running its step", record.sha256)
        else:
            yield from _leftovers(evidence, run)


def _leftovers(evidence: Evidence, run: Run) -> Iterator[LeftOut]:
    """Yield the folders of a Run's output that hold no proof."""
    proof = set(evidence.run_files(run))
    record = evidence.record(run)
    reason = "videos" if isinstance(record, EvaluationRecord) else "needed only to resume"
    for folder in _folders_without(run.folder / OUTPUT, proof):
        yield _out(evidence, folder, reason)


def _folders_without(folder: Path, proof: set[Path]) -> Iterator[Path]:
    """Yield the topmost folders below `folder` with no file of `proof` in them."""
    if not folder.is_dir():
        return
    for entry in sorted(folder.iterdir()):
        if not entry.is_dir() or entry.is_symlink():
            continue
        if any(entry in path.parents for path in proof):
            yield from _folders_without(entry, proof)
        elif any(entry.iterdir()):
            yield entry


def _out(evidence: Evidence, path: Path, reason: str, sha256: str | None = None) -> LeftOut:
    files = [f for f in path.rglob("*") if f.is_file()] if path.is_dir() else [path]
    name = evidence.workspace.relative(path)
    return LeftOut(name, sum(f.stat().st_size for f in files if f.exists()), reason, sha256)
