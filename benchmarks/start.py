"""How long the app takes to its first frame, and `--check` to its end."""

import sys

from benchmarks.environment import ROOT, Bench, bench
from benchmarks.first_frame import first_frame
from benchmarks.in_turns import against, cost, medians
from benchmarks.row import Row
from course.loader import load_course

LIBRARIES = "import argparse, hashlib, msgspec, shutil, subprocess, yaml"
"""What a check needs and others wrote."""


def rows() -> list[Row]:
    """Measure both."""
    with bench() as place:
        return [*_frames(place), *_check(place)]


def _frames(place: Bench) -> list[Row]:
    empty = [sys.executable, str(ROOT / "benchmarks" / "empty_app.py")]
    app, env = place.app("--day", "19"), place.env
    step = load_course("robo47", days={19}).days[0].steps[0].title
    floor, shell, content = medians(
        lambda: first_frame(empty, "painted", env),
        lambda: first_frame(app, "Day 19", env),
        lambda: first_frame(app, step, env),
    )
    than = "an empty Textual app"
    return [
        *against("first painted frame of the app", than, shell, floor, "1.3 or better"),
        *against("Day's checklist on screen", than, content, floor),
    ]


def _check(place: Bench) -> list[Row]:
    check, env = place.app("--check", str(place.workspace), "--day", "19"), place.env
    floor, libraries, ours = medians(
        lambda: cost([sys.executable, "-c", "pass"], env),
        lambda: cost([sys.executable, "-c", LIBRARIES], env),
        lambda: cost(check, env),
    )
    than = "python -c pass"
    return [
        *against("--check --day 19", than, ours, floor, "5 or better"),
        *against("importing only its libraries", than, libraries, floor),
    ]
