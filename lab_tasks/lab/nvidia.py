"""nvidia-smi asked with a deadline: a broken driver lets it hang."""

import shutil
import subprocess

DEADLINE_S = 10.0


def gpu_answers() -> bool:
    """Whether an NVIDIA GPU of this machine answers. It may take seconds."""
    return bool(nvidia_smi("-L"))


def nvidia_smi(*arguments: str) -> str | None:
    """Return what nvidia-smi answers; None when it is absent, fails or does not answer."""
    path = shutil.which("nvidia-smi")
    if path is None:
        return None
    try:
        done = subprocess.run(
            [path, *arguments], capture_output=True, text=True, check=False, timeout=DEADLINE_S
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
