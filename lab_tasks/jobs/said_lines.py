"""Lines that a reading job says on its standard output, until nobody listens any more."""

import json
import os
import select
import sys
from collections.abc import Callable, Mapping

LOOK_EVERY_S = 1.0


def say(content: Mapping[str, object]) -> None:
    """Write one JSON object as a line. NaN and the infinities stand as Python writes them."""
    sys.stdout.write(json.dumps(content) + "\n")


def follow(say_new: Callable[[], None], *, once: bool) -> None:
    """Say what there is, that it was all, and what comes, until standard input ends."""
    say_new()
    say({"kind": "facts", "values": {"read": "all"}})
    sys.stdout.flush()
    while not once and not _is_unheard():
        say_new()
        sys.stdout.flush()


def _is_unheard() -> bool:
    ready, _, _ = select.select([sys.stdin], [], [], LOOK_EVERY_S)
    return bool(ready) and not os.read(sys.stdin.fileno(), 1)
