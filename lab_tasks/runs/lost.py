"""Why nobody saw a Run end: as sharply as its folder tells, with the evidence."""

import contextlib
import time
from pathlib import Path

from lab_tasks.runs.boot import boot_id, host
from lab_tasks.runs.heartbeat import EVERY_S, HEARTBEAT, Heartbeat, read_heartbeat
from lab_tasks.runs.model import METRICS, OUTPUT_LOG, Launch
from lab_tasks.sanitise import clean_line


def is_of_earlier_start(launch: Launch) -> bool:
    """Whether this machine was started again since the Run was launched on it."""
    known = bool(launch.boot_id and boot_id())
    return known and launch.boot_id != boot_id() and launch.host == host()


def why_lost(folder: Path, launch: Launch | None) -> str:
    """Return why a Run that nothing lives of has no recorded end, and when it was last seen."""
    if launch is None:
        return "it was not started on this machine, and its end was not recorded"
    beat = read_heartbeat(folder)
    return f"{_what_happened(folder, launch, beat)}{_last_sign(folder)}{_warning(beat)}"


def last_sign_s(folder: Path) -> float:
    """Return when a Run was last seen to do something, in Unix time; 0 when nothing tells."""
    return _newest_s(folder, OUTPUT_LOG, METRICS, HEARTBEAT)


def _what_happened(folder: Path, launch: Launch, beat: Heartbeat | None) -> str:
    if not launch.boot_id or not boot_id():
        return (
            "it ended and nobody saw how: its supervisor was killed, "
            "or the machine was switched off or restarted"
        )
    if is_of_earlier_start(launch):
        return "the machine was restarted or switched off while it ran"
    if launch.boot_id != boot_id():
        where = clean_line(launch.host) or "another machine"
        return f"it was started on {where}, and its end was not recorded there"
    if launch.started_s is None:
        return "its supervisor was killed before it had noted the start of the job"
    if beat and _newest_s(folder, OUTPUT_LOG, METRICS) > beat.time_s + 2 * EVERY_S:
        return (
            f"its supervisor was killed at about {_clock(beat.time_s)}; "
            "it went on alone, and nobody saw how it ended"
        )
    return "its supervisor was killed, so nobody saw how it ended"


def _last_sign(folder: Path) -> str:
    newest_s = last_sign_s(folder)
    return f" (last sign of it: {_clock(newest_s)})" if newest_s else ""


def _warning(beat: Heartbeat | None) -> str:
    return (
        f". The last heartbeat warned: {clean_line(beat.warning)}" if beat and beat.warning else ""
    )


def _newest_s(folder: Path, *names: str) -> float:
    newest_s = 0.0
    for name in names:
        with contextlib.suppress(OSError):
            newest_s = max(newest_s, (folder / name).stat().st_mtime)
    return newest_s


def _clock(time_s: float) -> str:
    return time.strftime("%d %b %H:%M:%S", time.localtime(time_s))
