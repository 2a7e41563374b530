"""Which Profile suits this machine, told without loading torch."""

from course.model import Profile
from lab_tasks.lab.nvidia import gpu_answers


def first_profile() -> Profile:
    """Return `full` where an NVIDIA GPU answers, else `quick`. It may take seconds."""
    return "full" if gpu_answers() else "quick"
