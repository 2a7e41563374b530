"""Saves checkpoints as lerobot 0.6 does, file after file and in place, and is killed while it does.

`python fake_saver.py FOLDER TRIALS`: trial k saves into `FOLDER/k/output/checkpoints` and is killed
by SIGKILL at its k-th write.
"""

import json
import os
import signal
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

STEPS = (1000, 2000)
PIECE_BYTES = 128
CONFIG = {"steps": 3000, "scheduler": {"type": "diffuser"}, "tolerance_s": 1e-4}


def files(step: int) -> Iterator[tuple[str, bytes]]:
    """Yield what a checkpoint holds, in the order in which lerobot writes it."""
    done = {"step": step, "num_processes": 1, "batch_size": 2}
    normalizer = "policy_preprocessor_step_3_normalizer_processor.safetensors"
    steps = [{"registry_name": "normalizer_processor", "state_file": normalizer}]
    yield "pretrained_model/config.json", _json({"type": "act", "dim_model": 16})
    yield "pretrained_model/model.safetensors", tensors(step, 1500)
    yield "pretrained_model/train_config.json", _json(CONFIG)
    yield "pretrained_model/policy_preprocessor.json", _json({"steps": steps})
    yield f"pretrained_model/{normalizer}", tensors(step, 300)
    yield "pretrained_model/policy_postprocessor.json", _json({"steps": []})
    yield "training_state/training_step.json", _json(done)
    yield "training_state/rng_state.safetensors", tensors(step, 500)
    yield "training_state/optimizer_state.safetensors", tensors(step, 3000)
    yield "training_state/optimizer_param_groups.json", _json([{"lr": 1e-5, "weight_decay": 0}])
    yield "training_state/scheduler_state.json", _json({"last_epoch": step})


def tensors(step: int, size_bytes: int) -> bytes:
    """Return a safetensors file of one tensor: its header's length, the header, the bytes."""
    tensor = {"dtype": "U8", "shape": [size_bytes], "data_offsets": [0, size_bytes]}
    header = json.dumps({"__metadata__": {"format": "pt"}, "weight": tensor}).encode()
    return struct.pack("<Q", len(header)) + header + bytes([step % 251]) * size_bytes


def save(checkpoints: Path, step: int) -> None:
    """Save one checkpoint, then move the link."""
    for name, content in files(step):
        path = checkpoints / f"{step:06d}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb", buffering=0) as file:
            for at in range(0, len(content), PIECE_BYTES):
                _before_a_write()
                file.write(content[at : at + PIECE_BYTES])
    last = checkpoints / "last"
    _before_a_write()
    last.unlink(missing_ok=True)
    _before_a_write()
    last.symlink_to(f"{step:06d}")


_writes_left = [0]


def _before_a_write() -> None:
    _writes_left[0] -= 1
    if _writes_left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)


def _json(content: object) -> bytes:
    return json.dumps(content, indent=4).encode()


def _trial(folder: Path, killed_at: int) -> None:
    _writes_left[0] = killed_at
    for step in STEPS:
        save(folder / "output" / "checkpoints", step)
    os._exit(0)


if __name__ == "__main__":
    for number in range(1, int(sys.argv[2]) + 1):
        if (child := os.fork()) == 0:
            _trial(Path(sys.argv[1]) / str(number), number)
        _, status = os.waitpid(child, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL, f"trial {number} ran to its end"
