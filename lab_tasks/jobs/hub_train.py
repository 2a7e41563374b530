"""Job: a training that lerobot itself submits to Hugging Face Jobs, followed until its end.

`python -m lab_tasks.jobs.hub_train RUN_DIR -- ARGS…`, ARGS as for `lerobot-train`, `--job.target=`
among them. What it makes stays on the hub, so there is no record. lerobot leaves a job running
when it is interrupted; a Run that is stopped must not go on costing, so it is cancelled here.
"""

import os
import signal
import sys
from collections.abc import Callable

from lab_tasks.jobs import arguments, signals
from lab_tasks.jobs.refusal import Refusal, run_or_refuse

LOGIN = "run `hf auth login` with the lab's Python, then start the step again"


def main() -> None:
    """Submit the training and print what it prints; end by SIGINT when it was cancelled."""
    signals.stop_promptly()
    asked = arguments.parse(sys.argv[1:]).with_output()
    if asked.value("job.target") in (None, "", "local"):
        raise Refusal("--job.target names no hardware: `hf jobs hardware` lists what there is")
    from huggingface_hub import get_token

    if not get_token():
        raise Refusal(f"not logged in to Hugging Face: {LOGIN}")
    _submit(asked)


def _submit(asked: arguments.Arguments) -> None:
    from lerobot.jobs import hf
    from lerobot.scripts import lerobot_train
    from lerobot.utils.import_utils import register_third_party_plugins

    from lab_tasks.jobs import command_line

    register_third_party_plugins()
    vars(hf)["follow_job"] = _cancelling(hf.follow_job)
    lerobot_train.train(command_line.train_config(asked.given))


def _cancelling(follow_job: Callable[..., bool]) -> Callable[..., bool]:
    """Return lerobot's own following of a job, which then cancels what it would leave running."""
    from huggingface_hub import cancel_job

    def follow(job_id: str, **options: object) -> bool:
        if follow_job(job_id, **options):
            return True
        cancel_job(job_id=job_id)
        print(f"robolab: cancelled the job {job_id}", flush=True)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
        return False

    return follow


if __name__ == "__main__":
    run_or_refuse(main)
