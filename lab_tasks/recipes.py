"""Recipes resolved: a Step at a Profile in a Workspace becomes a RunRequest, or what is missing."""

import time
from dataclasses import dataclass, field

from course import placeholders
from course.model import Course, Day, Profile, Step
from course.placeholders import Placeholder
from lab_tasks import foreign, references
from lab_tasks.commits import plumbing
from lab_tasks.evidence.evidence import Evidence
from lab_tasks.evidence.records import CheckpointRecord
from lab_tasks.problem import Problem
from lab_tasks.runs import store
from lab_tasks.runs.model import OUTPUT, GitState, Run, RunRequest
from lab_tasks.seeds import recipe_seed, with_seed
from lab_tasks.trainings import follows_seeds, seed_runs
from lab_tasks.workspace import Workspace

QUICK_ENV = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
"""One thread makes small CPU trainings 8 to 10 times faster; nothing is downloaded."""

NO_SEED = "It has no seed to vary: run it once, without --seeds."


@dataclass(frozen=True)
class Missing:
    """What a Recipe needs and is not there yet."""

    what: tuple[str, ...]
    remedy: str
    steps: tuple[str, ...] = ()
    """Full ids of the Steps that make what is missing, in the order of `what`."""


@dataclass(frozen=True)
class Member:
    """What sets a Run apart from others of the same Recipe."""

    seed: int | None = None
    """Takes the place of the Recipe's own; of an evaluation over training seeds it names the
    training whose checkpoint is meant. None: as the Recipe says."""
    group: str = ""
    entry: str = ""
    """Id of the queue's entry it is started for."""


ALONE = Member()


def resolve(
    course: Course,
    day: Day,
    step: Step,
    profile: Profile,
    workspace: Workspace,
    member: Member = ALONE,
) -> RunRequest | Missing:
    """Return what to run, every path relative to the Workspace, or what must be made first."""
    recipe = step.recipe.profiles.get(profile) if step.recipe else None
    if step.recipe is None or recipe is None:
        return Missing(
            (f"a recipe for {step.title!r} at the profile {profile}",), _no_recipe(step, profile)
        )
    run_id = store.new_run_id(workspace, step.id)
    seed = member.seed if follows_seeds(step, profile) else None
    filling = _Filling(Evidence(course, workspace, profile), day, run_id, profile, seed)
    args = tuple(placeholders.fill(argument, filling.path_of) for argument in recipe.args)
    if filling.missing:
        return filling.as_missing()
    if member.seed is not None and seed is None:
        if recipe_seed(step, profile) is None:
            return Missing((f"a seed in the recipe of {step.title!r}",), NO_SEED)
        args = with_seed(args, member.seed)
    return RunRequest(
        id=run_id,
        step=references.full_id(course, day, step),
        title=step.title,
        job=step.recipe.job,
        profile=profile,
        args=args,
        env=(QUICK_ENV if profile == "quick" else {}) | recipe.env,
        inputs=tuple(dict.fromkeys(filling.inputs)),
        git=git_state(workspace),
        requested_s=time.time(),
        seed=member.seed,
        group=member.group,
        entry=member.entry,
        rehearsal=recipe.rehearsal,
    )


def git_state(workspace: Workspace) -> GitState:
    """Return HEAD's commit, and whether a committed file of the student's own differs from it.

    The app's own files (`.robolab/`, the progress file) do not count: they change with every Run.
    """
    try:
        commit = plumbing.head_commit(workspace.root)
        blobs = plumbing.head_blobs(workspace.root) if commit else {}
    except (plumbing.GitMissing, plumbing.NotARepository, plumbing.GitFailed):
        return GitState(commit=None, dirty=None)
    if commit is None:
        return GitState(commit=None, dirty=None)
    own = {n: b for n, b in blobs.items() if not _is_the_apps(n, workspace)}
    return GitState(commit=commit, dirty=any(_differs(workspace, n, b) for n, b in own.items()))


@dataclass
class _Filling:
    """Fills the placeholders of one Recipe and remembers what it used and what it lacked."""

    evidence: Evidence
    day: Day
    run_id: str
    profile: Profile
    seed: int | None
    """The training whose checkpoints are meant; None: those that stand for their Steps."""
    inputs: list[str] = field(default_factory=list)
    missing: dict[str, tuple[str, str]] = field(default_factory=dict)
    """What is missing -> what makes it, in words, and the full id of that Step."""

    def path_of(self, placeholder: Placeholder) -> str:
        workspace = self.evidence.workspace
        if not placeholder.step:
            return workspace.relative(workspace.runs_dir / self.run_id / OUTPUT)
        found = references.find(self.evidence.course, self.day, placeholder.step)
        if found is None:
            self._lack(placeholder, placeholder.step, placeholder.step, None)
            return ""
        seed = self.seed if placeholder.kind == "checkpoint" else None
        run = self._run(*found, seed)
        path = self._product(run, placeholder) if run else None
        if run is None or path is None:
            self._lack(placeholder, found[1].title, self.evidence.step_id(*found), seed)
            return ""
        self.inputs.append(run.id)
        return path

    def _run(self, day: Day, step: Step, seed: int | None) -> Run | None:
        if seed is None:
            return self.evidence.successful_run(day, step)
        runs = seed_runs(self.evidence.course, day, step, self.profile, self.evidence.runs)
        return runs.there.get(seed)

    def _product(self, run: Run, placeholder: Placeholder) -> str | None:
        """Return where a Run's product is, relative to the Workspace; None when it is gone."""
        product = OUTPUT
        if placeholder.kind == "checkpoint":
            record = self.evidence.record(run)
            if not isinstance(record, CheckpointRecord):
                return None
            product = record.path
        path = foreign.inside(run.folder, product)
        if isinstance(path, Problem) or not path.is_dir():
            return None
        return self.evidence.workspace.relative(run.folder) + "/" + product

    def _lack(self, placeholder: Placeholder, title: str, step_id: str, seed: int | None) -> None:
        kind = "checkpoint" if placeholder.kind == "checkpoint" else "output"
        of_seed = "" if seed is None else f" with seed {seed}"
        self.missing[f"the {kind} of {title!r}{of_seed}"] = (f"{title!r}{of_seed}", step_id)

    def as_missing(self) -> Missing:
        steps = tuple(step_id for _, step_id in self.missing.values())
        first = " and ".join(f"{what} ({step_id})" for what, step_id in self.missing.values())
        remedy = f"Run {first} first."
        if self.seed is not None:
            short = "/".join(steps[0].split("/")[-2:])
            command = f"robolab-tui run {short} --profile {self.profile} --seeds {self.seed}"
            remedy += f" `{command}` does."
        return Missing(tuple(self.missing), remedy, steps)


def _is_the_apps(name: str, workspace: Workspace) -> bool:
    return name.startswith(f"{workspace.private.name}/") or name == workspace.progress_path.name


def _differs(workspace: Workspace, name: str, blob: str) -> bool:
    return foreign.git_blob_name(workspace.root / name, len(blob)) != blob


def _no_recipe(step: Step, profile: Profile) -> str:
    if why := step.why_not_needed(profile):
        return f"Nothing is to be run here: {why}."
    if step.recipe is None:
        return "This Step runs nothing: read its text."
    return f"Choose one of the profiles it has: {', '.join(sorted(step.recipe.profiles))}."
