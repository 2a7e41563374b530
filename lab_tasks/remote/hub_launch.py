"""Launching a training on Hugging Face Jobs, to which lerobot itself submits it.

A process of this machine submits and follows it, under the ordinary supervisor. What cannot work
over there is refused before anything costs money.
"""

import subprocess
from pathlib import Path

import msgspec

from lab_tasks.remote.place import HubPlace
from lab_tasks.runs.launch import launch
from lab_tasks.runs.launch_errors import LaunchError
from lab_tasks.runs.model import Run, RunRequest
from lab_tasks.workspace import Workspace

JOB = "hub_train"
OFFLINE = frozenset({"HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_DATASETS_OFFLINE"})
LOGGED_IN = "import huggingface_hub as h; raise SystemExit(0 if h.get_token() else 3)"
NOT_LOGGED_IN = 3
TIMEOUT_S = 60.0


class NotForTheHub(LaunchError):
    """The Run cannot be done by a Hugging Face job, or nobody is logged in."""


def launch_on_hub(place: HubPlace, workspace: Workspace, request: RunRequest, python: Path) -> Run:
    """Return the Run whose child submits the training and follows it.

    Raises:
        NotForTheHub, LaunchError: nothing was made, and nothing submitted.
    """
    submitted = hub_request(place, request)
    _check_login(python)
    return launch(workspace, submitted, python, place=place.name)


def hub_request(place: HubPlace, request: RunRequest) -> RunRequest:
    """Return the request with lerobot's own flags for a job. Raises NotForTheHub."""
    if request.job != "train":
        why = f"{place.name} trains, and {request.title!r} is no training"
        raise NotForTheHub(why, "Run it at another place")
    if request.flag("dataset.root"):
        why = f"{place.name} reads datasets of the hub, and this one is a folder of yours"
        remedy = "Choose a profile whose dataset is on the hub, or another place"
        raise NotForTheHub(why, remedy)
    if request.flag("env.discover_packages_path"):
        why = f"{place.name} has only lerobot's own environments, and this is the course's"
        raise NotForTheHub(why, "Choose a profile with one of lerobot's, or another place")
    flags = (f"--job.target={place.flavor}", f"--job.timeout={place.timeout}")
    given = tuple(argument for argument in request.args if not argument.startswith("--job."))
    env = {name: value for name, value in request.env.items() if name not in OFFLINE}
    return msgspec.structs.replace(request, job=JOB, args=(*given, *flags), env=env)


def _check_login(python: Path) -> None:
    """Raise NotForTheHub unless huggingface_hub has a token; the token itself is not read here."""
    try:
        # -I: nothing is imported from the student's folder
        status = subprocess.run(
            [python, "-I", "-c", LOGGED_IN],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=TIMEOUT_S,
            check=False,
        ).returncode
    except (OSError, subprocess.TimeoutExpired) as error:
        remedy = "`robolab-tui doctor` looks for a Python that has lerobot"
        raise NotForTheHub(f"the lab's Python {python} does not run: {error}", remedy) from error
    if status == NOT_LOGGED_IN:
        login = f"{python.parent / 'hf'} auth login"
        raise NotForTheHub(
            "you are not logged in to Hugging Face", f"Run `{login}`, then try again"
        )
    if status:
        remedy = "`robolab-tui doctor` looks for a Python that has lerobot"
        raise NotForTheHub(f"the lab's Python {python} has no huggingface_hub", remedy)
