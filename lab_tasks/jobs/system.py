"""What a job takes of its machine: a line of `system.jsonl` every few seconds, by a thread.

The thread is a daemon and alone with what it keeps: if it fails it dies by itself, and the training
goes on.
"""

import sys
import threading
import time
from pathlib import Path
from typing import Any

from lab_tasks.jobs.line_file import LineFile

EVERY_S = 5.0


def watch(run_dir: Path, every_s: float = EVERY_S) -> None:
    """Begin to write what this process, its children and its GPU do."""
    try:
        import psutil
    except ImportError:  # it comes with accelerate, and a lab of the student's own may lack that
        return
    sampler = Sampler(psutil, LineFile(run_dir / "system.jsonl"))
    threading.Thread(target=sampler.run, args=(every_s,), daemon=True, name="system").start()


class Sampler:
    """Measures the processes of a job, and its GPU where NVML and its Python package are there."""

    def __init__(self, psutil: Any, file: LineFile) -> None:
        """Count processor time from now on."""
        self._psutil = psutil
        self._file = file
        self._gpu = _gpu()
        self._looked_s = time.monotonic()
        self._busy_s = {pid: busy_s for pid, (busy_s, _) in self._look().items()}

    def run(self, every_s: float) -> None:
        """Write a line every so many seconds, for ever."""
        while True:
            time.sleep(every_s)
            self.sample()

    def sample(self) -> None:
        """Write one line: the processor since the last one, the memory now."""
        now_s, found = time.monotonic(), self._look()
        # All of a new process counts: it took it since the last look.
        spent_s = sum(busy - self._busy_s.get(pid, 0.0) for pid, (busy, _) in found.items())
        line = {
            "time_s": time.time(),
            "cpu_percent": round(100 * spent_s / max(now_s - self._looked_s, 1e-6), 1),
            "memory_bytes": sum(memory_bytes for _, memory_bytes in found.values()),
        }
        self._looked_s = now_s
        self._busy_s = {pid: busy_s for pid, (busy_s, _) in found.items()}
        self._file.append(line | (self._gpu.sample() if self._gpu else {}))

    def _look(self) -> dict[int, tuple[float, int]]:
        """Return each process's number, its seconds of processor time, its resident bytes."""
        this = self._psutil.Process()
        found: dict[int, tuple[float, int]] = {}
        for process in (this, *this.children(recursive=True)):
            try:
                with process.oneshot():
                    times, memory = process.cpu_times(), process.memory_info()
            except self._psutil.Error:  # it ended meanwhile
                continue
            found[process.pid] = times.user + times.system, memory.rss
        return found


class Gpu:
    """The GPU this process computes on. Use and memory are of the whole GPU, all processes'."""

    def __init__(self, nvml: Any) -> None:
        """Look for nothing yet: which GPU it is is known once the training has begun on it."""
        self._nvml = nvml
        self._handle: Any = None

    def sample(self) -> dict[str, object]:
        """Return `gpu_percent` and `gpu_memory_bytes`; nothing where they cannot be told."""
        try:
            self._handle = self._handle or self._find()
            if self._handle is None:
                return {}
            use = self._nvml.nvmlDeviceGetUtilizationRates(self._handle)
            memory = self._nvml.nvmlDeviceGetMemoryInfo(self._handle)
        except self._nvml.NVMLError:
            return {}
        return {"gpu_percent": float(use.gpu), "gpu_memory_bytes": int(memory.used)}

    def _find(self) -> Any:
        torch: Any = sys.modules.get("torch")
        # Its parts are missing while the job is still importing it.
        is_used = getattr(getattr(torch, "cuda", None), "is_initialized", None)
        # Asking for its name before the job uses it would initialise CUDA in this thread.
        if is_used is None or not is_used():
            return None
        self._nvml.nvmlInit()
        # By its own name, for CUDA_VISIBLE_DEVICES numbers GPUs anew.
        uuid = torch.cuda.get_device_properties(torch.cuda.current_device()).uuid
        return self._nvml.nvmlDeviceGetHandleByUUID(f"GPU-{uuid}")


def _gpu() -> Gpu | None:
    try:
        import pynvml
    except ImportError:
        return None
    return Gpu(pynvml)
