"""A CommitPlan in words: what goes in, what stays out and why, what stands in the way."""

from collections.abc import Mapping
from itertools import groupby
from pathlib import PurePosixPath

from rich.text import Text

from lab_tasks.commits.committing import CommitPlan, Item
from lab_tasks.sanitise import clean_line
from tui.words import formats

SIZE_CELLS = 9


def files_text(plan: CommitPlan, colours: Mapping[str, str]) -> Text:
    """Return the files with their sizes, those that stay out with the reason."""
    muted = colours.get("muted", "")
    count = len(plan.included)
    text = Text(f"Will be committed: {count} files, {formats.size(plan.size_bytes)}\n", "bold")
    for place, items in groupby(plan.included, lambda item: _place(item.path)):
        group = tuple(items)
        size = formats.size(sum(item.size_bytes for item in group))
        text.append("  + ", colours.get("success", ""))
        text.append(f"{size:>{SIZE_CELLS}}  ", muted)
        text.append(clean_line(place))
        text.append(f"  {_count(group)}\n" if place != group[0].path else "\n", muted)
    if plan.unchanged:
        text.append(f"  = {len(plan.unchanged)} more are committed already\n", muted)
    if plan.left_out:
        text.append("\nStays out\n", "bold")
    for left in plan.left_out:
        text.append("  – ", muted)
        text.append(f"{formats.size(left.size_bytes):>{SIZE_CELLS}}  ", muted)
        text.append(f"{clean_line(left.path)}: {left.reason}\n", muted)
    return text


def _place(path: str) -> str:
    """Return the Run's folder that a file belongs to, or the file itself."""
    parts = PurePosixPath(path).parts
    return "/".join(parts[:3]) if parts[:2] == (".robolab", "runs") else path


def _count(group: tuple[Item, ...]) -> str:
    """Say how many files of a Run go in, and what it made beside its records."""
    names = {PurePosixPath(item.path).name for item in group}
    kinds = ("model.safetensors", "checkpoint"), ("eval_info.json", "evaluation")
    made = "".join(f", {word}" for name, word in kinds if name in names)
    return f"{len(group)} files{made}"


def hindrances_text(plan: CommitPlan, colours: Mapping[str, str]) -> Text:
    """Return the problems with their remedies, then what is worth knowing."""
    text = Text()
    for problem in plan.problems:
        text.append("× ", colours.get("error", ""))
        text.append(f"{problem.what}\n", "bold")
        text.append(f"  → {problem.remedy}\n")
    for note in plan.notes:
        text.append("! ", colours.get("warning", ""))
        text.append(f"{note}\n")
    return text
