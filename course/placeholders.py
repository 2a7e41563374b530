"""Placeholders in a Recipe's arguments: `{output}`, `{output:STEP}`, `{checkpoint:STEP}`."""

import re
from collections.abc import Callable
from typing import Literal, cast

import msgspec

_PATTERN = re.compile(r"\{(output|checkpoint)(?::([^{}]*))?\}")
_LOOKALIKE = re.compile(r"\{[A-Za-z_]+(?::[^{}\"]*)?\}")  # JSON's own braces go on with a quote


class Placeholder(msgspec.Struct, frozen=True):
    """What stands for a path that is known only when the Run is requested."""

    kind: Literal["output", "checkpoint"]
    step: str
    """The Step whose newest successful Run is meant; empty for the Run itself."""

    @property
    def day(self) -> str:
        """Id of the Day in `dayNN/step`; empty when it is the Recipe's own Day."""
        return self.step.rpartition("/")[0]


def find(argument: str) -> tuple[Placeholder, ...]:
    """Return the placeholders in one argument, in order."""
    return tuple(_placeholder(match) for match in _PATTERN.finditer(argument))


def fill(argument: str, path_of: Callable[[Placeholder], str]) -> str:
    """Return the argument with each placeholder replaced by the path that `path_of` gives."""
    return _PATTERN.sub(lambda match: path_of(_placeholder(match)), argument)


def unknown(argument: str) -> tuple[str, ...]:
    """Return what looks like a placeholder and is none, such as `{checkpoints:train-act}`."""
    return tuple(text for text in _LOOKALIKE.findall(argument) if not _PATTERN.fullmatch(text))


def _placeholder(match: re.Match[str]) -> Placeholder:
    return Placeholder(cast(Literal["output", "checkpoint"], match[1]), match[2] or "")
