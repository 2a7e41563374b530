"""Measures: lines of metrics that follow each other, with the steps they truly have."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lab_tasks.logs.steps import Stretch


@dataclass(frozen=True)
class Measures:
    """Lines that follow each other and have the same names, or one evaluation."""

    part: int
    steps: Sequence[int]
    is_exact: bool
    values: Mapping[str, Sequence[float]]
    times_s: Sequence[float | None] = ()
    """Unix times; empty when they were not asked for."""


@dataclass(frozen=True)
class Lines:
    """Lines of one layout."""

    tokens: Sequence[bytes]
    values: Mapping[str, Sequence[float]]


def joined(
    part: int,
    lines: Sequence[Lines],
    stretches: Sequence[Stretch],
    times: Sequence[float | None],
) -> Iterator[Measures]:
    """Give the lines that share both a layout and a stretch."""
    ends = sorted(
        {*_ends([len(g.tokens) for g in lines]), *_ends([len(s.steps) for s in stretches])}
    )
    begin, group, stretch, in_group, in_stretch = 0, 0, 0, 0, 0
    for end in ends:
        count = end - begin
        columns = lines[group].values
        steps = stretches[stretch].steps
        whole = count == len(lines[group].tokens)
        yield Measures(
            part,
            steps[in_stretch : in_stretch + count],
            stretches[stretch].is_exact,
            columns if whole else {n: c[in_group : in_group + count] for n, c in columns.items()},
            times[begin:end],
        )
        begin, in_group, in_stretch = end, in_group + count, in_stretch + count
        if in_group == len(lines[group].tokens):
            group, in_group = group + 1, 0
        if in_stretch == len(steps):
            stretch, in_stretch = stretch + 1, 0


def _ends(lengths: Sequence[int]) -> Iterator[int]:
    end = 0
    for length in lengths:
        end += length
        yield end
