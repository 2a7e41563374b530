"""The monitor's list: one line for each entry, what matters most first, as much as fits."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text

from lab_tasks.runs.follow import Update
from lab_tasks.sanitise import clean_line
from tui.charts.chart_style import Palette
from tui.charts.drawing import mark_of
from tui.monitor.entries import Entry, updates_of
from tui.monitor.source import SourceState
from tui.monitor.view import View
from tui.widgets.run_status import SHORT, SHOWN_FIRST
from tui.words import formats
from tui.words.run_state import state_words

Colours = Mapping[str, str]
NAME_CELLS = 24


def source_lines(
    entries: Sequence[Entry],
    states: Sequence[SourceState],
    view: View,
    colours: Colours,
    palette: Palette,
    width: int,
) -> Text:
    """Return a line for each entry, and one for the gravest alarm of those that have one."""
    name_cells = min(NAME_CELLS, max(cell_len(entry.name) for entry in entries))
    lines = []
    for number, entry in enumerate(entries):
        head = _head(number, entry, view, palette, colours, name_cells)
        line = _filled(head, _pieces(entry, states, colours), width)
        line.stylize(Style(meta={"entry": number}))  # a click selects it
        lines.append(line)
        lines += _warnings(entry, states, colours, width)
    return Text("\n", no_wrap=True).join(lines)


def _head(
    number: int, entry: Entry, view: View, palette: Palette, colours: Colours, cells: int
) -> Text:
    hidden = entry.members in view.hidden
    colour = colours.get("faint", "") if hidden else palette.curve(number)
    here = number == view.selected
    line = Text()
    line.append("› " if here else "  ", colours.get("accent", ""))
    line.append(f"{mark_of(number)} {'╌' if hidden else '━'} ", f"bold {colour}")
    name = Text(entry.name, "bold" if here else "none")
    name.truncate(cells, overflow="ellipsis", pad=True)
    line.append_text(name)
    return line


def _filled(line: Text, pieces: Sequence[Text], width: int) -> Text:
    """Return the line with as many pieces as fit, the first ones first."""
    for piece in filter(None, pieces):
        if line.cell_len + piece.cell_len + 2 > width:
            break
        line.append("  ")
        line.append_text(piece)
    return line


def _pieces(entry: Entry, states: Sequence[SourceState], colours: Colours) -> list[Text]:
    updates = updates_of(entry, states)
    if not updates:
        trouble = any(states[place].trouble for place in entry.members)
        words = "× cannot be read" if trouble else "… reading"
        return [Text(words, colours.get("error" if trouble else "muted", ""))]
    update = max(updates, key=lambda each: each.done or 0)
    return [
        _state(entry, updates, colours),
        _progress(update),
        _muted(f"ETA {formats.clock(update.eta_s)}" if update.eta_s is not None else "", colours),
        _flags(updates, colours),
        *(_value(updates, name, colours) for name in _names(update)),
        _muted(formats.clock(update.elapsed_s) if update.elapsed_s is not None else "", colours),
    ]


def _state(entry: Entry, updates: Sequence[Update], colours: Colours) -> Text:
    marks = [state_words(update.state) for update in updates]
    mark, words, colour = marks[0]
    if entry.is_group:
        counts = {m: sum(each[0] == m for each in marks) for m, _, _ in marks}
        words = " ".join(f"{m}{count}" for m, count in counts.items())
        return Text(f"{len(entry.members)} seeds {words}", colours.get("accent", ""))
    return Text(f"{mark} {words}", colours.get(colour, ""))


def _progress(update: Update) -> Text:
    if update.done is None:
        return Text("")
    about = "~" if update.is_approximate else ""
    if not update.total:
        return Text(f"{about}{update.done:,}")
    share = formats.percent(min(1.0, update.done / update.total))
    return Text(f"{about}{update.done:,}/{update.total:,} {share}")


def _flags(updates: Sequence[Update], colours: Colours) -> Text:
    shares = [update.read_share for update in updates if update.read_share is not None]
    words = [f"reading {formats.percent(min(shares))}"] if shares else []
    if suspended_s := max(update.suspended_s for update in updates):
        words.append(f"slept {formats.clock(suspended_s)}")
    if parts := max(len(update.earlier) for update in updates):
        words.append(f"{parts + 1} parts")
    return Text("  ".join(words), colours.get("warning", ""))


def _value(updates: Sequence[Update], name: str, colours: Colours) -> Text:
    found = [update.series[name].last_value for update in updates if name in update.series]
    values = [value for value in found if value is not None]
    if not values:
        return Text("")
    item = Text()
    item.append(f"{clean_line(SHORT.get(name, name), 16)} ", colours.get("muted", ""))
    item.append(formats.value(sum(values) / len(values)), "bold" if name == "loss" else "none")
    return item


def _names(update: Update) -> list[str]:
    first = [name for name in SHOWN_FIRST if name in update.series]
    return first + sorted(name for name in update.series if name not in first)


def _warnings(
    entry: Entry, states: Sequence[SourceState], colours: Colours, width: int
) -> list[Text]:
    alarms = [alarm for update in updates_of(entry, states) for alarm in update.alarms]
    words = [states[place].trouble for place in entry.members if states[place].trouble]
    words += [alarm.text for alarm in alarms]
    if not words:
        return []
    more = f" (and {len(words) - 1} more)" if len(words) > 1 else ""
    text = clean_line(words[0], 400) + more
    line = Text(f"    ! {text}", colours.get("error", ""))
    line.truncate(max(width, 8), overflow="ellipsis")
    return [line]


def _muted(words: str, colours: Colours) -> Text:
    return Text(words, colours.get("muted", ""))
