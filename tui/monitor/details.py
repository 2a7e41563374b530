"""What is known of the selected entry: alarms in full, its last values, how it was read."""

from collections.abc import Mapping, Sequence

from rich.text import Text

from lab_tasks.runs.follow import Update
from lab_tasks.runs.system_lines import SystemFacts
from lab_tasks.sanitise import clean_line
from tui.monitor.entries import Entry, updates_of
from tui.monitor.source import MonitorSource, SourceState
from tui.widgets.run_status import SHOWN_FIRST, progress_text
from tui.words import formats
from tui.words.run_state import state_words

Colours = Mapping[str, str]
LEAST_NAME, LONGEST_NAME = 16, 32
VALUE = 11
"""Columns of a metric's name, and of its value."""


def details(
    entry: Entry,
    sources: Sequence[MonitorSource],
    states: Sequence[SourceState],
    colours: Colours,
    width: int,
) -> Text:
    """Return all that is known of an entry; of a group, each seed after the other."""
    text = Text()
    for place in entry.members:
        text.append("\n\n" if text else "")
        if entry.is_group:
            text.append(f"{clean_line(sources[place].name, 60)}\n", "bold")
        text.append_text(_one(states[place], colours, width))
    if not updates_of(entry, states):
        text.append("Nothing is known of it yet.", colours.get("muted", ""))
    return text


def _one(state: SourceState, colours: Colours, width: int) -> Text:
    text, update = Text(), state.update
    error = colours.get("error", "")
    if state.trouble:
        text.append(f"! {clean_line(state.trouble, 400)}\n", error)
    if update is None:
        return text
    mark, words, colour = state_words(update.state)
    text.append(f"{mark} {words}", f"bold {colours.get(colour, '')}")
    text.append(_times(update) + "\n", colours.get("muted", ""))
    if update.done is not None or not state.trouble:
        text.append_text(progress_text(update, dict(colours), width))
    for alarm in update.alarms:
        text.append(f"\n! {clean_line(alarm.text, 600)}", error)
    text.append("\n")
    text.append_text(_values(update, colours, width))
    for note in _notes(update):
        text.append(f"\n{clean_line(note, 400)}", colours.get("muted", ""))
    return text


def _times(update: Update) -> str:
    words = f"   {formats.clock(update.elapsed_s)}" if update.elapsed_s is not None else ""
    words += f"   ETA {formats.clock(update.eta_s)}" if update.eta_s is not None else ""
    return words


def _values(update: Update, colours: Colours, width: int) -> Text:
    """Return the last value of every metric, in columns."""
    names = [name for name in SHOWN_FIRST if name in update.series]
    names += sorted(name for name in update.series if name not in names)
    room = max(LEAST_NAME, min(LONGEST_NAME, width - VALUE - 1))
    shown = [(_cut(clean_line(name), room), update.series[name].last_value) for name in names]
    cells = max((len(name) for name, _ in shown), default=0)
    row = max(1, (width + 2) // (cells + 1 + VALUE + 2))
    text = Text()
    for number, (name, value) in enumerate(shown):
        text.append("" if not number else "\n" if number % row == 0 else "  ")
        text.append(f"{name:<{cells}} ", colours.get("muted", ""))
        text.append(f"{formats.value(value) if value is not None else '–':<{VALUE}}")
    return text


def _cut(name: str, room: int) -> str:
    """Return a name within its room, cut in the middle: names of one kind differ at their end."""
    end = room * 2 // 3
    return name if len(name) <= room else f"{name[: room - end - 1]}…{name[-end:]}"


def _notes(update: Update) -> list[str]:
    words = [f"{name.replace('_', ' ')}: {value}" for name, value in update.facts.items()]
    notes = [", ".join(words)] if words else []
    if update.is_approximate:
        notes.append("~ Its steps are approximate: this log rounds them.")
    notes += update.notes
    if update.read_share is not None:
        notes.append(f"Read so far: {formats.percent(update.read_share)} of its log.")
    if update.suspended_s:
        notes.append(f"The machine slept for {formats.clock(update.suspended_s)} meanwhile.")
    for part in update.earlier:
        notes.append(f"Goes on from {part.run_id}, step {part.until_step:,} (┆ in the chart).")
    if update.unreadable:
        notes.append(f"{update.unreadable:,} lines of its metrics could not be read.")
    if update.system:
        notes.append(_machine(update.system))
    return notes


def _machine(system: SystemFacts) -> str:
    words = []
    if system.cpu_percent is not None:
        words.append(f"CPU {system.cpu_percent:.0f} % of a core")
    if system.memory_bytes is not None:
        words.append(f"memory {formats.size(system.memory_bytes)}")
    if system.gpu_percent is not None:
        words.append(f"GPU {system.gpu_percent:.0f} %")
    if system.gpu_memory_bytes is not None:
        words.append(f"GPU memory {formats.size(system.gpu_memory_bytes)}")
    return ", ".join(words)
