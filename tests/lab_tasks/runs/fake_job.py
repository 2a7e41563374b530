"""A job for tests: does what its arguments say, one after the other, as `lab_tasks.jobs.fake`."""

import json
import os
import signal
import sys
import time
from pathlib import Path

FOLDER = Path(sys.argv[1])


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def wait(name: str) -> None:
    while not (FOLDER / name).exists():
        time.sleep(0.01)


def metrics(count: str) -> None:
    with (FOLDER / "metrics.jsonl").open("a") as file:
        start = {"kind": "start", "time_s": time.time(), "total": int(count), "unit": "steps"}
        file.write(json.dumps(start) + "\n")
        for step in range(1, int(count) + 1):
            values = {"loss": 1 / step}
            line = {"kind": "metric", "time_s": time.time(), "step": step, "values": values}
            file.write(json.dumps(line) + "\n")


def ignore(names: str) -> None:
    for name in names.split(","):
        signal.signal(getattr(signal, f"SIG{name}"), signal.SIG_IGN)


def leave_worker(_: str) -> None:
    if os.fork() == 0:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        (FOLDER / "worker").write_text(str(os.getpid()))
        time.sleep(60)
        os._exit(0)


VERBS = {
    "say": say,
    "ready": lambda _: (FOLDER / "ready").write_text(str(os.getpid())),
    "wait": wait,
    "metrics": metrics,
    "context": lambda _: (FOLDER / "context.json").write_text("{}"),
    "record": lambda _: (FOLDER / "record.json").write_text("{}"),
    "ignore": ignore,
    "default": lambda name: signal.signal(getattr(signal, f"SIG{name}"), signal.SIG_DFL),
    "env": lambda name: say(f"{name}={os.environ.get(name)}"),
    "import": lambda name: say(f"{name} from {__import__(name).__file__}"),
    "flood": lambda megabytes: [say("x" * 999) for _ in range(1000 * int(megabytes))],
    "worker": leave_worker,
    "die": lambda name: os.kill(os.getpid(), getattr(signal, f"SIG{name}")),
    "exit": lambda status: os._exit(int(status)),
}

assert sys.argv[2] == "--"
for argument in sys.argv[3:]:
    verb, _, value = argument.partition(":")
    VERBS[verb](value)
    sys.stdout.flush()
