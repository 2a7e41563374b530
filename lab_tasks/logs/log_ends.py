"""Ends of a large log: what its first and its last lines say, before all between is read."""

import os

from lab_tasks.logs.reading import Reading
from lab_tasks.logs.steps import Counted
from lab_tasks.logs.text_log import TextLog

END_BYTES = 256 * 1024


def ends_of(descriptor: int, size_bytes: int) -> TextLog:
    """Read the first and the last of a large log: its facts, and how far it is.

    A training that begins between the two is not seen, and steps may be missed: all of it is
    provisional until the whole log is read.
    """
    log = TextLog()
    log.feed(os.pread(descriptor, END_BYTES, 0))
    first = log.reading
    end = TextLog(
        Reading(
            facts=first.facts,
            has_header=first.has_header,
            has_started=True,
            is_resumed=first.is_resumed,
            bar_total=first.bar_total,
            first_step=first.first_step,
            started_s=first.started_s,
            first_s=first.first_s,
            lines=1,
            counted=Counted(log_freq=first.counted.log_freq),
        )
    )
    tail = os.pread(descriptor, END_BYTES, max(0, size_bytes - END_BYTES))
    end.feed(tail[tail.find(b"\n") + 1 :])
    end.reading.damaged = end.reading.approximate = 0
    return end
