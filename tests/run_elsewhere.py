"""A Run that was sent elsewhere, as its folder stays when whoever attended it was killed."""

import msgspec
from run_request import run_request

from lab_tasks import atomic
from lab_tasks.remote import vouching
from lab_tasks.remote.place import SshPlace
from lab_tasks.remote.placed import Placed, write_placed
from lab_tasks.runs.model import LAUNCH, LOCK, REQUEST, STOP, Launch, Run, RunRequest
from lab_tasks.runs.store import new_run_id, read_run
from lab_tasks.workspace import Workspace

STEP = "robo47/day19/train-act"
# No name of a host: whoever tries fails at once.
PLACE = SshPlace(name="gpu-box", host="robolab.invalid", workspace="~/there", robolab="python3")


def a_request(workspace: Workspace) -> RunRequest:
    return run_request(
        id=new_run_id(workspace, STEP),
    )


def lost_run(workspace: Workspace) -> Run:
    """A Run that was never started over there, with a stop: attended again, it ends at once."""
    request = a_request(workspace)
    folder = workspace.runs_dir / request.id
    folder.mkdir(parents=True)
    (folder / LOCK).touch()
    launch = Launch(python="", jobs_path="", waiting_for=PLACE.name)
    atomic.write_json(folder / LAUNCH, msgspec.to_builtins(launch))
    atomic.write_json(folder / REQUEST, msgspec.to_builtins(request))
    write_placed(folder, Placed(place=PLACE, token=vouching.vouch()))
    (folder / STOP).touch()
    return read_run(folder)
