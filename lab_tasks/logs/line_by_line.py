"""Line by line: the slow way, for lines that are damaged or do not all have the same names."""

from collections.abc import Mapping
from itertools import groupby

from lab_tasks.logs.layout import ANY, pairs, values
from lab_tasks.logs.measures import Lines
from lab_tasks.logs.places import Places
from lab_tasks.logs.reading import Reading
from lab_tasks.logs.rounded import span


def read_each(
    reading: Reading, piece: bytes, shown: int, places: Places, only: str | None
) -> list[Lines]:
    """Return the lines that are sound, and count the others in `reading`; `only` one metric."""
    whole: list[tuple[bytes, tuple[str, ...], Mapping[str, float]]] = []
    places.found = []
    seen = 0
    for match in ANY.finditer(piece):
        seen += 1
        found = pairs(match[5])
        numbers = values(found) if found else {}
        if "eval_reward" in numbers and "loss" not in numbers:
            continue  # an evaluation of lerobot 0.3, see happenings
        if span(match[1]) is None or "loss" not in numbers:
            reading.damaged += 1
            continue
        reading.keys = tuple(key for key, _ in found or ())
        whole.append((match[1], tuple(numbers), numbers))
        places.found.append(match.start())
    reading.damaged += max(0, shown - seen)
    lines = []
    for names, same in groupby(whole, key=lambda line: line[1]):
        group = list(same)
        wanted = [name for name in names if only in (None, name)]
        columns = {name: [line[2][name] for line in group] for name in wanted}
        lines.append(Lines([line[0] for line in group], columns))
    return lines
