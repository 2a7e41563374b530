"""Figures: a success rate in a text stands as k/n with its interval, `19/20 (0.76–0.99)`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from course.findings import Finding
from course.rules.subject import Subject
from course.strict_yaml import Path

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

    @property
    def counted(self) -> str:
        """The rate without its interval: `19/20`."""
        return f"{self.successes}/{self.episodes}"


def printed(text: str) -> Iterator[Figure]:
    """Yield the figures of a Markdown text."""
    for number, line in enumerate(text.splitlines(), start=1):
        for match in _FIGURE.finditer(line):
            low, high = match["low"], match["high"]
            interval = (float(low), float(high)) if low and high else None
            yield Figure(int(match["k"]), int(match["n"]), interval, number)


def findings(subject: Subject) -> Iterator[Finding]:
    """Yield success rates without their interval, and those that cannot be."""
    for path, text in _texts(subject):
        for figure in printed(text):
            if problem := _problem(figure):
                yield Finding(path, *problem, figure.line if path[-1] == "text" else None)


def _texts(subject: Subject) -> Iterator[tuple[Path, str]]:
    for at, term in enumerate(subject.day.glossary):
        yield ("glossary", at, "meaning"), term.meaning
    for at, step in enumerate(subject.day.steps):
        yield ("steps", at, "text"), subject.texts[step.id]
        if step.document:
            yield ("steps", at, "document", "template"), subject.templates[step.id]
        for position, hint in enumerate(step.hints):
            yield ("steps", at, "hints", position), hint


def _problem(figure: Figure) -> tuple[str, str] | None:
    """Return what is wrong with a figure, and what to do."""
    told, interval = figure.counted, figure.interval
    if interval is None:
        remedy = "Add it in brackets: 19/20 (0.76–0.99)"
        return (f"{told} stands without its 95 % interval", remedy) if figure.is_rate else None
    if figure.successes > figure.episodes:
        return f"{told} is no rate", "Write the successes of episodes: 19/20 (0.76–0.99)"
    low, high = interval
    # half of the last digit that is printed
    if not low - 0.005 <= figure.successes / figure.episodes <= high + 0.005:
        remedy = "Work the interval out again: 19/20 (0.76–0.99)"
        return f"the interval {low:.2f}–{high:.2f} does not hold {told}", remedy
    return None
