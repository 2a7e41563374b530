"""`python -m lab_tasks.jobs.read_events FILE [--once]`: what a TensorBoard file says, as lines.

TensorBoard's own loader reads it. The lines are JSON, those of metrics.jsonl; after all that was
there, `{"kind": "facts", "values": {"read": "all"}}`. It follows the file until its input ends.
"""

import sys
from collections.abc import Iterable, Iterator
from typing import Any

from lab_tasks.jobs.said_lines import follow, say


def main(path: str, *options: str) -> None:
    """Say what is in the file, then what comes to it."""
    from tensorboard.backend.event_processing.event_file_loader import EventFileLoader

    loader = EventFileLoader(path)
    follow(lambda: _say_new(loader), once="--once" in options)


def _say_new(loader: Any) -> None:
    for time_s, step, values in _steps(loader.Load()):
        say({"kind": "metric", "time_s": time_s, "step": step, "values": values})


def _steps(events: Iterable[Any]) -> Iterator[tuple[float, int, dict[str, float]]]:
    """Give the scalars of each step together: TensorBoard writes an event for each."""
    time_s, step = 0.0, -1
    values: dict[str, float] = {}
    for event in events:
        for tag, number in _scalars(event):
            if values and (event.step != step or tag in values):
                yield time_s, step, values
                values = {}
            time_s, step = event.wall_time, event.step
            values[tag] = number
    if values:
        yield time_s, step, values


def _scalars(event: Any) -> Iterator[tuple[str, float]]:
    from tensorboard.util.tensor_util import make_ndarray

    for value in event.summary.value:
        plugin = value.metadata.plugin_data.plugin_name
        if value.HasField("simple_value"):
            yield value.tag, float(value.simple_value)
        elif value.HasField("tensor") and plugin == "scalars":
            yield value.tag, float(make_ndarray(value.tensor).item())


if __name__ == "__main__":
    main(*sys.argv[1:])
