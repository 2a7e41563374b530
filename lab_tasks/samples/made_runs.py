"""The Runs of a Course's Days, as they would lie there if every Recipe had been run and gone well.

What a Run made follows from its Recipe's arguments, never from what a Check asks: so a Check that
asks for what its Recipe does not make is found out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from course import placeholders
from course.model import Course, Day, Profile, Step
from course.placeholders import Placeholder
from lab_tasks import references
from lab_tasks.evidence.records import (
    CheckpointRecord,
    CheckpointUsed,
    DatasetRecord,
    DatasetUsed,
    Record,
)
from lab_tasks.runs.model import OUTPUT, GitState, RunRequest
from lab_tasks.samples import run_folder
from lab_tasks.samples.request_numbers import number
from lab_tasks.samples.sample_episodes import episodes_asked
from lab_tasks.seeds import with_seed
from lab_tasks.workspace import Workspace

Product = Literal["dataset", "checkpoint", "evaluation", "measurement"]
OF_CHECK: dict[str, Product] = {
    "dataset-recorded": "dataset",
    "adapter-trained": "checkpoint",
    "checkpoint-trained": "checkpoint",
    "evaluation-recorded": "evaluation",
    "measurement-recorded": "measurement",
    "baseline-recorded": "evaluation",
}
OF_JOB: dict[str, Product] = {
    "demos": "dataset",
    "stored_demos": "dataset",
    "train": "checkpoint",
    run_folder.MODEL_JOB: "checkpoint",
    "decoding": "measurement",
    "evaluate": "evaluation",
    "expert": "evaluation",
}
BASELINE = "baseline-recorded"
EXPERT = "expert"
TASKS = {"pusht": "PushT-v0"}
"""Where no flag names it, as the jobs record it."""
FIRST_S = 1_700_000_000.0


@dataclass(frozen=True)
class Made:
    """A Run that was made, and what it recorded."""

    request: RunRequest
    record: Record

    @property
    def folder(self) -> str:
        """Where it lies in the Workspace."""
        return f".robolab/runs/{self.request.id}"


@dataclass
class MadeRuns:
    """Makes Runs in a Workspace, Step after Step, and knows those it has made."""

    course: Course
    workspace: Workspace
    profile: Profile
    counts: Mapping[str, tuple[int, ...]]
    """Solved episodes by full id of an evaluate Step, one number for each training; the last one
    for the rest. Where nothing is said: `_usual`."""
    runs: dict[str, list[Made]] = field(default_factory=dict)
    """By full id of the Step, in the order of its training seeds."""
    numbers: dict[str, int] = field(default_factory=dict)
    """The last number given to Runs of Steps with this short id."""

    def make(self, day: Day, step: Step) -> None:
        """Make the Step's Runs: one, or one a training seed; none where the Profile has none."""
        recipe = step.recipe.profiles.get(self.profile) if step.recipe else None
        if recipe is None or product_of(step) is None:
            return
        seeds: tuple[int | None, ...] = recipe.training_seeds or (None,)
        for training, seed in enumerate(seeds):
            self._make(day, step, training, seed)

    def _make(self, day: Day, step: Step, training: int, seed: int | None) -> None:
        request, inputs = self._request(day, step, training, seed)
        match product_of(step):
            case "dataset":
                episodes = number(request, "episodes", run_folder.DEMONSTRATIONS)
                record: Record = run_folder.leave_dataset(
                    self.workspace, request, episodes=episodes
                )
            case "checkpoint":
                record = run_folder.leave_checkpoint(
                    self.workspace,
                    request,
                    policy_type=request.flag("policy.type") or _asked_policy(step, self.profile),
                    dataset=_dataset_used(inputs),
                )
            case "measurement":
                record = run_folder.leave_measurement(self.workspace, request)
            case _:
                record = self._evaluate(day, step, training, request)
        made = Made(request, record)
        self.runs.setdefault(references.full_id(self.course, day, step), []).append(made)

    def _evaluate(self, day: Day, step: Step, training: int, request: RunRequest) -> Record:
        checkpoint = self._evaluated(request)
        sha256 = checkpoint.sha256 if checkpoint else None
        path = request.flag("policy.path")
        episodes = episodes_asked(request)
        said = self.counts.get(request.step, ())[: training + 1] or (_usual(step, episodes),)
        return run_folder.leave_evaluation(
            self.workspace,
            request,
            solved=min(said[-1], episodes),
            policy_type=checkpoint.policy_type if checkpoint else _asked_policy(step, self.profile),
            env=_env(day, request),
            checkpoint=CheckpointUsed(path=path, sha256=sha256) if path else None,
        )

    def _request(
        self, day: Day, step: Step, training: int, seed: int | None
    ) -> tuple[RunRequest, list[Made]]:
        assert step.recipe is not None
        recipe = step.recipe.profiles[self.profile]
        number = self.numbers[step.id] = self.numbers.get(step.id, 0) + 1
        run_id = f"{step.id}-{number:02d}"
        inputs: list[Made] = []

        def path_of(placeholder: Placeholder) -> str:
            if not placeholder.step:
                return f".robolab/runs/{run_id}/{OUTPUT}"
            made = self._made_by(day, placeholder.step, training)
            if made is None:
                return f"nothing/{placeholder.step}"
            inputs.append(made)
            return f"{made.folder}/{_product_path(made, placeholder)}"

        args = tuple(placeholders.fill(argument, path_of) for argument in recipe.args)
        if seed is not None and step.recipe.job == "train":
            args = with_seed(args, seed)
        step_id = references.full_id(self.course, day, step)
        made_before = sum(len(runs) for runs in self.runs.values())
        request = RunRequest(
            id=run_id,
            step=step_id,
            title=step.title,
            job=step.recipe.job,
            profile=self.profile,
            args=args,
            env=recipe.env,
            inputs=tuple(dict.fromkeys(made.request.id for made in inputs)),
            git=GitState(commit=None, dirty=None),
            requested_s=FIRST_S + 60 * made_before,
            seed=seed,
            rehearsal=recipe.rehearsal,
            group="" if seed is None else f"{step.id}-sample",
        )
        return request, inputs

    def _made_by(self, day: Day, reference: str, training: int) -> Made | None:
        found = references.find(self.course, day, reference)
        runs = self.runs.get(references.full_id(self.course, *found), []) if found else []
        return runs[training if training < len(runs) else 0] if runs else None

    def _evaluated(self, request: RunRequest) -> CheckpointRecord | None:
        """Return the checkpoint that a request evaluates; None: the hub's, or no policy's."""
        path = request.flag("policy.path") or ""
        for made in self._all():
            if path.startswith(f"{made.folder}/") and isinstance(made.record, CheckpointRecord):
                return made.record
        return None

    def _all(self) -> Iterator[Made]:
        for runs in self.runs.values():
            yield from runs


def product_of(step: Step) -> Product | None:
    """Return what a Step's Runs make, by its Checks, else by its job; None: nobody can know."""
    by_check = (OF_CHECK.get(deliverable.check.name) for deliverable in step.deliverables)
    known = next((product for product in by_check if product), None)
    return known or (OF_JOB.get(step.recipe.job) if step.recipe else None)


def _product_path(made: Made, placeholder: Placeholder) -> str:
    is_checkpoint = placeholder.kind == "checkpoint" and isinstance(made.record, CheckpointRecord)
    return made.record.path if is_checkpoint else OUTPUT  # type: ignore[union-attr]


def _dataset_used(inputs: list[Made]) -> DatasetUsed:
    data = next((each for each in inputs if isinstance(each.record, DatasetRecord)), None)
    if data is None or not isinstance(data.record, DatasetRecord):
        episodes = run_folder.DEMONSTRATIONS
        frames = episodes * run_folder.FRAMES_PER_EPISODE
        return DatasetUsed(sha256=None, episodes=episodes, frames=frames)
    made = data.record
    path = f"{data.folder}/{OUTPUT}"
    return DatasetUsed(sha256=made.sha256, episodes=made.episodes, frames=made.frames, path=path)


def _asked_policy(step: Step, profile: Profile) -> str:
    """Return the policy that the Step's Checks ask for, where its command names no type."""
    asked = (made.check.args_for(profile).get("policy") for made in step.deliverables)
    return next((str(policy) for policy in asked if policy), "policy")


def _usual(step: Step, episodes: int) -> int:
    """Return how many episodes are solved where the author does not say: nine in ten.

    Of a baseline the expert solves all, any other none.
    """
    baselines = [d.check.args for d in step.deliverables if d.check.name == BASELINE]
    if baselines:
        return episodes if baselines[0].get("policy") == EXPERT else 0
    return 9 * episodes // 10


def _env(day: Day, request: RunRequest) -> dict[str, str]:
    """Return where a Run was evaluated: as its flags say, else as others of the Day do."""
    named = (
        argument.partition("=")[2]
        for step in day.steps
        for recipe in (step.recipe.profiles.values() if step.recipe else ())
        for argument in recipe.args
        if argument.startswith("--env.type=")
    )
    type_ = request.flag("env.type") or next(named, "so101_bench")
    return {"type": type_, "task": request.flag("env.task") or TASKS.get(type_, "PickPlace-v0")}
