"""`robolab-tui course …`: tools for authors."""

import json
import sys
from argparse import Namespace

from course.lint import lint
from lab_tasks.checks.registry import known_checks
from lab_tasks.sanitise import LONGEST, clean_line
from tui.exit_code import ExitCode


def run(words: Namespace) -> int:
    """Run the author's tool that was named."""
    return _schema(words.file) if words.tool == "schema" else _lint(words.path or words.course)


def _lint(name_or_path: str) -> int:
    faults = lint(name_or_path, known_checks())
    for fault in faults:
        sys.stdout.write(f"{clean_line(str(fault), LONGEST)}\n")
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    talk = count if faults else "no fault found"
    sys.stderr.write(f"{name_or_path}: {talk}\n")
    return ExitCode.FAIL if faults else ExitCode.PASS


def _schema(file: str) -> int:
    from course.schema import course_schema, day_schema

    schema = course_schema() if file == "course" else day_schema()
    json.dump(schema, sys.stdout, indent=1)
    sys.stdout.write("\n")
    return ExitCode.PASS
