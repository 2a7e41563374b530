"""A CommitPlan in words: what goes in, what stays out and why, what stands in the way."""

from collections.abc import Mapping

from rich.text import Text

from lab_tasks.committing import CommitPlan
from lab_tasks.sanitise import clean_line
from tui import formats

SIZE_CELLS = 9


def files_text(plan: CommitPlan, colours: Mapping[str, str]) -> Text:
    """Return the files with their sizes, those that stay out with the reason."""
    muted = colours.get("muted", "")
    count = len(plan.included)
    text = Text(f"Will be committed: {count} files, {formats.size(plan.size_bytes)}\n", "bold")
    for item in plan.included:
        text.append("  + ", colours.get("success", ""))
        text.append(f"{formats.size(item.size_bytes):>{SIZE_CELLS}}  ", muted)
        text.append(f"{clean_line(item.path)}\n")
    if plan.unchanged:
        text.append(f"  = {len(plan.unchanged)} more are committed already\n", muted)
    if plan.left_out:
        text.append("\nStays out\n", "bold")
    for left in plan.left_out:
        text.append("  – ", muted)
        text.append(f"{formats.size(left.size_bytes):>{SIZE_CELLS}}  ", muted)
        text.append(f"{clean_line(left.path)}: {left.reason}\n", muted)
    return text


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
