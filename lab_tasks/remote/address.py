"""Addresses of files on other machines: `host:path` or `ssh://[user@]host[:port]/path`.

Both go to the system's `ssh` and to a shell over there, so what could be taken for an option of
either is refused here, once.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from lab_tasks.sanitise import clean_line, without_secrets

_HOST = re.compile(
    r"(?:[A-Za-z0-9_][\w.+-]*@)?[A-Za-z0-9_][\w.%-]*|(?:[\w.+-]+@)?\[[0-9A-Fa-f:.%]+\]"
)
_SHORT = re.compile(r"(?P<host>[^/:\[\]]+|[^/\[]*\[[^/\]]+\]):(?P<path>(?!//).+)", re.DOTALL)
_LONG = re.compile(r"ssh://(?P<host>[^/]*?)(?::(?P<port>[0-9]{1,5}))?(?P<path>/.*)", re.DOTALL)


class AddressRefused(Exception):
    """No address that `ssh` may be given; the text says why, and how one is written."""


@dataclass(frozen=True)
class Host:
    """A machine as `ssh` names it: `gpu-box`, `ada@gpu-box`; None: the port of its settings."""

    name: str
    port: int | None = None


@dataclass(frozen=True)
class Address:
    """A file on another machine. A `path` without a leading `/` starts at the home over there."""

    host: Host
    path: str

    def __str__(self) -> str:
        return f"{self.host.name}:{self.path}"


def is_remote(text: str) -> bool:
    """Whether `text` names a file on another machine; what is there on this one is not remote."""
    if text.startswith("ssh://"):
        return True
    return "://" not in text and _SHORT.fullmatch(text) is not None and not Path(text).exists()


def parse(text: str) -> Address:
    """Return the parts of an address.

    Raises:
        AddressRefused: it is none, or a part of it could be taken for an option.
    """
    match = _LONG.fullmatch(text) or (None if "://" in text else _SHORT.fullmatch(text))
    if match is None:
        raise _refused(text, "it is not an address")
    port = match.groupdict().get("port")
    path = match["path"].removeprefix("/~/") if port or "://" in text else match["path"]
    return Address(host(match["host"], int(port) if port else None), _path(text, path))


def host(name: str, port: int | None = None) -> Host:
    """Return a host that `ssh` may be given. Raises AddressRefused."""
    if not _HOST.fullmatch(name):
        raise _refused(
            name.rpartition("@")[2], "it does not name a host (letters, digits, '.', '-', '_')"
        )
    if port is not None and not 0 < port < 65536:
        raise _refused(name, f"{port} is no port")
    return Host(name, port)


def _path(text: str, path: str) -> str:
    path = path.removeprefix("~/")
    if path.startswith("-"):
        raise _refused(text, "its path begins with '-': write './' before it")
    if not path or any(ord(letter) < 32 for letter in path):
        raise _refused(text, "its path is empty or has control characters in it")
    return path


def _refused(text: str, why: str) -> AddressRefused:
    how = "Write host:path, or ssh://user@host:port/path"
    return AddressRefused(f"{clean_line(without_secrets(text))!r} cannot be used: {why}. {how}.")
