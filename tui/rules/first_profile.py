"""Which Profile suits this machine, told without loading torch."""

from course.model import Profile
from lab_tasks.lab.nvidia import nvidia_smi


def first_profile() -> Profile:
    """Return `full` where an NVIDIA GPU answers, else `quick`. It may take seconds."""
    return "full" if nvidia_smi("-L") else "quick"
