"""The command line's words: options, subcommands and their help."""

import argparse
from pathlib import Path

FORMATS = ("text", "json")
PROFILES = ("quick", "full")

type Commands = argparse._SubParsersAction[argparse.ArgumentParser]


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
        "--profile", choices=PROFILES, help="how big the runs are (the app remembers)"
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


def _common(parser: argparse.ArgumentParser, *, again: bool = False) -> None:
    """Add what every command takes; `again`: behind a command, where what stood before holds."""
    parser.add_argument(
        "--course",
        default=argparse.SUPPRESS if again else None,
        metavar="NAME_OR_PATH",
        help="the Course (default: the only one that has the Day of --day, else your folder's, "
        "else robo47)",
    )
    parser.add_argument(
        "--workspace",
        type=Path,
        default=argparse.SUPPRESS if again else None,
        metavar="PATH",
        help="your folder (default: the one around the current folder, else "
        "$ROBOLAB_WORKSPACE, else ~/robolab/<course>)",
    )


def _subcommands(main: argparse.ArgumentParser) -> None:
    commands = main.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _add(commands, "doctor", "what is missing on this machine, and its fix")
    _open(commands)
    _run(commands)
    _queue(commands)
    runs = _add(commands, "runs", "list the runs of the workspace")
    runs.add_argument(
        "--format", choices=FORMATS, default="text", dest="runs_format", help="how to list them"
    )
    _ending(runs)
    _quiz(commands)
    _report(commands)
    _course(commands)


def _add(commands: Commands, name: str, about: str) -> argparse.ArgumentParser:
    """Add a command, which takes the common options too."""
    command = commands.add_parser(name, help=about, description=f"{about[0].upper()}{about[1:]}.")
    _common(command, again=True)
    return command


def _open(commands: Commands) -> None:
    about = "watch a training's log: its curves, how far it is, and its lines, as it grows"
    command = _add(commands, "open", about)
    command.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="a log of lerobot (also from nohup), TensorBoard events, a W&B offline run, CSV or "
        "JSON lines; a run's folder; host:path, followed over ssh; - for standard input. "
        "Several are drawn into one plot",
    )


def _run(commands: Commands) -> None:
    command = _add(commands, "run", "put a step's run on the queue and return; it outlives this")
    command.add_argument("step", metavar="STEP", help="the step, as train-act or day19/train-act")
    command.add_argument(
        "--seeds",
        metavar="SEEDS",
        help="one run for each of these seeds, shown as one group: 1,2,3 or 1-3",
    )
    command.add_argument(
        "--profile",
        choices=PROFILES,
        default=argparse.SUPPRESS,
        help="how big the run is (default: as your workspace remembers)",
    )
    command.add_argument(
        "--place",
        metavar="NAME",
        help="where it runs: a place of .robolab/places.yaml (default: this machine)",
    )
    command.add_argument(
        "--now", action="store_true", help="start it at once, past the queue and its limit"
    )
    command.add_argument(
        "--format", choices=FORMATS, default="text", dest="run_format", help="how to answer"
    )


def _queue(commands: Commands) -> None:
    command = _add(commands, "queue", "what waits for its turn, and how many may run at once")
    command.add_argument(
        "--format", choices=FORMATS, default="text", dest="queue_format", help="how to list it"
    )
    actions = command.add_subparsers(dest="queue_action", metavar="ACTION", title="actions")
    command.set_defaults(queue_action="list", limit=None)
    _add(actions, "list", "list what waits, in order (as without an action)")
    _add(actions, "clear", "take everything that waits off the queue; what runs goes on")
    _add(actions, "resume", "go on after a run failed, or after this machine was started again")
    limit = _add(actions, "limit", "set how many runs may live at once")
    limit.add_argument("limit", type=_count, metavar="N", help="1 where they share one GPU")


def _quiz(commands: Commands) -> None:
    about = "answer a quiz line by line; without a STEP list the quizzes and what is due"
    command = _add(commands, "quiz", about)
    command.add_argument(
        "step",
        nargs="?",
        metavar="STEP",
        help="the step, as day84/checkpoint, or a Day's id for all its quizzes",
    )
    command.add_argument(
        "--due", action="store_true", help="ask only what is due; without a STEP of every quiz"
    )
    command.add_argument(
        "--format", choices=FORMATS, default="text", dest="quiz_format", help="how to list them"
    )


def _ending(runs: argparse.ArgumentParser) -> None:
    actions = runs.add_subparsers(dest="runs_action", metavar="ACTION", title="actions")
    for name, about in (("stop", "stop a run"), ("resume", "go on from its last checkpoint")):
        _add(actions, name, about).add_argument("run", metavar="RUN", help="as train-act-01")


def _report(commands: Commands) -> None:
    about = "write a devlog from what ran: its configuration, figures and curves as Markdown"
    command = _add(commands, "report", about)
    command.add_argument(
        "sources",
        nargs="+",
        metavar="RUN_OR_LOG",
        help="a run's name in the workspace, a run's folder, or any file that open reads; "
        "several are compared",
    )
    command.add_argument(
        "--output",
        type=Path,
        dest="output_folder",
        metavar="FOLDER",
        help="where to write it (default: docs/devlog-<first source>)",
    )
    command.add_argument(
        "--steps",
        type=_steps,
        default=(),
        dest="report_steps",
        metavar="STEPS",
        help="the training steps of the loss table: 1000,5000 (default: some over the whole)",
    )


def _course(commands: Commands) -> None:
    course = commands.add_parser("course", help="tools for authors")
    tools = course.add_subparsers(dest="tool", required=True, metavar="TOOL")
    lint = _add(tools, "lint", "prove that a course loads and holds together")
    lint.add_argument("path", nargs="?", help="a course's name or folder (default: --course)")
    lint.add_argument(
        "--no-samples",
        action="store_true",
        help="leave out the proof that each check passes on a solved sample and fails on an "
        "unsolved one",
    )
    lint.add_argument(
        "--keep",
        type=Path,
        metavar="FOLDER",
        help="leave the sample workspaces there, to be looked at: FOLDER/quick/solved …",
    )
    _new_day(tools)
    _preview(tools)
    diff = _add(tools, "diff", "what an edit of a course does to students who have begun")
    diff.add_argument("old", nargs="?", help="the course before: a name or folder")
    diff.add_argument("new", nargs="?", help="the course after: a name or folder")
    diff.add_argument(
        "--since",
        metavar="REVISION",
        help="compare one course with itself as it was at this git revision",
    )
    diff.add_argument(
        "--progress",
        type=Path,
        metavar="PATH",
        help="also say what becomes of the ticks of this student's folder",
    )
    diff.add_argument(
        "--format", choices=FORMATS, default="text", dest="diff_format", help="how to report"
    )
    schema = _add(tools, "schema", "print the JSON Schema of a YAML file for editors")
    schema.add_argument("file", choices=("course", "day"), help="which file of a course")


def _new_day(tools: Commands) -> None:
    new = tools.add_parser("new", help="begin a day, or a course with its first day")
    new.add_argument("path", help="the course: a name, its folder, or a folder to be made")
    new.add_argument(
        "number", nargs="?", type=_count, default=1, metavar="DAY", help="its number (default: 1)"
    )
    new.add_argument("--title", help="the Day's title")
    new.add_argument(
        "--week",
        type=_count,
        dest="week_number",
        metavar="N",
        help="the Week it belongs to (default: by its number, seven Days a Week, else the last)",
    )


def _preview(tools: Commands) -> None:
    preview = _add(tools, "preview", "a day as its students will read it, and what it asks of them")
    preview.add_argument("path", nargs="?", help="a course's name or folder (default: --course)")
    preview.add_argument(
        "--day", type=int, dest="preview_day", metavar="N", help="its number (default: the first)"
    )
    preview.add_argument("--step", dest="preview_step", metavar="STEP", help="one step alone")
    preview.add_argument(
        "--profile", choices=PROFILES, default=argparse.SUPPRESS, help="of which runs to tell"
    )


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no count of 1 or more")
    return int(text)


def _steps(text: str) -> tuple[int, ...]:
    return tuple(_count(part.strip()) for part in text.split(","))
