"""Figures: a success rate in a text stands as k/n with its interval, `19/20 (0.76–0.99)`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from course.findings import Finding
from course.rules.subject import Subject

_FIGURE = re.compile(
    r"(?<![\w./`-])(?P<k>\d{1,4})/(?P<n>\d{1,4})(?![\w/.`-]*[\w/`-])"
    r"(?:\s+\((?P<low>[01]?\.\d+|[01])(?:–|-| to )(?P<high>[01]?\.\d+|[01])\))?"
)
_FEWEST_EPISODES = 5  # below it a fraction is hardly a success rate


@dataclass(frozen=True)
class Figure:
    """A success rate as printed; the interval is None where the text gives none."""

    successes: int
    episodes: int
    interval: tuple[float, float] | None
    line: int

    @property
    def is_rate(self) -> bool:
        """Whether it can be successes of episodes at all."""
        return self.episodes >= _FEWEST_EPISODES and self.successes <= self.episodes


def printed(text: str) -> Iterator[Figure]:
    """Yield the figures of a Markdown text."""
    for number, line in enumerate(text.splitlines(), start=1):
        for match in _FIGURE.finditer(line):
            low, high = match["low"], match["high"]
            interval = (float(low), float(high)) if low and high else None
            yield Figure(int(match["k"]), int(match["n"]), interval, number)


def findings(subject: Subject) -> Iterator[Finding]:
    """Yield success rates that are printed without their interval."""
    for at, step in enumerate(subject.day.steps):
        for figure in printed(subject.texts[step.id]):
            if figure.is_rate and figure.interval is None:
                problem = f"{figure.successes}/{figure.episodes} stands without its 95 % interval"
                remedy = "Add it in brackets: 19/20 (0.76–0.99)"
                yield Finding(("steps", at, "text"), problem, remedy, figure.line)
