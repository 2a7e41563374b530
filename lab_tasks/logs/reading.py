"""Reading: what is known of a console log so far, as plain data to hand to another process."""

import msgspec

from lab_tasks.logs.steps import Counted
from lab_tasks.runs.alarms import STALL_PACES, STALL_S


class Reading(msgspec.Struct):
    """Where the reading of one log stands; all but the counts is about its newest training."""

    part: int = 0
    """Trainings begun before in the same file."""
    counted: Counted = msgspec.field(default_factory=Counted)
    facts: dict[str, str] = msgspec.field(default_factory=dict)
    has_header: bool = False
    """Whether the file shows the beginning of this training."""
    has_started: bool = False
    """Whether its first step has begun, so nothing more is said of its configuration."""
    is_resumed: bool = False
    resumed_at: int | None = None
    """The step after which a resumed training went on, as far as the file says."""
    before: list[tuple[int, int]] = []
    earlier: list[tuple[int, int]] = []
    """The parts from which this one goes on, and the step at which each is left."""
    bar_total: int | None = None
    done: int | None = None
    """Steps done, by the newest bar or line; None before the first."""
    lines: int = 0
    """Lines of metrics of this training."""
    approximate: int = 0
    """Of these, how many have a step that could not be rebuilt."""
    keys: tuple[bytes, ...] = ()
    """Names on its newest line of metrics."""
    checkpoint: int | None = None
    """Step of the newest Checkpoint."""
    eval_step: int | None = None
    """Step of the newest evaluation."""
    is_complete: bool = False
    first_step: int | None = None
    last_step: int | None = None
    """Steps of its first and newest line of metrics."""
    started_s: float | None = None
    first_s: float | None = None
    newest_s: float | None = None
    """Unix times of its beginning and of these two lines, by this machine's time zone."""
    tick: tuple[int, float] | None = None
    """The step and the time of the first line that was read of the newest second: lerobot tells
    whole seconds, so a pace that is taken at any other line goes up and down.
    """
    heard_s: float | None = None
    """Unix time of its newest evaluation or of its end, whichever stands last."""
    damaged: int = 0
    """Lines of metrics of which a part is missing, in the whole file."""
    folded: int = 0
    """Tracebacks of torchcodec, which are harmless, in the whole file."""
    assumed_zero: bool = False
    """Whether bars are taken to count from step 0, for the beginning is missing."""

    @property
    def offset(self) -> int | None:
        """Steps done before the bar began to count; None: not known."""
        if self.assumed_zero or (self.has_header and not self.is_resumed):
            return 0
        total = self.total
        if total is not None and self.bar_total is not None and self.has_header:
            return max(0, total - self.bar_total)
        return self.resumed_at

    @property
    def total(self) -> int | None:
        """Steps this training is to have; None when the file does not say."""
        said = self.facts.get("steps", "")
        if said.isdigit():
            return int(said)
        return self.bar_total if self.assumed_zero else None

    @property
    def steps_an_epoch(self) -> float | None:
        """Steps in which all frames are seen once; None: not known."""
        batch = self.facts.get("effective_batch_size") or self.facts.get("batch_size", "")
        frames = self.facts.get("frames", "")
        if not (batch.isdigit() and frames.isdigit() and int(batch)):
            return None
        return int(frames) / int(batch)

    @property
    def last_s(self) -> float | None:
        """Unix time of its newest line of metrics, evaluation or end, whichever is the last."""
        times = [at for at in (self.newest_s, self.heard_s) if at is not None]
        return max(times, default=None)

    @property
    def is_of_a_training(self) -> bool:
        """Whether anything says that this is a training's log: metrics, a bar, or its header."""
        return bool(
            self.part or self.lines or self.done is not None or self.bar_total is not None
        ) or (self.has_started or "steps" in self.facts)

    @property
    def elapsed_s(self) -> float | None:
        """Seconds from the beginning to the newest line; None when the log has no times."""
        if self.started_s is None or self.newest_s is None:
            return None
        return max(0.0, self.newest_s - self.started_s)

    def eta_s(self, quiet_s: float) -> float | None:
        """Return the seconds left at the pace so far; None when that cannot be told.

        Nor can it of one that stands still. `quiet_s`: seconds since the log last grew.
        """
        if self.total is None or self.first_step is None or self.last_step is None:
            return None
        if self.first_s is None or self.newest_s is None:
            return None
        step, at_s = self.tick or (self.last_step, self.newest_s)
        steps, spent_s = step - self.first_step, at_s - self.first_s
        if steps <= 0 or spent_s <= 0:
            return None
        usual_s = spent_s / max(1, self.lines - 1)
        if quiet_s >= max(STALL_S, STALL_PACES * usual_s):
            return None
        left_s = (self.total - self.last_step) * spent_s / steps
        return left_s - quiet_s if left_s > quiet_s else None  # by its pace it were over

    def notes(self) -> tuple[str, ...]:
        """Say in sentences how the log was read."""
        found = []
        if self.approximate:
            found.append(
                f"The console rounds its steps, and {self.approximate:,} of {self.lines:,} could "
                "not be rebuilt exactly: their places on the axis are approximate."
            )
        if self.assumed_zero:
            found.append(
                "The beginning of the log is missing: its bars are taken to count from step 0."
            )
        if self.part:
            how = "goes on from the one before" if self.is_resumed else "stands for itself"
            found.append(
                f"The file holds {self.part + 1} trainings; the newest is shown, and it {how}."
            )
        if self.damaged:
            found.append(f"{self.damaged:,} lines of metrics are damaged and were left out.")
        if self.folded:
            found.append(
                f"torchcodec could not be loaded ({self.folded:,} times), its tracebacks are left "
                "out: lerobot falls back to pyav, which is harmless."
            )
        return tuple(found)
