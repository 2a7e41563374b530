"""Problems: why a log gives no curve, as a sentence that says what to do."""

import math

SHORT_BYTES = 2 * 1024
"""A training has printed no more than this before its configuration."""
LOADING_S = 60.0
"""A training that loads its data and its model may be silent for as long before it measures."""
GONE = "It is not there any more: it was deleted or moved. It is read again when it is back."
EMPTY = "It is empty: it waits for the first line of metrics."
WAITS = (
    "Nothing in it is understood yet: it waits for the first line of metrics. If it is no log of a "
    "training, open one that is; l shows what this one holds."
)
NOT_UNDERSTOOD = (
    "Nothing in it is understood, so there is no curve: open the console log of a training, its "
    "metrics.jsonl, a CSV table, or a file of TensorBoard or W&B. l shows what this one holds."
)


def of_log(size_bytes: int | None, *, is_understood: bool, quiet_s: float = math.inf) -> str:
    """Return why a log gives nothing; empty when it does, or will.

    `size_bytes`: None when it is not there. `is_understood`: whether anything of a training was
    found in it, or part of it is still to be read. `quiet_s`: since when it has not grown.
    """
    if size_bytes is None:
        return GONE
    if is_understood:
        return ""
    if not size_bytes:
        return EMPTY
    is_young = size_bytes < SHORT_BYTES or quiet_s < LOADING_S
    return WAITS if is_young else NOT_UNDERSTOOD
