"""Stands in for the jobs `demos`, `train`, `evaluate`: true metrics and a true record in a second.

A file `hold` in the Workspace names the step at which it waits until the file is gone.
"""

import contextlib
import hashlib
import json
import os
import sys
import time
from pathlib import Path

RUN = Path(sys.argv[1])
FLAGS = dict(arg.removeprefix("--").split("=", 1) for arg in sys.argv[3:] if "=" in arg)
JOB = Path(sys.argv[0]).stem
IS_TRAINING = JOB == "train"
TOTAL = int(FLAGS[{"train": "steps", "evaluate": "eval.n_episodes"}.get(JOB, "episodes")])
EVERY = 50 if IS_TRAINING else 1
HOLD = Path("hold")
BEGUN_S = time.perf_counter()


def emit(**line: object) -> None:
    with (RUN / "metrics.jsonl").open("a") as file:
        file.write(json.dumps({"time_s": time.time(), **line}) + "\n")


def wait_at(step: int) -> None:
    with contextlib.suppress(FileNotFoundError):  # also between two looks at it
        while HOLD.read_text().strip() == str(step):
            time.sleep(0.02)


def work() -> None:
    unit = "steps" if IS_TRAINING else "episodes"
    emit(kind="start", total=TOTAL, unit=unit)
    for step in range(EVERY, TOTAL + 1, EVERY):
        if IS_TRAINING:
            emit(kind="metric", step=step, values={"loss": 1 / step, "lr": 1e-4})
        else:
            emit(kind="progress", done=step, total=TOTAL)
        wait_at(step)


def file_record(path: Path) -> dict[str, object]:
    content = path.read_bytes()
    name = path.relative_to(RUN).as_posix()
    return {
        "path": name,
        "size_bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def evaluation() -> dict[str, object]:
    """Solve all episodes with what was trained, none with what was not; the checkpoint is the one
    that its own Run recorded.
    """
    path = Path(FLAGS["policy.path"])
    made = json.loads((path.parents[3] / "record.json").read_text())
    is_trained = made["step"] > 1
    each = {
        "successes": [is_trained] * TOTAL,
        "max_rewards": [float(is_trained)] * TOTAL,
        "sum_rewards": [2.0 * is_trained] * TOTAL,
    }
    overall = {
        "pc_success": 100.0 * is_trained,
        "n_episodes": TOTAL,
        "eval_s": time.perf_counter() - BEGUN_S,
    }
    info = RUN / "output" / "eval_info.json"
    info.parent.mkdir(parents=True)
    per_task = [{"task_group": "bench", "metrics": each}]
    info.write_text(json.dumps({"per_task": per_task, "overall": overall}))
    file = file_record(info)
    return each | {
        "format": 1,
        "kind": "evaluation",
        "policy_type": made["policy_type"],
        "eval_info": "output/eval_info.json",
        "files": [file],
        "sha256": file["sha256"],
        "n_episodes": TOTAL,
        "seed": int(FLAGS["seed"]),
        "batch_size": int(FLAGS["eval.batch_size"]),
        "device": "cpu",
        "env": {"type": FLAGS["env.type"]},
        "checkpoint": {"path": FLAGS["policy.path"], "sha256": made["sha256"]},
        "duration_s": 1.0,
    }


def record() -> dict[str, object]:
    if JOB == "evaluate":
        return evaluation()
    folder = f"output/checkpoints/{TOTAL:06d}/pretrained_model" if IS_TRAINING else "output"
    product = RUN / folder / ("model.safetensors" if IS_TRAINING else "data.parquet")
    product.parent.mkdir(parents=True)
    product.write_bytes(f"what {RUN.name} learned with seed {FLAGS['seed']}".encode())
    file = file_record(product)
    digest = hashlib.sha256(f"{product.name}\0{file['sha256']}\n".encode()).hexdigest()
    made = {"format": 1, "path": folder, "files": [file], "sha256": digest, "duration_s": 1.0}
    if not IS_TRAINING:
        return {
            "kind": "dataset",
            "episodes": TOTAL,
            "attempts": TOTAL,
            "frames": 1,
            "seed": int(FLAGS["seed"]),
        } | made
    return made | {
        "kind": "checkpoint",
        "policy_type": FLAGS["policy.type"],
        "step": TOTAL,
        "final": {"loss": 1 / TOTAL},
        "dataset": None,
        "batch_size": int(FLAGS["batch_size"]),
        "seed": int(FLAGS["seed"]),
        "device": "cpu",
    }


(RUN / "context.json").write_text("{}")
sys.stdout.write("\x1b]0;owned\x07plain line\n[@click=app.quit]press me[/] [/red]\n")
sys.stdout.flush()
work()
if Path("fail").exists():
    sys.stderr.write("CUDA error: no device\n")
    os._exit(1)
(RUN / "record.json").write_text(json.dumps(record()))
