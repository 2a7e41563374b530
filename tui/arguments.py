"""The command line's words: options, subcommands and their help."""

import argparse
from pathlib import Path

FORMATS = ("text", "json")


def parser() -> argparse.ArgumentParser:
    """Return the parser of `robolab-tui`. The help of an option is its contract."""
    main = argparse.ArgumentParser(
        prog="robolab-tui",
        description="A lab assistant in the terminal for courses that train real robot policies "
        "with LeRobot. Without --check or --headless it opens the app at the next open step.",
        epilog="Exit status: 0 all required checks pass, 1 some do not, 2 wrong usage or "
        "unreadable course, 3 environment, our own fault or a progress file that cannot be read, "
        "4 inconclusive, 130 interrupted.",
    )
    main.add_argument("--version", action="store_true", help="print the version and exit")
    _common(main)
    main.add_argument(
        "--day", type=int, metavar="N", help="the Day to open or check; 21 is the fresh-clone test"
    )
    main.add_argument("--week", type=int, metavar="N", help="with --check: the Days of this Week")
    main.add_argument(
        "--check",
        nargs="*",
        metavar="PATH",
        help="check workspaces without a screen (default: your own); runs none of their code",
    )
    main.add_argument("--format", choices=FORMATS, default="text", help="how --check reports")
    main.add_argument("--output", type=Path, metavar="FILE", help="write the report there")
    main.add_argument(
        "--profile", choices=("quick", "full"), help="how big the runs are (the app remembers)"
    )
    main.add_argument(
        "--headless", action="store_true", help="with --day: the fresh-clone test, no screen"
    )
    main.add_argument(
        "--source",
        metavar="URL_OR_PATH",
        help="fresh-clone test of another repository (default: your workspace)",
    )
    main.add_argument(
        "--trust",
        action="store_true",
        help="with --headless: run the code of --source without asking",
    )
    _subcommands(main)
    return main


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--course", default="robo47", metavar="NAME_OR_PATH", help="the Course (default: robo47)"
    )
    parser.add_argument(
        "--workspace",
        type=Path,
        metavar="PATH",
        help="your folder (default: the one around the current folder, else "
        "$ROBOLAB_WORKSPACE, else ~/robolab/<course>)",
    )


def _subcommands(main: argparse.ArgumentParser) -> None:
    commands = main.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    commands.add_parser("doctor", help="what is missing on this machine, and its fix")
    runs = commands.add_parser("runs", help="list the runs of the workspace")
    runs.add_argument("--format", choices=FORMATS, default="text", dest="runs_format")
    course = commands.add_parser("course", help="tools for authors")
    tools = course.add_subparsers(dest="tool", required=True, metavar="TOOL")
    lint = tools.add_parser("lint", help="prove that a course loads and holds together")
    lint.add_argument("path", nargs="?", help="a course's name or folder (default: --course)")
    schema = tools.add_parser("schema", help="print the JSON Schema of a YAML file for editors")
    schema.add_argument("file", choices=("course", "day"))
