"""Options that several commands take, each declared once, and the numbers that they read."""

import argparse
from pathlib import Path

FORMATS = ("text", "json")
PROFILES = ("quick", "full")
"""As the Courses' model has them; reading words loads no model."""

type Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_common(parser: argparse.ArgumentParser, default: object = None) -> None:
    """Add what every command takes."""
    parser.add_argument(
        "--course",
        default=default,
        metavar="NAME_OR_PATH",
        help="the Course (default: the only one that has the Day of --day, else your folder's, "
        "else robo47)",
    )
    parser.add_argument(
        "--workspace",
        type=Path,
        default=default,
        metavar="PATH",
        help="your folder (default: the one around the current folder, else "
        "$ROBOLAB_WORKSPACE, else ~/robolab/<course>)",
    )


def add_command(commands: Commands, name: str, about: str) -> argparse.ArgumentParser:
    """Add a command; of the common options it takes, what stood before it holds."""
    command = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
    add_common(command, argparse.SUPPRESS)
    return command


def add_format(parser: argparse.ArgumentParser, about: str, dest: str = "format") -> None:
    """Add in which form a command answers, to be read as `dest`."""
    parser.add_argument("--format", choices=FORMATS, default="text", dest=dest, help=about)


def add_profile(
    parser: argparse.ArgumentParser, about: str, default: object = argparse.SUPPRESS
) -> None:
    """Add how big Runs are; behind a command what stood before it holds."""
    parser.add_argument("--profile", choices=PROFILES, default=default, help=about)


def add_course_path(parser: argparse.ArgumentParser) -> None:
    """Add the Course that an author's tool is for."""
    parser.add_argument("path", nargs="?", help="a course's name or folder (default: --course)")


def count(text: str) -> int:
    """Read a whole number of 1 or more. Raises ArgumentTypeError, which argparse tells."""
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no count of 1 or more")
    return int(text)


def counts(text: str) -> tuple[int, ...]:
    """Read `1000,5000`. Raises ArgumentTypeError, which argparse tells."""
    return tuple(count(part.strip()) for part in text.split(","))
