"""`python -m benchmarks [SECTION …]`: every figure in one run, on compiled bytecode, as tables.

What each row means and where the time goes stands in docs/benchmarks.md. Ratios travel between
machines, seconds do not; both are printed. A peer that is not installed is named and left out.
"""

import argparse
import compileall
import importlib
import platform
import time

from benchmarks.environment import ROOT

SECTIONS = {
    "start": "Starting and checking",
    "redraw": "Drawing curves",
    "overhead": "A training under the supervisor and without",
    "chaos": "Runs with a random fault each",
    "logs": "Indexing logs",
    "opening": "Opening large logs",
    "watching": "Watching a training",
    "memory": "Ten hours of refreshes",
    "restarts": "Following across restarts of the app",
}
"""Module of this package -> title of its table; each has `rows() -> list[Row]`."""
HEAD = "| measured | floor | ours | floor's | ratio | aim |\n|---|---|---|---|---|---|"


def main() -> None:
    """Measure and print, section by section."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("sections", nargs="*", metavar="SECTION", help=", ".join(SECTIONS))
    words = parser.parse_args()
    if unknown := set(words.sections) - set(SECTIONS):
        parser.error(f"no section {', '.join(unknown)}: there are {', '.join(SECTIONS)}")
    for package in ("course", "lab_tasks", "tui", "benchmarks"):
        compileall.compile_dir(ROOT / package, quiet=2)
    today = time.strftime("%Y-%m-%d")
    print(f"{today}, Python {platform.python_version()}, {platform.system()}", flush=True)
    for section in words.sections or SECTIONS:
        module = importlib.import_module(f"benchmarks.{section}")
        print(f"\n## {SECTIONS[section]}\n\n{HEAD}", flush=True)
        for row in module.rows():
            print(row, flush=True)


if __name__ == "__main__":
    main()
