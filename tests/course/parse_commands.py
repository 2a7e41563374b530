"""Run in the lab's Python: lets lerobot parse and validate command lines, without running them.

Reads `{name: {"job": "train" | "evaluate" | "tiny_vla", "args": […]}}` on stdin, in an order in
which trainings come before the evaluations of their checkpoints; writes `{name: "" or the
complaint}` to stdout.
The working folder stands for the workspace: a training leaves its policy's configuration where
`--output_dir` points, as lerobot would, so that an evaluation finds a checkpoint to look at. So do
the base models of the hub: there is no network, and lerobot looks for a folder of that name first.
"""

import json
import sys
from pathlib import Path

from lerobot.policies.factory import make_policy_config
from lerobot.utils.import_utils import register_third_party_plugins

from lab_tasks.jobs import command_line

HUB = {"lerobot/smolvla_base": "smolvla", "lerobot/pi05_base": "pi05"}
"""Base models of the hub that the Days name, each with the policy whose configuration it holds."""


def understand(job: str, args: list[str]) -> None:
    """Parse one command line. Raises whatever lerobot complains with."""
    if job == "tiny_vla":
        output = next(a.partition("=")[2] for a in args if a.startswith("--output_dir="))
        _leave("smolvla", Path(output, "pretrained_model"))
        return
    if job == "evaluate":
        command_line.eval_config(args)
        return
    config = command_line.train_config(args)
    config.validate()
    checkpoint = Path(config.output_dir, "pretrained_model")
    checkpoint.mkdir(parents=True)
    config.policy._save_pretrained(checkpoint)


def _leave(policy_type: str, folder: Path) -> None:
    folder.mkdir(parents=True)
    make_policy_config(policy_type, push_to_hub=False)._save_pretrained(folder)


def complaint(job: str, args: list[str]) -> str:
    """Return why lerobot would not run this; empty when it would."""
    try:
        understand(job, args)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever it is, it is the answer
        return f"{type(error).__name__}: {error}"
    return ""


def main() -> None:
    """Answer for every command on stdin."""
    register_third_party_plugins()
    asked = json.load(sys.stdin)
    for name, policy_type in HUB.items():
        if not Path(name).is_dir():
            _leave(policy_type, Path(name))
    answers = {name: complaint(one["job"], one["args"]) for name, one in asked.items()}
    sys.stdout.write("ANSWERS " + json.dumps(answers) + "\n")


if __name__ == "__main__":
    main()
