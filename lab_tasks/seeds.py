"""The seed of a Step's Recipe, and the same arguments with another one."""

from collections.abc import Iterable

from course.model import Profile, Step

SEED = "--seed="


def recipe_seed(step: Step, profile: Profile) -> int | None:
    """Return the seed that the Step's Recipe names; None when it names none."""
    recipe = step.recipe.profiles.get(profile) if step.recipe else None
    given = [a.removeprefix(SEED) for a in (recipe.args if recipe else ()) if a.startswith(SEED)]
    return int(given[-1]) if given and given[-1].isdecimal() else None


def seed_list(seeds: Iterable[int]) -> str:
    """Return `seed 2`, or `seeds 1, 3`."""
    names = [str(seed) for seed in sorted(seeds)]
    return f"seed{'s' if len(names) > 1 else ''} {', '.join(names)}"


def with_seed(args: tuple[str, ...], seed: int) -> tuple[str, ...]:
    """Return the arguments with another seed in the place of their own."""
    return tuple(f"{SEED}{seed}" if argument.startswith(SEED) else argument for argument in args)
