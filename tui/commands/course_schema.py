"""`robolab-tui course schema`: the JSON Schema of a YAML file, for editors."""

import json
import sys
from argparse import Namespace

from course.schema import course_schema, day_schema
from tui.exit_code import ExitCode


def run(words: Namespace) -> int:
    """Print the schema."""
    schema = course_schema() if words.file == "course" else day_schema()
    json.dump(schema, sys.stdout, indent=1)
    sys.stdout.write("\n")
    return ExitCode.PASS
