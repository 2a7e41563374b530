"""Reading any git repository, a hostile one too: plumbing on blobs, and nothing that runs programs.

Even `git status` runs what a repository's configuration names (filters, fsmonitor, textconv), so
only `rev-parse`, `ls-tree`, `cat-file` and `rev-list` are called, with an environment of our own.
The student's own Workspace is written through `repository.py`; the two never mix.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from lab_tasks.sanitise import clean_line

HARDENED = (
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.commitGraph=false",
    # A grader's folders may belong to another user. git's refusal guards what the lines above and
    # the four commands guard against already.
    "-c",
    "safe.directory=*",
)
DEADLINE_S = 60.0


class GitMissing(Exception):
    """No git on this machine. The text says what to do."""

    def __init__(self) -> None:
        super().__init__(
            "git was not found on PATH. Install git 2.30 or newer, then run this again."
        )


class NotARepository(Exception):
    """The folder is in no git repository. The text says what to do."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is in no git repository. Run `git init` there, then commit.")


class GitFailed(Exception):
    """git refused, in its own words."""


def environment(allow_protocols: str = "none") -> dict[str, str]:
    """Return the environment in which git reads no configuration but the repository's own.

    `allow_protocols` names the transports git may use, `none` by default: a partial clone would
    fetch what it lacks by a program that the repository names.
    """
    kept = {n: v for n, v in os.environ.items() if not n.startswith("GIT_") and n != "LANGUAGE"}
    return kept | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_NO_LAZY_FETCH": "1",  # git 2.45 and newer; the next line serves the older ones
        "GIT_ALLOW_PROTOCOL": allow_protocols,
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_PAGER": "cat",
        "LC_ALL": "C",
    }


def head_commit(path: Path) -> str | None:
    """Return the commit HEAD names; None before the first commit. Raises this module's errors."""
    done = _git(path, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if done.returncode == 0:
        return done.stdout.decode("ascii").strip()
    _raise_unless_repository(path, done)
    return None


def head_blobs(path: Path) -> Mapping[str, str]:
    """Return the git name of every file that HEAD holds below `path`, by path relative to it.

    Links and submodules are left out. Empty before the first commit.
    """
    done = _git(path, "ls-tree", "-rz", "HEAD", "--", ".")
    if done.returncode:
        head_commit(path)  # raises when there is no repository
        return {}
    blobs = {}
    for entry in done.stdout.split(b"\0"):
        facts, _, name = entry.partition(b"\t")
        if facts[:3] == b"100":
            blobs[name.decode("utf-8", "surrogateescape")] = facts.split()[2].decode("ascii")
    return blobs


def blob(path: Path, name: str) -> bytes:
    """Return what HEAD holds for the file `name`, relative to `path`. Raises GitFailed."""
    done = _git(path, "cat-file", "blob", f"HEAD:./{name}")
    if done.returncode:
        raise GitFailed(f"HEAD has no {name}: {_said(done)}")
    return done.stdout


def top(path: Path) -> tuple[Path, str]:
    """Return the repository's root and where `path` lies below it ("" when it is the root)."""
    done = _git(path, "rev-parse", "--show-toplevel", "--show-prefix")
    if done.returncode:
        _raise_unless_repository(path, done)
        raise GitFailed(f"git names no working tree for {path}: {_said(done)}")
    root, _, prefix = os.fsdecode(done.stdout).partition("\n")
    return Path(root), prefix.strip("\n").rstrip("/")


def git_path() -> str:
    """Return git's absolute path. Raises GitMissing."""
    found = shutil.which("git")
    if found is None:
        raise GitMissing
    return os.path.abspath(found)


def _git(path: Path, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    if not path.is_dir():
        raise NotARepository(path)
    try:
        return subprocess.run(
            [git_path(), *HARDENED, *arguments],
            cwd=path,
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=DEADLINE_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise GitFailed(f"git {arguments[0]} took longer than {DEADLINE_S:.0f} s") from error


def _raise_unless_repository(path: Path, done: "subprocess.CompletedProcess[bytes]") -> None:
    """Tell a repository without commits from none, and from one that git will not read."""
    if done.returncode == 1 and not done.stderr:
        return
    if b"not a git repository" in done.stderr:
        raise NotARepository(path)
    raise GitFailed(f"git refused to read {path}: {_said(done)}")


def _said(done: "subprocess.CompletedProcess[bytes]") -> str:
    return clean_line(done.stderr.decode("utf-8", "replace"), 400)
