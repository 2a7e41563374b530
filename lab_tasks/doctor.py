"""What a lab needs of the machine, and what mends each thing that is missing."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lab_tasks import lab_environment
from lab_tasks.workspace import Workspace

FREE_BYTES_WANTED = 2_000_000_000


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
    yield _disk(workspace)
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


def _disk(workspace: Workspace) -> Finding:
    folder = workspace.root
    while not folder.exists():
        folder = folder.parent
    free_bytes = shutil.disk_usage(folder).free
    few = free_bytes < FREE_BYTES_WANTED
    fix = f"Free at least {FREE_BYTES_WANTED / 1e9:.0f} GB on {folder}'s disk." if few else ""
    return Finding("disk", f"{free_bytes / 1e9:.1f} GB free", fix)


def _writable(workspace: Workspace) -> Finding:
    folder = workspace.root
    while not folder.exists():
        folder = folder.parent
    ok = os.access(folder, os.W_OK)
    fix = "" if ok else f"Change the permissions of {folder}, or name another --workspace."
    return Finding("workspace", str(workspace.root), fix)


def _gpu() -> Finding:
    path = shutil.which("nvidia-smi")
    if path is None:
        return Finding("GPU", "none found: use the quick profile", required=False)
    query = [path, "--query-gpu=name,memory.total", "--format=csv,noheader"]
    done = subprocess.run(query, capture_output=True, text=True, check=False)
    return Finding("GPU", done.stdout.strip() or "nvidia-smi found none", required=False)
