"""What a Run is: its request, its state as a sum type, and the names inside its folder."""

import re
import shlex
from pathlib import Path

import msgspec

REQUEST = "request.json"
"""What was asked: portable, committed."""
LAUNCH = "launch.json"
"""Where and how it was started on this machine: paths and process numbers, never committed."""
CONTEXT = "context.json"
"""What the job found: versions, device, threads (written by the job at its start)."""
OUTPUT_LOG = "output.log"
METRICS = "metrics.jsonl"
RECORD = "record.json"
"""What it made, with hashes (written by the job on success only)."""
EXIT = "exit.json"
"""How it ended (written by the supervisor, whoever watches)."""
LOCK = "run.lock"
"""An flock held by supervisor and child as long as either lives."""
SUPERVISOR_LOCK = "supervisor.lock"
"""An flock held by the supervisor alone: tells whether anybody will act on the stop file."""
STOP = "stop"
"""An empty file by which the student asks the supervisor to stop the child."""
OUTPUT = "output"

FORMAT = 1
"""Newest `format` of request.json, launch.json and exit.json that this version reads."""


class GitState(msgspec.Struct, frozen=True, kw_only=True):
    """The Workspace's commit when the Run was asked for. None: no commit, or no repository."""

    commit: str | None
    dirty: bool | None


class RunRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked of a Run. All paths are relative to the Workspace."""

    format: int = 1
    id: str
    """`<step>-<nn>`, the folder's name."""
    step: str
    """Full id of the Step, `robo47/day19/train-act`."""
    title: str
    job: str
    profile: str
    args: tuple[str, ...]
    env: dict[str, str] = {}
    inputs: tuple[str, ...] = ()
    """Ids of the Runs whose outputs this one reads."""
    git: GitState
    requested_s: float
    """Unix time."""
    seed: int | None = None
    """Seed of the training where it is one of several of a group; None: as the Recipe says."""
    group: str = ""
    """Names the Runs that differ only in their seed; empty: it stands alone."""
    resumes: str = ""
    """Id of the Run from whose last complete Checkpoint this one goes on; empty: from the start."""
    entry: str = ""
    """Id of the queue's entry it was started for; empty: the student started it directly."""
    rehearsal: str = ""
    """Why it is a rehearsal and not a result, as the Recipe said then; empty: it counts."""

    @property
    def command(self) -> str:
        """What the supervisor starts, but for the path of the lab's Python and its PYTHONPATH."""
        module = f"lab_tasks.jobs.{self.job}"
        words = ["python", "-P", "-m", module, f".robolab/runs/{self.id}", "--", *self.args]
        return shlex.join(words)

    @property
    def command_to_type(self) -> str:
        """What does the same in a Run of its own, typed in the Workspace of the default Course."""
        if self.resumes:
            return f"robolab-tui runs resume {self.resumes}"
        step = "/".join(self.step.split("/")[-2:])
        seeds = "" if self.seed is None else f" --seeds {self.seed}"
        return f"robolab-tui run {step} --profile {self.profile}{seeds}"

    def flag(self, name: str) -> str | None:
        """Return the value of `--name=value` among the arguments; None when it is not given."""
        found = [a.partition("=")[2] for a in self.args if a.startswith(f"--{name}=")]
        return found[-1] if found else None


class Launch(msgspec.Struct, frozen=True, kw_only=True):
    """Where and how a Run was started on this machine."""

    format: int = 1
    python: str
    """Absolute path of the lab's interpreter."""
    jobs_path: str
    """The child's PYTHONPATH."""
    wait_for: str | None = None
    """A lock file that must be free before the child starts; None: starts at once."""
    waiting_for: str = ""
    """What a Run that lives elsewhere waits for before its start; empty: for nothing."""
    grace_s: float = 10.0
    """Seconds from SIGINT to SIGTERM, and from SIGTERM to SIGKILL, when it is stopped."""
    supervisor_pid: int | None = None
    """For display only, like `child_pid`; None until the supervisor has started the child."""
    child_pid: int | None = None
    """Also the number of the child's process group."""
    started_s: float | None = None
    """Unix time of the child's start; None before."""
    boot_id: str = ""
    """Which start of the machine it belongs to; empty: not known."""
    host: str = ""
    """Name of that machine; empty: not known."""
    place: str = ""
    """Name of the Place it was launched at; empty: this machine."""


class Exit(msgspec.Struct, frozen=True, kw_only=True):
    """How the child ended, as the supervisor saw it. `code` or `signal`, the other None."""

    format: int = 1
    code: int | None = None
    signal: int | None = None
    stop_requested: bool = False
    started_s: float
    ended_s: float
    suspended_s: float = 0.0
    """Seconds for which the machine slept meanwhile."""
    out_of_memory: bool | None = None
    """Whether the kernel counted a kill for want of memory; None: it tells no count here."""


class Starting(msgspec.Struct, frozen=True):
    """Asked for; the child is not there yet. `waiting_for`: for what, empty when for nothing."""

    waiting_for: str = ""


class Running(msgspec.Struct, frozen=True):
    """Its lock is held."""

    started_s: float
    is_supervised: bool = True
    """Whether its supervisor lives; else nobody will see how it ends."""


class Finished(msgspec.Struct, frozen=True):
    """The child ended by itself."""

    code: int
    ended_s: float


class Stopped(msgspec.Struct, frozen=True):
    """The student asked it to stop, and it did."""

    ended_s: float


class Killed(msgspec.Struct, frozen=True):
    """A signal that the student did not ask for ended it."""

    signal: int
    ended_s: float
    out_of_memory: bool = False
    """Whether the kernel's own count proves that it ran out of memory; never guessed."""


class Lost(msgspec.Struct, frozen=True):
    """Nothing of it lives and nobody saw how it ended (power cut, reboot, supervisor killed)."""

    why: str


class Followed(msgspec.Struct, frozen=True):
    """No Run of ours but a log that nobody wrote for us: nothing tells whether its writer lives."""

    grew_s: float | None
    """Unix time at which it last grew; None when that is not known."""
    is_complete: bool = False
    """Whether the log itself says that the training came to its end."""
    problem: str = ""
    """Why nothing comes from it or is understood, and what to do; empty: nothing is wrong."""


RunState = Starting | Running | Finished | Stopped | Killed | Lost


class Run(msgspec.Struct, frozen=True):
    """A Run as its folder shows it now."""

    folder: Path
    request: RunRequest
    state: RunState

    @property
    def id(self) -> str:
        """The folder's name."""
        return self.request.id

    @property
    def is_alive(self) -> bool:
        """Whether something of it is running or about to."""
        return isinstance(self.state, Starting | Running)

    @property
    def succeeded(self) -> bool:
        """Whether it ended with status 0 and left its record."""
        finished = isinstance(self.state, Finished) and self.state.code == 0
        return finished and (self.folder / RECORD).is_file()


RUN_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,60}-[0-9]{2,4}")
"""Shape of a Run's id; anything else in `runs/` is not a Run."""
