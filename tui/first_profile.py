"""Which Profile suits this machine, told without loading torch."""

import shutil

from course.model import Profile


def first_profile() -> Profile:
    """Return `full` where there is an NVIDIA GPU's driver, else `quick`."""
    return "full" if shutil.which("nvidia-smi") else "quick"
