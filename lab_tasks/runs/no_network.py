"""Whether a Run ended because the Hugging Face Hub could not be reached: its log says so last."""

import re
from pathlib import Path

from lab_tasks.runs.log_tail import LogTail
from lab_tasks.runs.model import OUTPUT_LOG

LAST_LINES = 12
"""An exception and its advice stand at the very end; a retry that helped stands before."""
TRACEBACK_LINES = 200
_NO_WAY_THERE = re.compile(
    r"Name or service not known|Temporary failure in name resolution|nodename nor servname"
    r"|Failed to resolve|Network is unreachable|No route to host|Connect(?:ion)?(?:Error|Timeout)"
    r"|OfflineModeIsEnabled|LocalEntryNotFoundError|couldn't connect to 'https://huggingface"
)
_HUB = re.compile(r"huggingface")


def found_no_hub(folder: Path) -> bool:
    """Whether the log of a Run (its folder) ends with a connection to the hub that failed."""
    log = LogTail(folder / OUTPUT_LOG)
    log.poll(ended=True)
    lines = log.kept
    ends_so = any(_NO_WAY_THERE.search(line) for line in lines[-LAST_LINES:])
    return ends_so and any(_HUB.search(line) for line in lines[-TRACEBACK_LINES:])
