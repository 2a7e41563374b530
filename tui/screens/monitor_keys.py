"""The keys of the training monitor."""

from tui.keys import Key

MONITOR_KEYS: tuple[Key, ...] = (
    Key("next_metric", "m", "metric", "Draw the next metric"),
    Key("zoom_in", "plus", "zoom", "Show half as many steps, around the cursor or the newest", "+"),
    Key("zoom_out", "minus", "out", "Show twice as many steps", "-"),
    Key("smoother", "s", "smooth", "Smooth the curves more; the exact ones stay faintly behind"),
    Key("cursor", "c", "cursor", "Set a cursor that reads out the exact values, or take it away"),
    Key("log_scale", "y", "log axis", "Draw the values on a logarithmic or linear axis"),
    Key("toggle_source", "space", "show", "Take the selected curve from the chart, or add it"),
    Key("log", "l", "log", "Show the selected training's log full screen"),
    Key("follow", "f", "follow", "Keep the newest step in the window, or stay where you are"),
    Key("whole", "w", "whole", "Show all steps"),
    Key("toggle_seeds", "g", "seeds", "Draw seeds one by one, or as their mean with a band"),
    Key("toggle_band", "b", "band", "Draw the band from lowest to highest, or ±1 deviation"),
    Key("details", "d", "details", "Show all that is known of the selected one, or the list"),
    Key("earlier", "left", "earlier", "Move the cursor, or else the window, to earlier steps", "←"),
    Key("later", "right", "later", "Move the cursor, or else the window, to later steps", "→"),
    Key("far_earlier", "shift+left", "far back", "Move ten columns, or a whole window", "shift+←"),
    Key("far_later", "shift+right", "far on", "Move ten columns, or a whole window", "shift+→"),
    Key("select_previous", "up", "up", "Select the training above", "↑"),
    Key("select_next", "down", "down", "Select the training below", "↓"),
    Key("details_down", "pagedown", "more", "Scroll the details down", "pgdn"),
    Key("details_up", "pageup", "less", "Scroll the details up", "pgup"),
    Key("previous_metric", "M", "metric back", "Draw the metric before", "M"),
    Key("rougher", "S", "less smooth", "Smooth the curves less", "S"),
    Key("back", "escape", "back", "Back to where you came from", "esc"),
    Key("help", "question_mark", "help", "Explain the monitor, and list all its keys", "?"),
    Key("quit", "q", "leave", "Leave the monitor; what is watched goes on"),
)
"""In the order of the footer: what is used most comes first."""
