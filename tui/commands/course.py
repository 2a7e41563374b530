"""`robolab-tui course …`: tools for authors."""

from argparse import Namespace
from importlib import import_module


def run(words: Namespace) -> int:
    """Run the author's tool that was named."""
    # By name, so that only the tool's own imports are paid for.
    return int(import_module(f"tui.commands.course_{words.tool}").run(words))
