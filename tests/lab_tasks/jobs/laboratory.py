"""A laboratory: a Python, a workspace, and policies so small that they train in seconds."""

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).parents[3]
BENCH = ("--env.discover_packages_path=lab_tasks.jobs.so101_bench", "--env.type=so101_bench")
LEARNER = (
    "--dataset.repo_id=local/so101_bench",
    "--dataset.root=demos/output",
    "--policy.push_to_hub=false",
    "--policy.device=cpu",
    "--wandb.enable=false",
    "--num_workers=0",
    "--seed=1",
    *BENCH,
)
TINY_ACT = (
    "--policy.type=act",
    "--policy.use_vae=false",
    "--policy.dim_model=16",
    "--policy.n_heads=1",
    "--policy.dim_feedforward=16",
    "--policy.chunk_size=2",
    "--policy.n_action_steps=2",
    "--batch_size=2",
    '--policy.input_features={"observation.state":{"type":"STATE","shape":[16]},'
    '"observation.environment_state":{"type":"ENV","shape":[12]}}',
)
TINY_VQBET = (
    "--policy.type=vqbet",
    "--policy.vision_backbone=resnet_blank",
    "--policy.pretrained_backbone_weights=null",
    "--policy.crop_shape=null",
    "--policy.n_obs_steps=1",
    "--policy.n_action_pred_token=1",
    "--policy.n_vqvae_training_steps=5",
    "--policy.gpt_block_size=16",
    "--policy.gpt_n_layer=1",
    "--policy.gpt_n_head=1",
    "--policy.gpt_input_dim=16",
    "--policy.gpt_output_dim=16",
    "--policy.gpt_hidden_dim=16",
    "--batch_size=8",
    '--policy.input_features={"observation.state":{"type":"STATE","shape":[16]},'
    '"observation.image":{"type":"VISUAL","shape":[3,8,8]}}',
)


@dataclass(frozen=True)
class Lab:
    """A Python and a workspace; each job runs in a folder of its own below the workspace."""

    python: str
    workspace: Path

    def start(self, job: str, run: str, *args: str) -> subprocess.Popen[str]:
        """Start a job as the launcher does: by relative paths, its output in a file."""
        folder = self.workspace / run
        folder.mkdir()
        with (folder / "output.log").open("w") as log:
            command = [self.python, "-m", f"lab_tasks.jobs.{job}", run, "--", *args]
            where = {"cwd": self.workspace, "env": self.environment()}
            return subprocess.Popen(command, stdout=log, stderr=log, text=True, **where)

    def run(self, job: str, run: str, *args: str) -> Path:
        """Run a job to its end and return its folder; fail with its output if it fails."""
        status = self.start(job, run, *args).wait(timeout=170)
        log = (self.workspace / run / "output.log").read_text()
        assert status == 0, f"{job} ended with {status}:\n{log[-3000:]}"
        return self.workspace / run

    def train(self, run: str, policy: tuple[str, ...], steps: int, log_freq: int) -> Path:
        """Train a tiny policy on the demonstrations in `demos`."""
        sizes = (f"--steps={steps}", f"--save_freq={steps}", f"--log_freq={log_freq}")
        return self.run("train", run, *LEARNER, *policy, *sizes)

    def evaluate(self, run: str, checkpoint: Path, episodes: int) -> Path:
        """Evaluate a checkpoint on the bench, seed 1."""
        given = (f"--policy.path={checkpoint.relative_to(self.workspace)}", "--policy.device=cpu")
        sizes = (f"--eval.n_episodes={episodes}", f"--eval.batch_size={episodes}")
        return self.run(
            "evaluate", run, *BENCH, *given, *sizes, "--eval.use_async_envs=false", "--seed=1"
        )

    def probe(self, code: str) -> Any:
        """Run a few lines in the lab's Python and return what they print, as JSON."""
        answer = subprocess.run(
            [self.python, "-c", code],
            cwd=self.workspace,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout.splitlines()[-1])

    def environment(self) -> dict[str, str]:
        """Return the environment of a job: offline, one thread, no OpenGL chosen."""
        names = ("PATH", "LANG", "PYTHONPYCACHEPREFIX")
        kept = {name: os.environ[name] for name in names if name in os.environ}
        own = {"HOME": str(self.workspace), "PYTHONPATH": str(REPOSITORY)}
        return kept | own | {"OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}


def lines(run: Path) -> list[dict[str, Any]]:
    """Read a run's metrics."""
    return [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]


def record(run: Path) -> dict[str, Any]:
    """Read a run's record."""
    content: dict[str, Any] = json.loads((run / "record.json").read_text())
    return content
