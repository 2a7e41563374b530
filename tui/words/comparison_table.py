"""The comparison of policies as text: a line a policy, its interval drawn; pairs in words."""

from collections.abc import Mapping

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from lab_tasks.above_baseline import Above
from lab_tasks.comparison import Comparison, Row, left_out
from lab_tasks.evidence.rehearsals import REHEARSED
from lab_tasks.pairs import Pair
from lab_tasks.success_rate import percent_words
from tui.words import formats

BAR_CELLS = 26
NAME_CELLS = 22

NO_PAIR = "Two evaluated policies are needed for a comparison; a baseline does not count as one."
WIDE_CELLS = 112
"""Hold `3 × 20,000 steps, 1:02:03` at the end of a line."""


def table(comparison: Comparison, colours: Mapping[str, str], width: int) -> Text:
    """Return a heading and two lines a policy at most, `width` cells wide."""
    wide = width >= WIDE_CELLS
    text = Text(no_wrap=True, overflow="ellipsis")
    head = f"  {'policy':<{NAME_CELLS}}{'solved':>6}   {'rate':>5}   "
    head += f"{'0        95 % interval   100':<{BAR_CELLS + 2}} "
    head += "  best reward   trained, own time" if wide else ""
    text.append(head + "\n", colours.get("muted", ""))
    for row in comparison.rows:
        text.append_text(_row(row, colours, wide=wide))
        text.append("\n")
    return text


def pairs(comparison: Comparison) -> Text:
    """Return each pair in plain words, the ones that separate marked."""
    text = Text()
    told: tuple[Pair | Above, ...] = (*comparison.pairs, *comparison.above)
    for pair in told:
        mark = "≠" if pair.separates else "≈"
        text.append(f"{mark} {pair.words.replace('**', '')}\n", "" if pair.separates else "dim")
    for words in left_out(comparison):
        text.append(f"! {words.replace('**', '')}\n")
    if comparison.rehearsals:
        text.append(f"{REHEARSED}\n", "dim")
    elif not told:
        text.append(f"{NO_PAIR}\n", "dim")
    return text


def interval_bar(low: float, high: float, rate: float, cells: int = BAR_CELLS) -> str:
    """Return an interval of shares drawn over 0 to 1: `│   ├──●──┤      │`."""
    inside = [" "] * cells
    first, last = (min(cells - 1, int(edge * cells)) for edge in (low, high))
    at = min(max(int(rate * cells), first), last)
    for cell in range(first, last + 1):
        inside[cell] = "─"
    inside[first], inside[last] = "├", "┤"
    inside[at] = "●"
    return f"│{''.join(inside)}│"


def _row(row: Row, colours: Mapping[str, str], *, wide: bool) -> Text:
    line = Text()
    name = row.policy + row.kind
    muted = colours.get("muted", "")
    if row.episodes is None or row.successes is None or row.low is None or row.high is None:
        line.append(f"○ {_cells(name)}", muted)
        line.append(row.note, muted)
        return line
    k, n = row.successes, row.episodes
    line.append("– " if row.is_baseline else "● ", colours.get("accent", ""))
    line.append(_cells(name), muted if row.is_baseline else "bold")
    line.append(f"{k:>3}/{n:<5}{percent_words(k, n):>5}   ")
    line.append(interval_bar(row.low, row.high, k / n), colours.get("accent", ""))
    if wide:
        best = f"{row.mean_max_reward:.2f}" if row.mean_max_reward is not None else ""
        line.append(f"   {best:>11}   ", muted)
        line.append(_trained(row), muted)
    return line


def _trained(row: Row) -> str:
    if row.train_steps is None or row.train_s is None:
        return "–"
    unit = "step" if row.train_steps == 1 else "steps"
    times = f"{len(row.checkpoints)} × " if len(row.checkpoints) > 1 else ""
    return f"{times}{row.train_steps:,} {unit}, {formats.clock(row.train_s)}"


def _cells(name: str) -> str:
    if cell_len(name) < NAME_CELLS:
        return set_cell_size(name, NAME_CELLS)
    return set_cell_size(name[: NAME_CELLS - 2] + "…", NAME_CELLS)
