"""A quantity as a student types it: a number, and a unit if they like."""

import math
import re

from lab_tasks.problem import Problem
from lab_tasks.sanitise import clean_line

LONGEST = 80
"""Characters; no quantity needs more, and Python's conversion of digits grows quadratically."""
_GROUPED = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?:,[0-9]{3})+(?![0-9,])")
"""Thousands set apart, as the course prints them: 65,536. A decimal comma is none of these."""
_QUANTITY = re.compile(r"([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?)\s*(\D.*)?")


def read_number(typed: str, unit: str) -> float | Problem:
    """Return the number of `0.4`, `4e-1`, `65,536` or `0.4 mm`, in `unit` if any is asked for."""
    plain = typed.strip().replace("−", "-")
    shown = clean_line(plain, LONGEST)
    plain = plain if len(plain) > LONGEST else _GROUPED.sub(_ungrouped, plain, count=1)
    match = None if len(plain) > LONGEST else _QUANTITY.fullmatch(plain)
    if match is None or (match[2] or "").startswith((",", "/", ".")):
        remedy = "Write digits with a point, such as 0.4, 4e-1 or 65,536: no fraction."
        return Problem(f"“{shown}” is no number", remedy)
    behind = (match[2] or "").strip()
    if behind and behind.casefold() != unit.casefold():
        wanted = (
            f"Write it in {unit}, or leave the unit out." if unit else "Write the number alone."
        )
        return Problem(f"“{clean_line(behind, LONGEST)}” is not the unit asked for", wanted)
    number = float(match[1])
    return number if math.isfinite(number) else Problem(f"“{shown}” is too large", "Check it.")


def _ungrouped(match: re.Match[str]) -> str:
    return match[0].replace(",", "")
