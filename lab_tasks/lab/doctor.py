"""What a lab needs of the machine, and what mends each thing that is missing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lab_tasks.lab import lab_environment
from lab_tasks.lab.lab_installation import free_bytes
from lab_tasks.lab.nvidia import nvidia_smi
from lab_tasks.workspace import Workspace

RUNS_BYTES = 2_000_000_000
"""Room for a Day's checkpoints and datasets."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `fix` is empty when nothing needs mending."""

    name: str
    found: str
    fix: str = ""
    required: bool = True

    @property
    def ok(self) -> bool:
        """Whether nothing needs mending."""
        return not self.fix


def examine(workspace: Workspace) -> Iterator[Finding]:
    """Look at the machine and the Workspace; changes nothing."""
    yield Finding("Python", f"{sys.version.split()[0]}")
    yield _git()
    yield from _identity(workspace)
    yield _lab(workspace)
    yield from _disks(workspace)
    yield _writable(workspace)
    yield _gpu()


def _git() -> Finding:
    path = shutil.which("git")
    if path is None:
        return Finding("git", "not found", "Install git (Debian, Ubuntu: apt install git).")
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    return Finding("git", done.stdout.strip().removeprefix("git version "))


def _identity(workspace: Workspace) -> Iterator[Finding]:
    where = workspace.root if workspace.root.is_dir() else Path.home()
    for key, example in (("user.name", "Your Name"), ("user.email", "you@example.org")):
        if shutil.which("git") is None:
            return
        done = subprocess.run(
            ["git", "config", key], cwd=where, capture_output=True, text=True, check=False
        )
        value = done.stdout.strip()
        fix = "" if value else f'git config --global {key} "{example}"'
        yield Finding(f"git {key}", value or "not set", fix)


def _lab(workspace: Workspace) -> Finding:
    state = lab_environment.find(workspace)
    if isinstance(state, lab_environment.Ready):
        return Finding("lab's Python", f"{state.python} ({state.origin})")
    if isinstance(state, lab_environment.Installing):
        return Finding("lab's Python", f"being made; see {state.log}")
    return Finding("lab's Python", state.why, state.remedy)


def _disks(workspace: Workspace) -> Iterator[Finding]:
    """Look for room for the Runs, and for the lab's environment where there is none yet."""
    yield _disk("disk", workspace.root, RUNS_BYTES)
    if isinstance(lab_environment.find(workspace), lab_environment.Missing):
        yield _disk("lab's disk", lab_environment.made_home(), lab_environment.NEEDED_BYTES)


def _disk(name: str, folder: Path, wanted_bytes: int) -> Finding:
    found_bytes = free_bytes(folder)
    few = found_bytes < wanted_bytes
    fix = f"Free at least {wanted_bytes / 1e9:.0f} GB on the disk of {folder}." if few else ""
    return Finding(name, f"{found_bytes / 1e9:.1f} GB free", fix)


def _writable(workspace: Workspace) -> Finding:
    folder = workspace.root
    while not folder.exists():
        folder = folder.parent
    ok = os.access(folder, os.W_OK)
    fix = "" if ok else f"Change the permissions of {folder}, or name another --workspace."
    return Finding("workspace", str(workspace.root), fix)


def _gpu() -> Finding:
    found = nvidia_smi("--query-gpu=name,memory.total", "--format=csv,noheader")
    return Finding("GPU", found or "none answers: use the quick profile", required=False)
