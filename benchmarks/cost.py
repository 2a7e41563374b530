"""What running a program cost."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, and seconds of CPU, user and system together."""

    wall_s: float
    cpu_s: float
