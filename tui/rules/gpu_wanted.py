"""Whether what is to run asks for a GPU, and what to ask where this machine shows none."""

import re
from collections.abc import Iterable, Sequence

from course.model import Profile, Step

CUDA = re.compile(r"device=cuda\b")
NO_GPU = "no NVIDIA GPU answers on this machine: LeRobot falls back to the CPU, for hours or days"


def wants_gpu(step: Step, profile: Profile) -> bool:
    """Whether the Step's Recipe names `device=cuda`."""
    recipe = step.recipe.profiles.get(profile) if step.recipe else None
    return bool(recipe and names_cuda(recipe.args))


def names_cuda(arguments: Iterable[str]) -> bool:
    """Whether a job's arguments name `device=cuda`."""
    return any(CUDA.search(argument) for argument in arguments)


def no_gpu_question(steps: Sequence[tuple[str, str]]) -> str:
    """Return what to ask before Steps start that want a GPU. `steps`: titles and full ids."""
    title, full_id = steps[0]
    more = f" and {len(steps) - 1} more" if len(steps) > 1 else ""
    names = "name" if more else "names"
    return (
        f"“{title}”{more} {names} device=cuda, but {NO_GPU}.\n\n"
        "P goes back to the profile quick, which needs none. On a machine that has one:\n"
        f"`{elsewhere(full_id)}`\n\nStart it here all the same?"
    )


def elsewhere(full_id: str) -> str:
    """Return the command that runs a Step (full id) on another machine."""
    return f"robolab-tui run {'/'.join(full_id.split('/')[-2:])} --place NAME"
