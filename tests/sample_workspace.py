"""A small Course and Workspaces in which its Days were solved, for tests to spoil.

The Course is Day 19 and Day 21 in small; its Runs are those of `lab_tasks.samples`: the checkpoints
are a few fake bytes, all else is what the jobs and the app would have left.
"""

import json
import subprocess
from pathlib import Path
from typing import Any

from course.model import (
    CheckSpec,
    Course,
    Day,
    Deliverable,
    ProfileRecipe,
    Recipe,
    Reproduction,
    Source,
    Step,
    StepKind,
    Week,
)
from lab_tasks import comparison
from lab_tasks.evidence.records import CheckpointUsed, DatasetUsed
from lab_tasks.problem import Problem
from lab_tasks.progress import progress
from lab_tasks.runs.model import GitState, RunRequest
from lab_tasks.samples import run_folder as made
from lab_tasks.samples import sample_episodes
from lab_tasks.samples.sample_episodes import eval_info as eval_info  # what lerobot-eval writes
from lab_tasks.workspace import Workspace

EPISODES, SEED, BATCH_SIZE, STEPS = 20, 1, 10, 3000
POLICIES = ("act", "cloning")
SOLVED = {"act": 18, "cloning": 20, "untrained": 0, "expert": 20}


def sample_course() -> Course:
    """Return the Course, named as the real one so that ids look alike."""
    days = (_day19(), _day21())
    return Course(id="robo47", title="A sample", weeks=(Week(number=3, title="W", days=days),))


def solved_workspace(root: Path, *, commit: bool = True) -> Workspace:
    """Make a Workspace in which Day 19 is done: Runs, table, devlog, ticks, and the commit."""
    root.mkdir(parents=True, exist_ok=True)
    workspace, course = Workspace(root), sample_course()
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.name", "Ada Student")
    git(root, "config", "user.email", "ada@example.org")
    (root / ".gitignore").write_text("*.lock\n")
    (root / "requirements.txt").write_text("# the sample needs no package\n")
    write_dataset(workspace)
    for number, policy in enumerate((*POLICIES, "untrained")):
        write_training(workspace, policy, requested_s=100.0 + number)
        write_evaluation(workspace, policy, requested_s=200.0 + number)
    write_evaluation(workspace, "expert", requested_s=250.0)
    write_documents(course, workspace)
    progress.start(workspace, course.id, "quick")
    progress.tick(workspace, "robo47/day19/glossary", "attested")
    if commit:
        commit_all(workspace)
    return workspace


def write_documents(course: Course, workspace: Workspace) -> None:
    """Write the comparison's table and a devlog around it."""
    devlog = workspace.root / "devlog" / "day19.md"
    devlog.parent.mkdir(exist_ok=True)
    devlog.write_text(
        "# Day 19\n\n## What I saw\n\n" + "The policies differ in words. " * 12 + "\n"
    )
    table = comparison.compare(course, course.days[0], workspace)
    written = comparison.write(workspace, table, "devlog/comparison.md")
    assert not isinstance(written, Problem), written


def write_dataset(workspace: Workspace, episodes: int = 100) -> Path:
    """Leave the folder of a `demos` Run."""
    args = [f"--episodes={episodes}", "--seed=10000"]
    request = _request("make-demos", "demos", args, 50.0)
    made.leave_dataset(workspace, request, episodes=episodes)
    return run_folder(workspace, request.id)


def write_training(
    workspace: Workspace,
    policy: str,
    *,
    number: int = 1,
    requested_s: float = 100.0,
    config: dict[str, Any] | None = None,
    base: str = "",
) -> Path:
    """Leave the folder of a `train` Run: `act`, `cloning`, `untrained`.

    `base`: it trains an adapter on this base model.
    """
    steps = 1 if policy == "untrained" else STEPS
    chunk = 1 if policy == "cloning" else 8
    args = [
        "--policy.type=act",
        f"--policy.chunk_size={chunk}",
        f"--steps={steps}",
        "--batch_size=32",
        "--seed=1",
        *((f"--policy.path={base}", "--peft.method_type=LORA") if base else ()),
    ]
    request = _request(f"train-{policy}", "train", args, requested_s, number)
    dataset = DatasetUsed(sha256="d" * 64, episodes=100, frames=4500)
    made.leave_checkpoint(
        workspace,
        request,
        policy_type="act",
        dataset=dataset,
        config={"chunk_size": chunk} | (config or {}),
    )
    return run_folder(workspace, request.id)


def write_evaluation(
    workspace: Workspace,
    policy: str,
    *,
    number: int = 1,
    solved: int | None = None,
    requested_s: float = 200.0,
) -> Path:
    """Leave the folder of an `evaluate` (or `expert`) Run of the policy's newest training."""
    job = "expert" if policy == "expert" else "evaluate"
    checkpoint = None if policy == "expert" else _newest_checkpoint(workspace, policy)
    args = [
        *(_evaluate_args(checkpoint) if checkpoint else [f"--n_episodes={EPISODES}"]),
        f"--seed={SEED}",
        f"--output_dir=.robolab/runs/evaluate-{policy}-{number:02d}/output",
    ]
    request = _request(f"evaluate-{policy}", job, args, requested_s, number)
    made.leave_evaluation(
        workspace,
        request,
        solved=SOLVED[policy] if solved is None else solved,
        policy_type="expert" if policy == "expert" else "act",
        env={"type": "so101_bench", "task": "pick_place"},
        checkpoint=checkpoint,
    )
    return run_folder(workspace, request.id)


def episodes_of(solved: int, episodes: int = EPISODES) -> dict[str, list[Any]]:
    """Return per-episode results with the first `solved` successful."""
    return sample_episodes.episodes_of(solved, episodes)


def edit_json(path: Path, **changes: Any) -> None:
    """Change keys of a JSON file, as a student with an editor might; `a__b` is `b` in `a`."""
    content = json.loads(path.read_text())
    for dotted, value in changes.items():
        *parents, key = dotted.split("__")
        place = content
        for parent in parents:
            place = place[parent]
        place[key] = value
    path.write_text(json.dumps(content))


def ask(run: Path, **flags: Any) -> None:
    """Change flags of a Run's request; `eval__seed` is `--eval.seed`."""
    request = json.loads((run / "request.json").read_text())
    for name, value in flags.items():
        begin = f"--{name.replace('__', '.')}="
        others = [arg for arg in request["args"] if not arg.startswith(begin)]
        request["args"] = [*others, f"{begin}{value}"]
    (run / "request.json").write_text(json.dumps(request))


def run_folder(workspace: Workspace, run_id: str) -> Path:
    """Return a Run's folder."""
    return workspace.runs_dir / run_id


def commit_all(workspace: Workspace, message: str = "Day 19") -> None:
    """Commit everything there is, ignored files included."""
    git(workspace.root, "add", "-A", "-f", ".")
    git(workspace.root, "commit", "-q", "-m", message)


def git(root: Path, *arguments: str) -> str:
    """Run git as a student would; return what it prints."""
    done = subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout


def _newest_checkpoint(workspace: Workspace, policy: str) -> CheckpointUsed:
    folder = sorted(workspace.runs_dir.glob(f"train-{policy}-[0-9]*"))[-1]
    record = json.loads((folder / "record.json").read_text())
    path = f".robolab/runs/{folder.name}/{record['path']}"
    return CheckpointUsed(path=path, sha256=record["sha256"])


def _evaluate_args(checkpoint: CheckpointUsed) -> list[str]:
    return [
        f"--policy.path={checkpoint.path}",
        "--env.type=so101_bench",
        f"--eval.n_episodes={EPISODES}",
        f"--eval.batch_size={BATCH_SIZE}",
    ]


def _request(
    step: str, job: str, args: list[str], requested_s: float, number: int = 1
) -> RunRequest:
    return RunRequest(
        id=f"{step}-{number:02d}",
        step=f"robo47/day19/{step}",
        title=step,
        job=job,
        profile="quick",
        args=tuple(args),
        env={"OMP_NUM_THREADS": "1"},
        git=GitState(commit=None, dirty=None),
        requested_s=requested_s + number / 100,
    )


def _day19() -> Day:
    evaluations = [f"evaluate-{policy}" for policy in POLICIES]
    steps = (
        _step("glossary", "glossary", _deliverable("read", "attested")),
        _step(
            "make-demos",
            "run",
            _deliverable("dataset", "dataset-recorded", episodes=100),
            recipe=_recipe("demos", "--episodes=100", "--output_dir={output}"),
        ),
        *(_training_step(policy) for policy in (*POLICIES, "untrained")),
        *(_evaluation_step(policy) for policy in (*POLICIES, "untrained", "expert")),
        _step(
            "compare",
            "compare",
            _deliverable(
                "table", "comparison-written", path="devlog/comparison.md", steps=evaluations
            ),
        ),
        _step(
            "devlog",
            "write",
            _deliverable(
                "words", "words-written", path="devlog/day19.md", words=50, headings=["What I saw"]
            ),
        ),
        _step("commit", "commit", _deliverable("commit", "committed")),
    )
    return _a_day(19, "The comparison", steps)


def _day21() -> Day:
    references = tuple(f"day19/evaluate-{policy}" for policy in POLICIES)
    step = Step(
        id="reproduce",
        title="Reproduce",
        kind="fresh-clone",
        minutes=10,
        text="t",
        reproduction=Reproduction(evaluations=references),
        deliverables=(_deliverable("reproduction", "reproduced", evaluations=list(references)),),
    )
    return _a_day(21, "Retro", (step,))


def _training_step(policy: str) -> Step:
    steps = 1 if policy == "untrained" else STEPS
    made = _deliverable("checkpoint", "checkpoint-trained", policy=policy, steps=steps)
    recipe = _recipe("train", "--dataset.root={output:make-demos}", "--output_dir={output}")
    return _step(f"train-{policy}", "run", made, recipe=recipe)


def _evaluation_step(policy: str) -> Step:
    asked: dict[str, Any] = {"policy": policy, "episodes": EPISODES, "seed": SEED}
    if policy in POLICIES:
        made = (
            _deliverable("rate", "evaluation-recorded", **asked, batch_size=BATCH_SIZE),
            _deliverable("better", "beats-baseline", baseline="evaluate-untrained"),
        )
    else:
        made = (_deliverable("rate", "baseline-recorded", **asked),)
    job = "expert" if policy == "expert" else "evaluate"
    checkpoint = f"--policy.path={{checkpoint:train-{policy}}}"
    source = () if policy == "expert" else (checkpoint, "--env.type=so101_bench")
    recipe = _recipe(job, *source, f"--seed={SEED}", "--output_dir={output}")
    return _step(f"evaluate-{policy}", "run", *made, recipe=recipe)


def _step(step_id: str, kind: StepKind, *made: Deliverable, recipe: Recipe | None = None) -> Step:
    title = step_id.replace("-", " ").capitalize()
    return Step(
        id=step_id, title=title, kind=kind, minutes=5, text="t", recipe=recipe, deliverables=made
    )


def _deliverable(deliverable_id: str, check: str, **args: Any) -> Deliverable:
    title = f"The {deliverable_id}"
    return Deliverable(id=deliverable_id, title=title, check=CheckSpec(name=check, args=args))


def _recipe(job: str, *args: str) -> Recipe:
    return Recipe(job=job, profiles={"quick": ProfileRecipe(args=args, expected_s=60)})


def _a_day(number: int, title: str, steps: tuple[Step, ...]) -> Day:
    return Day(
        id=f"day{number}",
        number=number,
        title=title,
        objectives=("o",),
        sources=(Source(title="s", url="https://example.org"),),
        steps=steps,
        commit_message=f"Day {number}: {title}",
    )
