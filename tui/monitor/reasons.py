"""Why a key of the monitor cannot act now."""

from collections.abc import Sequence
from dataclasses import dataclass

from tui.charts.smoothing import next_level
from tui.monitor.entries import Entry, has_seeds, metrics_of
from tui.monitor.source import MonitorSource, SourceState
from tui.monitor.view import CLOSEST, Extent, View

NEEDS_CURVE = (
    "zoom_in", "zoom_out", "whole", "follow", "cursor", "log_scale", "smoother", "rougher",
    "earlier", "later", "far_earlier", "far_later",
)  # fmt: skip
NOTHING_DRAWN = "There is no curve yet: it begins with the first step that is measured."
ALL_IS_SHOWN = "All steps are shown already; + zooms in."


@dataclass(frozen=True)
class Situation:
    """What a key would act on."""

    sources: Sequence[MonitorSource]
    entries: Sequence[Entry]
    states: Sequence[SourceState]
    view: View
    extent: Extent | None
    is_only_screen: bool
    shows_details_anyway: bool
    """Whether the screen has room for them beside the list."""
    shows_details: bool

    @property
    def selected(self) -> Entry:
        """The entry under the mark."""
        return self.entries[self.view.selected]


def reason_against(action: str, now: Situation) -> str | None:
    """Return why a key cannot act now; None when it can."""
    if action in NEEDS_CURVE and now.extent is None:
        return NOTHING_DRAWN
    match action:
        case "next_metric" | "previous_metric":
            known = len(metrics_of(now.states))
            return None if known > 1 else "There is no other metric." if known else NOTHING_DRAWN
        case "smoother" if next_level(now.view.smoothing, 1) is None:
            return "It is as smooth as it gets (0.99); S smooths less."
        case "rougher" if not now.view.smoothing:
            return "Nothing is smoothed; s smooths."
        case "select_previous" | "select_next" if len(now.entries) == 1:
            return "There is only this one training here."
        case "toggle_source":
            return _against_hiding(now)
        case "toggle_seeds" if not has_seeds(now.sources):
            return "There are no seeds of one group here."
        case "toggle_band" if not any(entry.is_group for entry in now.entries):
            return "There is no band: only a group of seeds has one (g)."
        case "details" if now.shows_details_anyway:
            return "The details are shown already."
        case "details_down" | "details_up" if not now.shows_details:
            return "There are no details on the screen: d shows them."
        case "log":
            return _against_log(now)
        case "back" if now.is_only_screen:
            return "There is nothing behind the monitor; q leaves."
    return _against_moving(action, now.view, now.extent) if now.extent else None


def _against_hiding(now: Situation) -> str | None:
    members = now.selected.members
    shown = [entry for entry in now.entries if entry.members not in now.view.hidden]
    if members not in now.view.hidden and len(shown) == 1:
        return "It is the only curve on the chart: add another one first."
    return None


def _against_log(now: Situation) -> str | None:
    if now.selected.is_group:
        return "Several seeds stand here, each with its log: press g, then select one."
    if now.sources[now.selected.members[0]].open_log is None:
        return "It has no log that can be opened here."
    return None


def _against_moving(action: str, view: View, extent: Extent) -> str | None:
    window = view.window_in(extent)
    if action in ("zoom_out", "whole", "follow") and window is None:
        return ALL_IS_SHOWN
    first, last = window or extent
    if action == "zoom_in" and last - first <= CLOSEST:
        return "It does not go any closer: these are single steps."
    is_earlier = action.endswith("earlier")
    if not is_earlier and not action.endswith("later"):
        return None
    if view.cursor is not None:
        end = extent[0] if is_earlier else extent[1]
        words = "the first step." if is_earlier else "the newest step."
        return f"The cursor stands at {words}" if view.cursor == end else None
    if window is None:
        return "All steps are shown: zoom in first (+), or set the cursor (c)."
    at_end = first <= extent[0] if is_earlier else last >= extent[1]
    return (
        f"The window is at the {'beginning' if is_earlier else 'newest step'}." if at_end else None
    )
