"""The system's `ssh`, the only way to another machine: its options, quoting, and what it said.

The student's own `~/.ssh/config`, keys and agent are used as they are; nothing here asks for a
password, forwards anything, or waits for ever.
"""

import contextlib
import shlex
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lab_tasks.remote.address import Host
from lab_tasks.sanitise import clean_line

OPTIONS = {
    "BatchMode": "yes",  # a prompt would wait behind the screen
    "ConnectTimeout": "10",
    "ServerAliveInterval": "5",
    "ServerAliveCountMax": "2",  # a dead connection is noticed within 15 s
    "ClearAllForwardings": "yes",
    "PermitLocalCommand": "no",
    "LogLevel": "ERROR",
    "ControlMaster": "no",  # a master of the student's own is used; none is left behind
}
LOST = 255
"""Status of `ssh` itself when it could not connect, or when the connection went."""
TIMEOUT_S = 60.0
LONGEST_ANSWER_BYTES = 1_000_000


@dataclass(frozen=True)
class Failed(Exception):
    """A command over there did not succeed. `why` is safe to show; `is_lost`: no connection."""

    why: str
    status: int

    @property
    def is_lost(self) -> bool:
        """Whether trying again later may help: the connection failed, not the command."""
        return self.status == LOST

    def __str__(self) -> str:
        return self.why


def client(host: Host, control: str = "") -> list[str]:
    """Return `ssh` with its options, without the host. `control`: a socket to share."""
    options = dict(OPTIONS)
    if control:
        # The first connection serves the later ones, and ends by itself when this is killed.
        options |= {"ControlMaster": "auto", "ControlPath": control, "ControlPersist": "15"}
    words = ["ssh", "-T", "-x", "-a"]
    for name, value in options.items():
        words += ["-o", f"{name}={value}"]
    return words + (["-p", str(host.port)] if host.port else [])


def command(host: Host, words: Sequence[str], control: str = "") -> list[str]:
    """Return the local command that runs `words` on `host`, each reaching it as it is."""
    return [*client(host, control), "--", _bare(host), " ".join(map(quoted, words))]


def quoted(word: str) -> str:
    """Return a word as the shell over there must read it."""
    return shlex.quote(word)


def run(
    host: Host,
    words: Sequence[str],
    *,
    given: bytes = b"",
    control: str = "",
    timeout_s: float = TIMEOUT_S,
) -> bytes:
    """Run a command on `host` and return what it printed, at most 1 MB.

    Raises:
        Failed: no connection, no `ssh` here, too slow, or a status other than 0.
    """
    try:
        done = subprocess.run(
            command(host, words, control),
            input=given,
            capture_output=True,
            timeout=timeout_s,
            check=False,
            start_new_session=True,  # a ctrl-c in the app is not for it, and there is no terminal
        )
    except subprocess.TimeoutExpired as error:
        raise Failed(f"{host.name} did not answer within {timeout_s:.0f} s", LOST) from error
    except OSError as error:
        raise Failed(f"`ssh` cannot be run here: {error.strerror}", error.errno or 1) from error
    if done.returncode:
        raise Failed(said(host, done.stderr, done.returncode), done.returncode)
    return done.stdout[:LONGEST_ANSWER_BYTES]


def hang_up(control: str) -> None:
    """End the shared connection behind the socket `control`; no error when there is none."""
    # The host's name is not looked at: the socket alone says which connection.
    words = ["ssh", "-o", f"ControlPath={control}", "-O", "exit", "--", "shared"]
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=5, check=False)


def said(host: Host, stderr: bytes | Iterable[str], status: int) -> str:
    """Return what went wrong as one safe sentence: the last line of what `ssh` printed."""
    lines = stderr.decode(errors="replace").splitlines() if isinstance(stderr, bytes) else stderr
    spoken = [line for line in map(clean_line, lines) if line]
    plain = [
        line for line in spoken if not line.startswith("rsync")
    ]  # it says what ssh said, again
    last = (plain or spoken or [f"status {status}"])[-1]
    return f"{host.name} cannot be reached: {last}" if status == LOST else f"{host.name}: {last}"


def _bare(host: Host) -> str:
    return host.name.replace("[", "").replace("]", "")
