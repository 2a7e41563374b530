"""Rows of the table of Runs: a mark, the Run, its state, its Step, and what waits before them."""

from collections.abc import Mapping, Sequence

from rich.text import Text

from lab_tasks.queue.entries import Paused, QueueEntry
from lab_tasks.runs.model import Run
from lab_tasks.sanitise import clean_line
from tui.words.run_figures import RunFigures
from tui.words.run_state import state_words

COLUMNS = ("", "run", "state", "time", "done", "last loss", "group", "step of the course")
Cells = tuple[Text, ...]
MARKED, UNMARKED = "◆", " "


def in_order(runs: Sequence[Run]) -> list[Run]:
    """Return the Runs newest first, those of a group together where its newest stands."""
    newest: dict[str, int] = {}
    for number, run in enumerate(runs):
        newest[run.request.group or run.id] = number
    places = {run.id: number for number, run in enumerate(runs)}
    return sorted(
        runs, key=lambda run: (newest[run.request.group or run.id], places[run.id]), reverse=True
    )


def waiting_cells(
    place: int, entry: QueueEntry, paused: Paused | None, colours: Mapping[str, str]
) -> Cells:
    """Return the row of an entry with its place in line."""
    words = "stands still" if paused else "next in line" if place == 1 else f"{place} in line"
    where = "" if entry.place == "local" else f" at {entry.place}"
    return (
        Text(UNMARKED),
        Text(clean_line(entry.name)),
        Text(f"◇ {words}{clean_line(where)}", colours.get("muted", "")),
        Text(),
        Text(),
        Text(),
        Text(clean_line(entry.group)),
        Text(clean_line(entry.step.partition("/")[2])),
    )


def run_cells(
    run: Run,
    figures: RunFigures | None,
    colours: Mapping[str, str],
    *,
    is_marked: bool,
    has_alarm: bool,
) -> Cells:
    """Return the row of a Run; an alarm stands as `!` before its state."""
    mark, words, colour = state_words(run.state)
    seed = f"seed {run.request.seed}" if run.request.seed is not None else ""
    group = f"{seed} of {run.request.group}" if run.request.group else seed
    if run.request.rehearsal:
        group = f"rehearsal  {group}".strip()
    if run.request.resumes:
        group = f"{group}  after {run.request.resumes}".strip()
    state = Text(f"{mark} {words}", colours.get(colour, ""))
    alarm = Text("! ", f"bold {colours.get('error', '')}") if has_alarm else Text()
    return (
        Text(MARKED if is_marked else UNMARKED, f"bold {colours.get('accent', '')}"),
        Text(run.id, "bold"),
        alarm + state,
        Text(figures.time if figures else "", justify="right"),
        Text(figures.done if figures else "", justify="right"),
        Text(figures.loss if figures else "", justify="right"),
        Text(clean_line(group)),
        Text(clean_line(run.request.step.partition("/")[2])),
    )
