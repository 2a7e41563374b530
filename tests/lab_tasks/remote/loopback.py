"""A real `sshd` on loopback, with its own keys, port and settings in a test's folder.

`ssh` is the system's, behind a script on PATH that names the settings made here: `ssh` itself reads
those of the account's home, whatever HOME says.
"""

import contextlib
import getpass
import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path

from fake_lab import until

SSHD = shutil.which("sshd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
HOST = "loopback"


class Loopback:
    """The host `loopback`: `start`, `stop`, and `drop`, which loses every connection."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self.home = folder, folder / "home"
        self.home.mkdir()
        self.port = free_port()
        self._server: subprocess.Popen[bytes] | None = None
        for key in ("host", "user"):
            subprocess.run(
                ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / key], check=True
            )
        self._write_settings()

    def start(self) -> None:
        assert SSHD is not None
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(exist_ok=True)  # root's sshd will not start without
        command = [SSHD, "-D", "-e", "-f", str(self.folder / "sshd_config")]
        with (self.folder / "sshd.log").open("ab") as log:
            self._server = subprocess.Popen(command, stderr=log, stdin=subprocess.DEVNULL)
        until(self._answers, "sshd")

    def stop(self) -> None:
        """End the server and every connection; what runs over there goes on."""
        if self._server is None:
            return
        connections = self._connections()
        self._server.terminate()
        self._server.wait()
        self._server = None
        _signal(connections, signal.SIGKILL)

    def drop(self) -> int:
        """Kill the server's side of every connection; return how many processes that were."""
        return _signal(self._connections(), signal.SIGKILL)

    def silence(self) -> int:
        """Let every connection stay open and answer nothing, as a network that fell away does."""
        return _signal(self._connections(), signal.SIGSTOP)

    def _connections(self) -> list[int]:
        """Return the server's descendants that are `sshd` too."""
        assert self._server is not None
        listed = subprocess.run(
            ["ps", "-Ao", "pid=,ppid=,comm="], capture_output=True, text=True, check=True
        )
        rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
        ours = [self._server.pid]
        for parent in ours:
            ours += [int(p) for p, of, name in rows if int(of) == parent and name == "sshd"]
        return ours[1:]

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def _write_settings(self) -> None:
        key = (self.folder / "user.pub").read_text()
        (self.folder / "authorized_keys").write_text(key)
        host_key = (self.folder / "host.pub").read_text()
        (self.folder / "known_hosts").write_text(f"[127.0.0.1]:{self.port} {host_key}")
        (self.folder / "sshd_config").write_text(
            f"ListenAddress 127.0.0.1:{self.port}\n"
            f"HostKey {self.folder}/host\n"
            f"AuthorizedKeysFile {self.folder}/authorized_keys\n"
            f"SetEnv HOME={self.home}\n"
            f"PidFile none\nStrictModes no\nUsePAM no\nPermitRootLogin prohibit-password\n"
            "PasswordAuthentication no\nLogLevel VERBOSE\n"
        )
        (self.folder / "ssh_config").write_text(
            f"Host {HOST}\n  HostName 127.0.0.1\n  Port {self.port}\n"
            f"  User {getpass.getuser()}\n  IdentityFile {self.folder}/user\n"
            f"  IdentitiesOnly yes\n  UserKnownHostsFile {self.folder}/known_hosts\n"
        )
        client = self.folder / "bin" / "ssh"
        client.parent.mkdir()
        client.write_text(
            f'#!/bin/sh\nexec {shutil.which("ssh")} -F {self.folder}/ssh_config "$@"\n'
        )
        client.chmod(0o755)


def _signal(numbers: list[int], signal_: signal.Signals) -> int:
    for number in numbers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal_)
    return len(numbers)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
