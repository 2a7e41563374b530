"""Evidence of a step beside its rounded one: the bar on its line, its epochs, Checkpoints."""

import math
import re
from bisect import bisect_left
from collections.abc import Iterator

from lab_tasks.logs.layout import ANY
from lab_tasks.logs.places import Places
from lab_tasks.logs.rounded import Span, common

BAR = re.compile(rb"Training:[^\r\n]{0,2000}?\| (\d{1,12})/(\d{1,12}) \[")
NEXT_BAR = re.compile(rb"[\r\n]Training:[^\r\n]{0,2000}?\| (\d{1,12})/(\d{1,12}) \[")
SAID = re.compile(rb"(?:Checkpoint policy after|Eval policy at) step (\d{1,12})\b")
LOOK_BYTES = 4096
MOST_LINES = 64
"""Lines of one stretch that are asked: more add nothing."""
MOST_SAID = 16
NO_END = 10**18
EPOCH_ROUNDING = 0.0051
"""`epch:0.16` is anything between 0.155 and 0.165, and a little for the division."""


class Evidence:
    """What one piece of a log says of its lines of metrics.

    `places` says where they begin. `offset`: steps done before the bar began, as after a resume;
    `before`: the exact step after which the first line comes; `steps_an_epoch`: frames of the
    dataset by the samples of a step. None: not known.
    """

    def __init__(
        self,
        piece: bytes,
        places: Places,
        *,
        offset: int | None,
        log_freq: int | None,
        before: int | None = None,
        steps_an_epoch: float | None = None,
    ) -> None:
        self._piece = piece
        self._places = places
        self._before = before
        self._offset = offset
        self._log_freq = log_freq
        self._steps_an_epoch = steps_an_epoch

    def __call__(self) -> Iterator[tuple[int, Span]]:
        """Give the index of a line and the bounds of its step, the surest first."""
        if self._before is not None and self._log_freq is not None:
            yield 0, Span(self._before + 1, self._before + self._log_freq)
        yield from self._from_said()
        lines = len(self._places())
        for index in range(0, lines, max(1, lines // MOST_LINES)):
            found = self.at(index)
            if found:
                yield index, found

    def at(self, index: int) -> Span | None:
        """Return the bounds of one line's step by its bar and its epochs; None without either."""
        if self._offset is None and self._steps_an_epoch is None:
            return None
        place = self._places.at(index)
        bar, epochs = self._from_bar(place), self._from_epochs(place)
        # Two that contradict each other prove nothing.
        return common(bar, epochs) if bar and epochs else bar or epochs

    def _from_said(self) -> Iterator[tuple[int, Span]]:
        if self._log_freq is None or b"policy a" not in self._piece:
            return
        places = self._places()
        for count, match in enumerate(SAID.finditer(self._piece)):
            if count == MOST_SAID:
                return
            index = bisect_left(places, match.start()) - 1
            if index >= 0:  # it is said behind the step's own line, before the next one
                step = int(match[1])
                yield index, Span(max(0, step - self._log_freq + 1), step)

    def _from_bar(self, place: int) -> Span | None:
        bar = bar_before(self._piece, place) if self._offset is not None else None
        if bar is None or self._offset is None:
            return None
        after = NEXT_BAR.search(self._piece, place, place + LOOK_BYTES)
        low = bar[0] + self._offset
        # A bar is drawn at most ten times a second, so it may lag behind its line.
        high = int(after[1]) + self._offset if after else NO_END
        return Span(low, high if high >= low else NO_END)  # the next bar may be another one's

    def _from_epochs(self, place: int) -> Span | None:
        match = ANY.match(self._piece, place) if self._steps_an_epoch else None
        if match is None or self._steps_an_epoch is None:
            return None
        try:
            epochs = float(match[4])
        except ValueError:
            return None
        if not math.isfinite(epochs):
            return None
        low = math.ceil((epochs - EPOCH_ROUNDING) * self._steps_an_epoch)
        return Span(max(0, low), math.floor((epochs + EPOCH_ROUNDING) * self._steps_an_epoch))


def bar_before(piece: bytes, place: int) -> tuple[int, int] | None:
    """Return what the bar on the same line says before `place`: done, total; None without one."""
    begin = max(piece.rfind(b"\r", 0, place), piece.rfind(b"\n", 0, place)) + 1
    if place - begin > LOOK_BYTES:
        return None
    match = BAR.search(piece, begin, place)
    return (int(match[1]), int(match[2])) if match else None
