"""Stage `evaluate`: the recorded evaluations run again, in the clone, by the fresh environment.

This runs the repository's packages with the rights of whoever started it: nothing is isolated yet.
What it does not get is the rest of the user's environment, where tokens live.
"""

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from lab_tasks.reproduction import process
from lab_tasks.reproduction.checkpoints import Recorded
from lab_tasks.reproduction.events import EvaluationState
from lab_tasks.runs.metric_lines import MetricLines, Progressed, Start
from lab_tasks.runs.model import METRICS, OUTPUT

AT_A_TIME = 2
DEADLINE_S = 3600.0
KEPT = (
    *("PATH", "LANG", "LC_ALL", "TMPDIR", "TZ", "CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES"),
    *("MUJOCO_GL", "PYOPENGL_PLATFORM", "LD_LIBRARY_PATH", "PYTHONPYCACHEPREFIX"),
)
"""Of the user's environment, what a job gets. No tokens, no keys, no home."""
NEVER = ("PATH", "HOME", "PYTHONPATH", "PYTHONHOME", "LD_PRELOAD", "LD_LIBRARY_PATH")
"""What a recorded request may not set."""

Tell = Callable[[EvaluationState], None]


@dataclass(frozen=True)
class RunAgain:
    """One evaluation after it was run again."""

    recorded: Recorded
    folder: Path
    ended: process.Ended


def run_again(
    evaluations: Sequence[Recorded],
    *,
    clone: Path,
    python: Path,
    scratch: Path,
    logs: Path,
    jobs: Path,
    tell: Tell,
    is_cancelled: Callable[[], bool],
) -> tuple[RunAgain, ...]:
    """Run the evaluations, two at a time, each in a folder below `scratch`. Raises Cancelled."""

    given_up = threading.Event()

    def one(recorded: Recorded) -> RunAgain:
        folder = scratch / "evaluations" / recorded.run.id
        folder.mkdir(parents=True)
        log = logs / f"evaluate-{recorded.run.id}.log"
        watch = _Watch(recorded, folder, log, tell)
        ended = process.run(
            command(recorded, python, folder),
            cwd=clone,
            env=environment(recorded, scratch / "home", jobs),
            log=log,
            deadline_s=DEADLINE_S,
            is_cancelled=lambda: given_up.is_set() or is_cancelled(),
            while_running=watch.look,
        )
        watch.end(ended.code == 0)
        return RunAgain(recorded, folder, ended)

    (scratch / "home").mkdir(exist_ok=True)
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        try:
            return tuple(pool.map(one, evaluations))
        except BaseException:  # an interrupt too must not wait for the evaluations to end
            given_up.set()
            raise


def command(recorded: Recorded, python: Path, folder: Path) -> list[str]:
    """Return the recorded command with its output led elsewhere."""
    request = recorded.run.request
    args = [a for a in request.args if not a.startswith("--output_dir=")]
    module = f"lab_tasks.jobs.{request.job}"
    output = f"--output_dir={folder / OUTPUT}"
    return [str(python), "-P", "-m", module, str(folder), "--", *args, output]


def environment(recorded: Recorded, home: Path, jobs: Path) -> dict[str, str]:
    """Return the job's environment: the recorded settings over a small part of the user's."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    asked = {n: v for n, v in recorded.run.request.env.items() if n not in NEVER}
    ours = {"HOME": str(home), "PYTHONPATH": str(jobs), "PYTHONUNBUFFERED": "1"}
    return kept | asked | ours


class _Watch:
    """Tells how far one evaluation is, whenever that changes."""

    def __init__(self, recorded: Recorded, folder: Path, log: Path, tell: Tell) -> None:
        self._lines = MetricLines(folder / METRICS)
        self._tell = tell
        self._total = recorded.record.n_episodes
        self._done = -1
        self._fixed = (recorded.step, recorded.run.id, log)

    def look(self) -> None:
        done = max(self._done, 0)
        for line in self._lines.poll():
            if isinstance(line, Progressed):
                done = line.done
            elif isinstance(line, Start):
                self._total = line.total
        if done != self._done:
            self._done = done
            self._say("running")

    def end(self, well: bool) -> None:
        self.look()
        self._say("done" if well else "failed")

    def _say(self, phase: str) -> None:
        step, run, log = self._fixed
        state = EvaluationState(step, run, phase, self._done, self._total, log)  # type: ignore[arg-type]
        self._tell(state)
