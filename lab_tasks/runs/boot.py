"""Which start of which machine this is: after another start nothing of an earlier Run can live."""

import functools
import platform
from pathlib import Path

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
MACOS = ("/usr/sbin/sysctl", "-n", "kern.bootsessionuuid")


@functools.cache
def boot_id() -> str:
    """Return the id of this machine's start; empty where the system tells none."""
    try:
        return BOOT_ID.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return _boot_id_of_macos() if platform.system() == "Darwin" else ""


def host() -> str:
    """Return this machine's name, by which a Run of another one on a shared folder is known."""
    return platform.node()


def _boot_id_of_macos() -> str:
    import subprocess  # readers of a Run import this module too

    try:
        done = subprocess.run(MACOS, capture_output=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("ascii", "replace").strip()
