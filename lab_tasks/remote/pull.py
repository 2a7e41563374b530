"""Pulling a Run's files from a host, and pushing its inputs there, by `rsync` over `ssh`.

Links are neither followed nor copied, and a name is fetched only where one of ours is expected.
"""

import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from lab_tasks.remote import ssh
from lab_tasks.remote.address import Host
from lab_tasks.runs.heartbeat import HEARTBEAT
from lab_tasks.runs.log_limit import HEAD_BYTES
from lab_tasks.runs.model import (
    CONTEXT,
    EXIT,
    LAUNCH,
    METRICS,
    OUTPUT,
    OUTPUT_LOG,
    RECORD,
    STOP,
)
from lab_tasks.runs.system_lines import SYSTEM

GROWING = (OUTPUT_LOG, METRICS, SYSTEM)
SMALL = (CONTEXT, LAUNCH, RECORD, EXIT, HEARTBEAT)
LARGEST_SMALL = "4m"
TIMEOUT_S = 60
"""Seconds without a byte after which `rsync` gives up."""
LARGE_BYTES = HEAD_BYTES // 2
"""From this size on a log may differ from theirs in more than its end: it was cut there. Half of
what is never cut, for that depends on the size of a block over there."""
PARTIAL = 23
"""Status of `rsync` when some of it could not be read or written, or the folder is not there."""


@dataclass(frozen=True)
class Pull:
    """From where to where: a Run's folder on `host` and its mirror here."""

    host: Host
    there: str
    """Relative to the home over there, or absolute; without a trailing slash."""
    folder: Path
    control: str
    """Socket of the shared connection."""
    large_bytes: int = LARGE_BYTES

    @property
    def size_bytes(self) -> int:
        """How much of the growing files has come."""
        paths = (self.folder / name for name in GROWING)
        return sum(path.stat().st_size for path in paths if path.is_file())

    @property
    def is_log_large(self) -> bool:
        """Whether the log may be cut over there in a part that is here already."""
        log = self.folder / OUTPUT_LOG
        return log.is_file() and log.stat().st_size >= self.large_bytes

    def small(self, into: Path) -> None:
        """Fetch the small JSON files, those that can be, into a folder of their own.

        Raises ssh.Failed.
        """
        into.mkdir(exist_ok=True)
        only = [*(f"--include=/{name}" for name in SMALL), "--exclude=*"]
        self._fetch(["--ignore-times", f"--max-size={LARGEST_SMALL}", *only], into, may_lack=True)

    def growth(self) -> None:
        """Fetch what the growing files have more than ours, as far as it can be.

        A large log is left to `large_log`. Raises ssh.Failed.
        """
        appended = (METRICS, SYSTEM) if self.is_log_large else GROWING
        self._fetch(["--append", *_only(appended)], self.folder, may_lack=True)

    def large_log(self) -> None:
        """Make the log equal to theirs, for which both sides read all of it. Raises ssh.Failed."""
        # With its time, by which the next one sees that nothing has changed.
        self._fetch(["--times", *_only((OUTPUT_LOG,))], self.folder, may_lack=True)

    def whole(self) -> None:
        """Make the growing files equal to theirs, byte for byte. Raises ssh.Failed."""
        self._fetch(["--checksum", *_only(GROWING)], self.folder)

    def products(self, checkpoint: str) -> None:
        """Fetch the output, all of it; of its checkpoints the one that is named, or none.

        `checkpoint` is its folder's name in `output/checkpoints/`; empty: none. Raises ssh.Failed.
        """
        # From the Run's folder: that there is no output is no failure then.
        keep = [f"--include=/{OUTPUT}/checkpoints/{checkpoint}/"] if checkpoint else []
        only = [f"--exclude=/{OUTPUT}/checkpoints/*", f"--include=/{OUTPUT}/", "--exclude=/*"]
        times = ["--times", "--omit-dir-times", "--partial"]
        self._fetch([*times, *keep, *only], self.folder)

    def _fetch(self, options: Sequence[str], into: Path, *, may_lack: bool = False) -> None:
        paths = [f"{self.host.name}:{self.there}/", f"{into}/"]
        rsync(self.host, [*options, *paths], self.control, may_lack=may_lack)


def push(host: Host, run_folder: Path, there: str, control: str) -> None:
    """Copy a Run that another one reads to the folder `there` of the host. Raises ssh.Failed."""
    excludes = [f"--exclude=/{name}" for name in (LAUNCH, STOP, "*.lock", "there/")]
    paths = [f"{run_folder}/", f"{host.name}:{there}/"]
    # The record comes last: over there it stands for the whole.
    rsync(host, ["--times", *excludes, f"--exclude=/{RECORD}", *paths], control)
    rsync(host, ["--times", *excludes, *paths], control)


def rsync(host: Host, options: Sequence[str], control: str, *, may_lack: bool = False) -> None:
    """Run `rsync` over our `ssh`. `may_lack`: what cannot be read or written now is no failure.

    Raises:
        ssh.Failed: no connection, no `rsync` here or there, a disk that takes nothing, or, with
            the status PARTIAL, a file that could not be read or written.
    """
    remote_shell = shlex.join(ssh.client(host, control))
    command = ["rsync", "-r", f"--timeout={TIMEOUT_S}", "-e", remote_shell, *options]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    except OSError as error:
        why = "`rsync` cannot be run here: install it"
        raise ssh.Failed(f"{why} ({error.strerror})", error.errno or 1) from error
    if done.returncode and not (may_lack and done.returncode == PARTIAL):
        # 12, 30, 255: the stream broke, nothing came for too long, no connection
        status = ssh.LOST if done.returncode in (12, 30, 255) else done.returncode
        raise ssh.Failed(ssh.said(host, _causes(done.stderr), status), status)


def _causes(stderr: bytes) -> list[str]:
    """Return what `rsync` said without its last word, which gives no more than the status."""
    lines = stderr.decode(errors="replace").splitlines()
    return [line for line in lines if not line.startswith("rsync error:")] or lines


def _only(names: Sequence[str]) -> list[str]:
    included = (f"--include=/{name}" for name in names)
    return ["--inplace", "--omit-dir-times", *included, "--exclude=*"]
