"""One line of a log as a strip of cells: its mark, its colour, what matches in it."""

from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from lab_tasks.logs.log_search import Wanted
from lab_tasks.logs.shown_line import Gravity, Line
from tui.words import formats

MARKS = {Gravity.ERROR: "×", Gravity.WARNING: "!", Gravity.TRACE: "┆"}
CONTINUED = "↳"
"""The mark of a further piece of a line that is too long for one."""


@dataclass(frozen=True)
class LogColours:
    """Styles by what a line is."""

    plain: Style
    gravities: dict[Gravity, Style]
    note: Style
    match: Style
    here: Style
    """Laid over the line to which a search has gone."""
    bar: Style
    """Of the bar that shows the place in the file."""


def colours_of(variables: dict[str, str]) -> LogColours:
    """Return the styles of a theme."""
    plain = Style(color=variables["foreground"])
    gravities = {
        Gravity.ERROR: Style(color=variables["error"], bold=True),
        Gravity.WARNING: Style(color=variables["warning"]),
        Gravity.TRACE: Style(color=variables["muted"]),
    }
    match = Style(color=variables["background"], bgcolor=variables["warning"])
    here = Style(bgcolor=variables["block-cursor-background"])
    note, bar = Style(color=variables["faint"]), Style(color=variables["scrollbar"])
    return LogColours(plain, gravities, note, match, here, bar)


def line_strip(
    line: Line, colours: LogColours, *, continues: bool, wanted: Wanted | None, is_here: bool
) -> Strip:
    """Return the whole line; the caller crops it to what is in sight."""
    style = colours.gravities.get(line.gravity, colours.plain)
    mark = CONTINUED if continues else MARKS.get(line.gravity, " ")
    segments = [Segment(f"{mark} ", style), *_matched(line.text, style, colours.match, wanted)]
    if line.left_out:
        segments.append(Segment(f"  (+ {formats.size(line.left_out)} of this line)", colours.note))
    strip = Strip(segments)
    return strip.apply_style(colours.here) if is_here else strip


def _matched(text: str, style: Style, match: Style, wanted: Wanted | None) -> list[Segment]:
    segments: list[Segment] = []
    at = 0
    for first, behind in wanted.spans(text) if wanted and wanted.text else ():
        segments += [Segment(text[at:first], style), Segment(text[first:behind], match)]
        at = behind
    return [*segments, Segment(text[at:], style)]
