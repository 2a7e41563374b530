"""Alarms: what of a training needs a look, as rules over what was measured."""

import heapq
import math
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from lab_tasks.runs.heartbeat import MOST_SLEEPS, Sleep, awake_s

AlarmKind = Literal["not-finite", "diverging", "stalled", "disk", "memory"]

WARM_UP = 3
"""First losses that count for nothing: an untrained policy is still far off."""
WINDOW = 10
"""Losses that make the start, and losses in a row above it that make an alarm."""
RISE = 0.5
"""Share of the start by which the loss must have risen: a curve that rises slightly is fine."""
MOST_SETS = 8
"""Sets of names told apart; VQ-BeT has two, for it trains its tokens first."""
STALL_S = 60.0
STALL_PACES = 20.0
"""Times the usual gap between two steps after which the next counts as missing."""
LONG_GAPS = 2.0
"""Times the longest gap so far (an evaluation, a Checkpoint) that is waited for as well."""
MOST_LONG = MOST_SLEEPS + 1
"""Longest gaps that are kept: each sleep makes one, and the true longest is to be among them."""
FIRST_STEP_S = 600.0
"""Wait for a second step: the first holds imports, a dataset's loading, perhaps a compiler."""


@dataclass(frozen=True)
class Alarm:
    """One thing that needs a look."""

    kind: AlarmKind
    text: str
    """What is wrong, where, and what to do, as one sentence."""
    step: int | None = None
    """The exact step at which it began; None when it has none."""


class AlarmWatch:
    """Watches the losses and the pace of one training; a value costs the same however many came.

    Losses count by the set of names that stand beside them, each set with its own start: a policy
    that begins to optimise something else (VQ-BeT in mid-run) begins another curve.
    """

    def __init__(self) -> None:
        self._levels: dict[frozenset[str], _Level] = {}
        self._level: _Level | None = None
        self._broken: _Broken | None = None
        self._pace = _Gaps()

    def take(self, step: int, values: Mapping[str, float], time_s: float | None = None) -> None:
        """Take what was measured at a step. `time_s`: Unix time, for the pace; None: not known."""
        for name, value in values.items():
            if not name.endswith("loss"):
                continue
            if self._broken is None and not math.isfinite(value):
                self._broken = _Broken(step, name, value)
            elif self._broken:
                self._broken.take(step, name, value)
        if time_s is not None:
            self._pace.add(time_s)
        loss = values.get("loss")
        if loss is None or not math.isfinite(loss):
            return
        names = frozenset(values)
        if len(self._levels) < MOST_SETS or names in self._levels:
            self._level = self._levels.setdefault(names, _Level())
            self._level.add(step, loss)

    def alarms(
        self,
        now_s: float,
        newest_s: float | None,
        is_alive: bool,
        sleeps: Sequence[Sleep] = (),
    ) -> tuple[Alarm, ...]:
        """Return what needs a look, the gravest first.

        `newest_s`: Unix time of the newest step; None before the first, which may take long.
        `sleeps`: of the machine, during which no step can come.
        """
        rising = self._level.alarm() if self._level else None
        stalled = None
        if is_alive and newest_s is not None:
            stalled = self._stalled(awake_s(newest_s, now_s, sleeps), sleeps)
        broken = self._broken.alarm() if self._broken else None
        return tuple(alarm for alarm in (broken, rising, stalled) if alarm)

    def _stalled(self, waited_s: float, sleeps: Sequence[Sleep]) -> Alarm | None:
        usual_s = self._pace.usual_s(sleeps)
        if waited_s < self._pace.patience_s(sleeps):
            return None
        usual = f" (usually one every {usual_s:,.1f} s)" if usual_s else ""
        return Alarm(
            "stalled",
            f"No new step for {_duration(waited_s)}{usual}: read the end of its log. If nothing "
            "moves there and its process takes no CPU either, stop it and resume it.",
        )


class _Broken:
    """A loss that was no number, or infinite, and whether it has come back since."""

    def __init__(self, step: int, name: str, value: float) -> None:
        self._step, self._name = step, name
        self._found = "not a number" if math.isnan(value) else "infinite"
        self._finite_since: int | None = None

    def take(self, step: int, name: str, value: float) -> None:
        if name != self._name:
            return
        if not math.isfinite(value):
            self._finite_since = None
        elif self._finite_since is None:
            self._finite_since = step

    def alarm(self) -> Alarm:
        text = f"{self._name} became {self._found} at step {self._step:,}"
        if self._finite_since is None:
            text += (
                ": what is trained after that is worthless. Stop it, and start again with a lower "
                "learning rate or from a Checkpoint before that step."
            )
        else:
            text += (
                f", and is a finite number again since step {self._finite_since:,}: what is "
                "trained can still be used. Check the data of that step; if it happens again, "
                "start again with a lower learning rate."
            )
        return Alarm("not-finite", text, self._step)


class _Level:
    """The loss of one set of names against its start."""

    def __init__(self) -> None:
        self._seen = 0
        self._first: list[float] = []
        self._highest = math.inf
        self._above: deque[float] = deque(maxlen=WINDOW)
        self._since: int | None = None

    def add(self, step: int, loss: float) -> None:
        self._seen += 1
        if self._seen <= WARM_UP:
            return
        if len(self._first) < WINDOW:
            self._first.append(loss)
            self._highest = max(self._first)
        elif loss <= self._highest:
            self._above.clear()
        else:
            if not self._above:
                self._since = step
            self._above.append(loss)

    def alarm(self) -> Alarm | None:
        """Return the alarm when each of the newest losses is above all first, and well above."""
        if len(self._above) < WINDOW:
            return None
        start, now = _mean(self._first), _mean(self._above)
        size = _mean([abs(loss) for loss in self._first])
        spread = self._highest - min(self._first)
        if now <= start + max(RISE * size, spread):
            return None
        return Alarm(
            "diverging",
            f"The loss is above its start: {now:.3g} of late, {start:.3g} at the beginning, above "
            f"all of it since step {self._since:,}. Stop it, and start again with a lower "
            "learning rate.",
            self._since,
        )


class _Gaps:
    """The time between measured steps. Sleeps are told later than steps: gaps keep both ends."""

    def __init__(self) -> None:
        self._newest_s: float | None = None
        self._recent: deque[tuple[float, float]] = deque(maxlen=120)
        self._longest: list[tuple[float, float, float]] = []  # a heap: length, begin, end

    def add(self, time_s: float) -> None:
        begin_s = self._newest_s
        if begin_s is not None and time_s > begin_s:
            self._recent.append((begin_s, time_s))
            gap = (time_s - begin_s, begin_s, time_s)
            if len(self._longest) < MOST_LONG:
                heapq.heappush(self._longest, gap)
            else:
                heapq.heappushpop(self._longest, gap)
        self._newest_s = time_s

    def usual_s(self, sleeps: Sequence[Sleep]) -> float | None:
        """Return the seconds between two steps, the median of late; None before there are two."""
        gaps_s = sorted(awake_s(begin_s, end_s, sleeps) for begin_s, end_s in self._recent)
        return gaps_s[len(gaps_s) // 2] if gaps_s else None

    def patience_s(self, sleeps: Sequence[Sleep]) -> float:
        """Return the seconds without a step that are still nothing unusual."""
        usual_s = self.usual_s(sleeps)
        if usual_s is None:
            return FIRST_STEP_S
        longest_s = max(awake_s(begin_s, end_s, sleeps) for _, begin_s, end_s in self._longest)
        return max(STALL_S, STALL_PACES * usual_s, LONG_GAPS * longest_s)


def _mean(values: "list[float] | deque[float]") -> float:
    return sum(values) / len(values)


def _duration(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"
