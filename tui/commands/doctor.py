"""`robolab-tui doctor`: what is missing on this machine, and its fix."""

import sys
from argparse import Namespace

from lab_tasks.lab.doctor import examine
from lab_tasks.sanitise import clean
from lab_tasks.workspace import Workspace
from tui.cli import find_workspace
from tui.exit_code import ExitCode


def run(words: Namespace) -> int:
    """Print each finding with its fix; the status is 3 when something required is missing."""
    status = ExitCode.PASS
    for finding in examine(Workspace(find_workspace(words))):
        mark = "✓" if finding.ok else "×"
        sys.stdout.write(f"{mark} {finding.name:15} {clean(finding.found)}\n")
        if not finding.ok:
            sys.stdout.write(f"  -> {finding.fix}\n")
            status = ExitCode.ENVIRONMENT if finding.required else status
    return status
