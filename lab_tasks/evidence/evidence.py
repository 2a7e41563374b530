"""Evidence: what can be known of a Workspace, each thing read when first asked for, and once.

Nothing is written, and nothing is believed: what a file says is compared with what follows from it.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from course.model import Course, Day, Profile, Step
from lab_tasks import foreign
from lab_tasks.commits import plumbing
from lab_tasks.evidence import eval_info, records
from lab_tasks.evidence.eval_info import EvalInfo
from lab_tasks.evidence.records import CheckpointRecord, EvaluationRecord, MeasurementRecord, Record
from lab_tasks.problem import Problem
from lab_tasks.progress import progress
from lab_tasks.references import full_id, full_ids
from lab_tasks.runs import store
from lab_tasks.runs.model import CONTEXT, EXIT, METRICS, RECORD, REQUEST, Run
from lab_tasks.seeds import recipe_seed
from lab_tasks.trainings import SeedRuns, seed_runs
from lab_tasks.workspace import Workspace

RUN_FILES = (REQUEST, CONTEXT, METRICS, RECORD, EXIT)
"""What a job and its supervisor leave of a Run, beside what it made."""
REPRODUCTION = "reproduction.json"


class Evidence:
    """A Workspace as the Checks see it at one moment; make a new one to look again."""

    def __init__(
        self, course: Course, workspace: Workspace, profile: Profile | None = None
    ) -> None:
        """Read nothing yet. `profile`: another one than the student chose is looked at."""
        self._profile = profile
        self.course = course
        self.workspace = workspace
        self.unsaved: dict[str, str] = {}
        """Texts that an editor has not saved yet, by path: judged in place of the files."""
        self._records: dict[Path, Record | Problem | None] = {}
        self._file_problems: dict[Path, tuple[Problem, ...]] = {}
        self._eval_infos: dict[Path, EvalInfo | Problem] = {}
        self._run_files: dict[Path, tuple[Path, ...]] = {}
        self._committed: dict[Path, bool] = {}
        self._seed_runs: dict[str, SeedRuns] = {}

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """All Runs of the Workspace, oldest first."""
        return store.list_runs(self.workspace)

    @cached_property
    def link_out(self) -> Problem | None:
        """Which place of the app is a link out of the Workspace; None: none is.

        What lies elsewhere may be another student's, and no commit holds it.
        """
        root = self.workspace.root
        links = (path.relative_to(root) for path in self._places() if os.path.islink(path))
        found = (foreign.inside(root, link.as_posix()) for link in links)
        return next((each for each in found if isinstance(each, Problem)), None)

    def _places(self) -> Iterator[Path]:
        """Yield what the app keeps and reads, each folder before what is in it."""
        here = self.workspace
        yield from (here.progress_path, here.private, here.runs_dir, here.reproductions_dir)
        for run in self.runs:
            yield from (run.folder, *(run.folder / name for name in RUN_FILES))
        for path in here.reproductions_dir.glob(f"*/{REPRODUCTION}"):
            yield from (path.parent, path)

    @cached_property
    def progress(self) -> progress.Progress:
        """The progress file as it is. Raises ProgressDamaged."""
        return progress.read_only(self.workspace)

    @cached_property
    def profile(self) -> Profile:
        """The Profile the student chose; `quick` where the progress file cannot say."""
        if self._profile:
            return self._profile
        try:
            return self.progress.profile
        except progress.ProgressError:
            return "quick"

    @cached_property
    def head_blobs(self) -> Mapping[str, str]:
        """Git's name of every file in HEAD. Raises the errors of `plumbing`."""
        return plumbing.head_blobs(self.workspace.root)

    def document(self, path: str, limit_bytes: int) -> str | Problem:
        """Return the text of the document at `path` of the Workspace, as the student sees it."""
        if path in self.unsaved:
            return self.unsaved[path]
        file = foreign.inside(self.workspace.root, path)
        return file if isinstance(file, Problem) else foreign.read_text(file, limit_bytes)

    def runs_of(self, day: Day, step: Step) -> tuple[Run, ...]:
        """Return a Step's Runs of the student's Profile, under earlier ids too, oldest first.

        What another Profile made is another experiment.
        """
        every = self.runs_of_any_profile(day, step)
        return tuple(run for run in every if run.request.profile == self.profile)

    def runs_of_any_profile(self, day: Day, step: Step) -> tuple[Run, ...]:
        """Return a Step's Runs, under earlier ids too, oldest first."""
        names = full_ids(self.course, day, step)
        return tuple(run for run in self.runs if run.request.step in names)

    def seed_runs(self, day: Day, step: Step) -> SeedRuns:
        """Return a Step's Runs by the seed of their training, in the student's Profile."""
        step_id = self.step_id(day, step)
        if step_id not in self._seed_runs:
            found = seed_runs(self.course, day, step, self.profile, self.runs)
            self._seed_runs[step_id] = found
        return self._seed_runs[step_id]

    def successful_run(self, day: Day, step: Step) -> Run | None:
        """Return the newest Run of a Step that ended well and left its record.

        Of training seeds it is the newest of the first one that is there; of a group of seeds the
        one with the Recipe's own seed, else with the lowest: never the best.
        """
        if step.training_seeds(self.profile) and (first := self.seed_runs(day, step).first):
            return first
        succeeded = [run for run in reversed(self.runs_of(day, step)) if run.succeeded]
        if not succeeded or not succeeded[0].request.group:
            return next(iter(succeeded), None)
        group = [r for r in succeeded if r.request.group == succeeded[0].request.group]
        own = recipe_seed(step, self.profile)
        return min(group, key=lambda r: (r.request.seed != own, r.request.seed or 0))

    def successful_runs(self, day: Day, step: Step) -> tuple[Run, ...]:
        """Return the Runs on which a Step's proof rests: one a training seed, or the newest."""
        seeds = self.seed_runs(day, step) if step.training_seeds(self.profile) else None
        if seeds and seeds.there:
            return tuple(seeds.there[seed] for seed in sorted(seeds.there))
        run = self.successful_run(day, step)
        return (run,) if run else ()

    def record(self, run: Run) -> Record | Problem | None:
        """Return what a Run recorded; None: no file, a Problem: a file that is no record."""
        if run.folder not in self._records:
            self._records[run.folder] = records.read_record(run.folder)
        return self._records[run.folder]

    def file_problems(self, run: Run) -> tuple[Problem, ...]:
        """Return what is wrong with the files a Run recorded; hashes each of them once."""
        if run.folder not in self._file_problems:
            record = self.record(run)
            found = (
                [record or Problem("record.json is missing")]
                if record is None or isinstance(record, Problem)
                else records.verify_files(run.folder, record)
            )
            self._file_problems[run.folder] = tuple(found)
        return self._file_problems[run.folder]

    def eval_info(self, run: Run, record: EvaluationRecord) -> EvalInfo | Problem:
        """Return the evaluation file that a record names."""
        if run.folder not in self._eval_infos:
            path = foreign.inside(run.folder, record.eval_info)
            read = path if isinstance(path, Problem) else eval_info.read(path)
            self._eval_infos[run.folder] = read
        return self._eval_infos[run.folder]

    def trainings_of(self, checkpoint_sha256: str | None) -> tuple[Run, ...]:
        """Return the successful Runs that recorded this checkpoint, newest first."""
        return tuple(
            run
            for run in reversed(self.runs)
            if run.succeeded
            and isinstance(record := self.record(run), CheckpointRecord)
            and record.sha256 == checkpoint_sha256
        )

    def is_attested(self, day: Day, step: Step) -> bool:
        """Whether the student ticked the Step, also by an earlier id. Raises ProgressDamaged."""
        return any(n in self.progress.steps for n in full_ids(self.course, day, step))

    def uncommitted(self, paths: Iterable[Path]) -> tuple[Path, ...]:
        """Return those of `paths` whose bytes HEAD does not hold. Raises `plumbing`'s errors."""
        return tuple(path for path in paths if not self._is_committed(path))

    def run_files(self, run: Run) -> tuple[Path, ...]:
        """Return the files of a Run that are proof, as far as they exist; of a dataset, its record.

        A dataset's own files are none: they stay out of the repository, its seed makes them again.
        """
        if run.folder not in self._run_files:
            record = self.record(run)
            names = list(RUN_FILES)
            if isinstance(record, CheckpointRecord | EvaluationRecord | MeasurementRecord):
                names += [file.path for file in record.files]
            found = (foreign.existing_file(run.folder, name) for name in names)
            self._run_files[run.folder] = tuple(path for path in found if path)
        return self._run_files[run.folder]

    def _is_committed(self, path: Path) -> bool:
        if path not in self._committed:
            name = self.head_blobs.get(path.relative_to(self.workspace.root).as_posix())
            same = name is not None and foreign.git_blob_name(path, len(name)) == name
            self._committed[path] = same
        return self._committed[path]

    def step_id(self, day: Day, step: Step) -> str:
        """Return the Step's full id."""
        return full_id(self.course, day, step)
