"""`python -m benchmarks.chaos [COUNT] [SEED]`: short Runs with a random fault each, told rightly.

A case is wrong when its final state is another than the fault makes right, when a byte is missing
that the kernel had taken from the child, or when a signal reached a stranger. The same harness is
let loose on a naive supervisor, the negative control: what it does not catch proves nothing.
"""

import argparse
import contextlib
import os
import random
import re
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.chaos_case import Case, Live, System, until
from benchmarks.chaos_child import LINE_BYTES, POINTS, Tally, lines
from benchmarks.chaos_faults import FAULTS, Fault
from benchmarks.chaos_memory import make_memory_group, remove_memory_group
from benchmarks.chaos_systems import Naive, Ours
from benchmarks.row import Row
from lab_tasks.runs.follow import Follower

CASES = 1000
CONTROLS = 100
PARALLEL = 8
SHOWN = 5
TMPFS = "size=512k"
OF_SUPERVISOR = re.compile(rb"robolab: [^\n]*\n")


@dataclass(frozen=True)
class Outcome:
    """What became of a case. `wrong`: empty when all was right."""

    number: int
    fault: str
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.number:4d} {self.fault}: {'; '.join(self.wrong) or 'right'}"


def chaos(
    system_type: type[Ours] | type[Naive], count: int, seed: int, faults: Sequence[Fault]
) -> list[Outcome]:
    """Let `count` cases be lived through, faults drawn by the seed, several at a time."""
    dice = random.Random(seed)
    drawn = [faults[n] if n < len(faults) else dice.choice(faults) for n in range(count)]
    with tempfile.TemporaryDirectory(prefix="robolab-chaos-") as folder:
        base = Path(folder)
        system = system_type(base / "jobs")

        def live_through(number: int) -> Outcome:
            return run_case(system, drawn[number], number, base, seed)

        with ThreadPoolExecutor(PARALLEL) as pool:
            return list(pool.map(live_through, range(count)))


def run_case(system: System, fault: Fault, number: int, base: Path, seed: int) -> Outcome:
    """Live through one case."""
    dice = random.Random(f"{seed} {number}")
    tally = base / f"tally-{number}"
    with workspace(base / f"workspace-{number}", on_tmpfs=fault.needs == "tmpfs") as root:
        case = Case(number, root, tally, fault.words, dice)
        live = Live(case, system, Tally.make(tally))
        try:
            fault.start(live)
            if not fault.is_early:
                live.find_processes()
                live.pause()
            fault.act(live)
            judge(live, fault)
        except TimeoutError as late:
            live.wrong.append(f"{late} did not come; told as {system.state(case)}")
        finally:
            live.close()
        if live.memory_group:
            remove_memory_group(live.memory_group)
    return Outcome(number, fault.name, tuple(live.wrong))


def judge(live: Live, fault: Fault) -> None:
    """Wait for the end and note all that is wrong."""
    system, case = live.system, live.case

    def ended() -> str:
        state = system.state(case)
        return "" if state.startswith(("Running", "Starting")) else state

    state = until(ended, "the end", system.patience_s)
    if state not in fault.ends:
        live.wrong.append(f"told as {state}, was {' or '.join(fault.ends)}")
    if "child" in live.handles:
        live.wait_for_end("child")
    if (again := system.state(case)) != state:
        live.wrong.append(f"told as {state} first and as {again} later")
    live.wrong += wrong_log(case.folder / "output.log", live.tally.written)
    if live.stranger and live.stranger.poll() is not None:
        live.wrong.append("a stranger's process was ended")
    if "half" in fault.words and points(case.folder) != POINTS:
        live.wrong.append(f"{points(case.folder)} points are read of {POINTS}")


def wrong_log(log: Path, written: int) -> list[str]:
    """Return what is wrong of a log of which the child got so many bytes taken."""
    found = OF_SUPERVISOR.sub(b"", log.read_bytes() if log.exists() else b"")
    stream = lines(0, len(found) // LINE_BYTES + 1)
    if len(found) < written:
        return [f"{written - len(found)} bytes of {written} are missing of the log"]
    return [] if stream.startswith(found) else ["the log holds other bytes than were written"]


def points(folder: Path) -> int:
    """Return how many points of the loss are read."""
    loss = Follower(folder).poll().series.get("loss")
    return loss.count if loss else 0


@contextlib.contextmanager
def workspace(root: Path, *, on_tmpfs: bool) -> Iterator[Path]:
    """Make a Workspace, perhaps on a disk of its own that is very small."""
    root.mkdir()
    if on_tmpfs:
        subprocess.run(["mount", "-t", "tmpfs", "-o", TMPFS, "tmpfs", str(root)], check=True)
    try:
        yield root
    finally:
        if on_tmpfs:
            subprocess.run(["umount", "-l", str(root)], check=True)


def possible_faults() -> tuple[tuple[Fault, ...], tuple[str, ...]]:
    """Return the faults that can be caused here, and sentences on those that cannot."""
    possible = {"": True, "tmpfs": os.geteuid() == 0 and _can_mount()}
    group = make_memory_group("probe")
    if group:
        group.rmdir()
    possible["memory group"] = group is not None
    skipped = [f"skipped: {f.name} (no {f.needs} here)" for f in FAULTS if not possible[f.needs]]
    return tuple(fault for fault in FAULTS if possible[fault.needs]), tuple(skipped)


def _can_mount() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        try:
            with workspace(Path(folder) / "probe", on_tmpfs=True):
                return True
        except (OSError, subprocess.CalledProcessError):
            return False


def wrong_of(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return the wrong ones."""
    return [outcome for outcome in outcomes if outcome.wrong]


def lacking(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return those in whose log bytes are missing that the child had written."""
    return [o for o in outcomes if any("missing of the log" in wrong for wrong in o.wrong)]


def rows(count: int = CASES, controls: int = CONTROLS, seed: int = 1) -> list[Row]:
    """Return what the chaos found, ours beside the negative control."""
    faults, _ = possible_faults()
    ours = chaos(Ours, count, seed, faults)
    naive = chaos(Naive, controls, seed, faults)
    name = f"chaos, {len(faults)} kinds of fault: Runs of {count:,}"
    against = f"a naive supervisor, of {controls:,}"
    return [
        _row(f"{name} told wrongly", against, wrong_of(ours), wrong_of(naive)),
        _row(f"{name} with log bytes missing", against, lacking(ours), lacking(naive)),
    ]


def _row(name: str, against: str, ours: Sequence[Outcome], naive: Sequence[Outcome]) -> Row:
    return Row(name, against, f"{len(ours)}", f"{len(naive)}", "", "0")


def main() -> int:
    """Live through as many as are asked for; return how many of ours were told wrongly."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("count", nargs="?", type=int, default=CASES, metavar="COUNT")
    parser.add_argument("seed", nargs="?", type=int, default=1, metavar="SEED")
    words = parser.parse_args()
    return tell(words.count, words.seed)


def tell(count: int, seed: int) -> int:
    """Print what was wrong, kind by kind; return how many of ours were."""
    faults, skipped = possible_faults()
    for line in skipped:
        print(line)
    begun = time.monotonic()
    ours = chaos(Ours, count, seed, faults)
    lasted_s = time.monotonic() - begun
    naive = chaos(Naive, min(count, CONTROLS), seed, faults)
    for outcome in wrong_of(ours):
        print(outcome)
    print("| fault | ours: wrong of | naive: wrong of |\n|---|---|---|")
    for fault in faults:
        print(f"| {fault.name} | {_share(ours, fault)} | {_share(naive, fault)} |")
    print(
        f"ours: {len(wrong_of(ours))} wrong of {len(ours)}, {len(lacking(ours))} with log bytes "
        f"missing, in {lasted_s:.0f} s (seed {seed})"
    )
    print(f"naive: {len(wrong_of(naive))} wrong of {len(naive)}, the negative control; such as")
    for outcome in wrong_of(naive)[:SHOWN]:
        print(f"  {outcome}")
    return len(wrong_of(ours))


def _share(outcomes: Sequence[Outcome], fault: Fault) -> str:
    counted = Counter(bool(o.wrong) for o in outcomes if o.fault == fault.name)
    return f"{counted[True]} of {counted.total()}"


if __name__ == "__main__":
    raise SystemExit(bool(main()))
