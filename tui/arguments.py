"""The command line's words: options, subcommands and their help."""

import argparse
from pathlib import Path

from tui.options import (
    Commands,
    add_command,
    add_common,
    add_course_path,
    add_format,
    add_profile,
    count,
    counts,
)


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
    add_common(main)
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
    add_format(main, "how --check reports")
    main.add_argument("--output", type=Path, metavar="FILE", help="write the report there")
    add_profile(main, "how big the runs are (the app remembers)", default=None)
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


def _subcommands(main: argparse.ArgumentParser) -> None:
    commands = main.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    add_command(commands, "doctor", "what is missing on this machine, and its fix")
    _open(commands)
    _run(commands)
    _queue(commands)
    _runs(commands)
    _quiz(commands)
    _report(commands)
    _course(commands)


def _open(commands: Commands) -> None:
    about = "watch a training's log: its curves, how far it is, and its lines, as it grows"
    command = add_command(commands, "open", about)
    command.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="a log of lerobot (also from nohup), TensorBoard events, a W&B offline run, CSV or "
        "JSON lines; a run's folder; host:path, followed over ssh; - for standard input. "
        "Several are drawn into one plot",
    )


def _run(commands: Commands) -> None:
    command = add_command(
        commands, "run", "put a step's run on the queue and return; it outlives this"
    )
    command.add_argument("step", metavar="STEP", help="the step, as train-act or day19/train-act")
    command.add_argument(
        "--seeds",
        metavar="SEEDS",
        help="one run for each of these seeds, shown as one group: 1,2,3 or 1-3",
    )
    add_profile(command, "how big the run is (default: as your workspace remembers)")
    command.add_argument(
        "--place",
        metavar="NAME",
        help="where it runs: a place of .robolab/places.yaml (default: this machine)",
    )
    command.add_argument(
        "--now", action="store_true", help="start it at once, past the queue and its limit"
    )
    add_format(command, "how to answer", "run_format")


def _queue(commands: Commands) -> None:
    command = add_command(
        commands, "queue", "what waits for its turn, and how many may run at once"
    )
    add_format(command, "how to list it", "queue_format")
    actions = command.add_subparsers(dest="queue_action", metavar="ACTION", title="actions")
    add_command(actions, "list", "list what waits, in order (as without an action)")
    add_command(
        actions, "clear", "take off all that waits, and forget what was dropped; what runs goes on"
    )
    add_command(
        actions, "resume", "go on after a run failed, or after this machine was started again"
    )
    limit = add_command(actions, "limit", "set how many runs may live at once")
    limit.add_argument("limit", type=count, metavar="N", help="1 where they share one GPU")


def _runs(commands: Commands) -> None:
    command = add_command(commands, "runs", "list the runs of the workspace")
    add_format(command, "how to list them", "runs_format")
    actions = command.add_subparsers(dest="runs_action", metavar="ACTION", title="actions")
    for name, about in (("stop", "stop a run"), ("resume", "go on from its last checkpoint")):
        add_command(actions, name, about).add_argument("run", metavar="RUN", help="as train-act-01")


def _quiz(commands: Commands) -> None:
    about = "answer a quiz line by line; without a STEP list the quizzes and what is due"
    command = add_command(commands, "quiz", about)
    command.add_argument(
        "step",
        nargs="?",
        metavar="STEP",
        help="the step, as day84/checkpoint, or a Day's id for all its quizzes",
    )
    command.add_argument(
        "--due", action="store_true", help="ask only what is due; without a STEP of every quiz"
    )
    add_format(command, "how to list them", "quiz_format")


def _report(commands: Commands) -> None:
    about = "write a devlog from what ran: its configuration, figures and curves as Markdown"
    command = add_command(commands, "report", about)
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
        type=counts,
        default=(),
        dest="report_steps",
        metavar="STEPS",
        help="the training steps of the loss table: 1000,5000 (default: some over the whole)",
    )


def _course(commands: Commands) -> None:
    course = commands.add_parser("course", help="tools for authors")
    tools = course.add_subparsers(dest="tool", required=True, metavar="TOOL")
    lint = add_command(tools, "lint", "prove that a course loads and holds together")
    add_course_path(lint)
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
    diff = add_command(tools, "diff", "what an edit of a course does to students who have begun")
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
    add_format(diff, "how to report", "diff_format")
    schema = add_command(tools, "schema", "print the JSON Schema of a YAML file for editors")
    schema.add_argument("file", choices=("course", "day"), help="which file of a course")


def _new_day(tools: Commands) -> None:
    new = tools.add_parser("new", help="begin a day, or a course with its first day")
    new.add_argument("path", help="the course: a name, its folder, or a folder to be made")
    new.add_argument(
        "number", nargs="?", type=count, default=1, metavar="DAY", help="its number (default: 1)"
    )
    new.add_argument("--title", help="the Day's title")
    new.add_argument(
        "--week",
        type=count,
        dest="week_number",
        metavar="N",
        help="the Week it belongs to (default: by its number, seven Days a Week, else the last)",
    )


def _preview(tools: Commands) -> None:
    preview = add_command(
        tools, "preview", "a day as its students will read it, and what it asks of them"
    )
    add_course_path(preview)
    preview.add_argument(
        "--day", type=int, dest="preview_day", metavar="N", help="its number (default: the first)"
    )
    preview.add_argument("--step", dest="preview_step", metavar="STEP", help="one step alone")
    add_profile(preview, "of which runs to tell")
