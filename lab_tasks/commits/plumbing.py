"""Reading any git repository, a hostile one too: plumbing on blobs, and nothing that runs programs.

Even `git status` runs what a repository's configuration names (filters, fsmonitor, textconv), so
only `rev-parse`, `ls-tree` and `cat-file` are called, with an environment of our own and bounds.
The student's own Workspace is written through `repository.py`; the two never mix.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event, Timer

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
_FULL_NAME = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
LARGEST_ANSWER_BYTES = 64_000_000
"""Of one command. A few small trees that name each other can list without end."""


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
    done = ask(path, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    if done.returncode == 0:
        return done.stdout.decode("ascii").strip()
    _raise_unless_repository(path, done)
    return None


def has_commit(path: Path, name: str) -> bool:
    """Whether the repository holds the commit of this full name. Raises this module's errors."""
    if not _FULL_NAME.fullmatch(name):
        return False
    done = ask(path, "cat-file", "-e", f"{name}^{{commit}}")
    if done.returncode:
        head_commit(path)  # raises when there is no repository
    return done.returncode == 0


def is_shallow(path: Path) -> bool:
    """Whether the repository lacks its older commits on purpose. Raises this module's errors."""
    done = ask(path, "rev-parse", "--is-shallow-repository")
    return done.returncode == 0 and done.stdout.strip() == b"true"


def head_blobs(path: Path) -> Mapping[str, str]:
    """Return the git name of every file that HEAD holds below `path`, by path relative to it.

    Links and submodules are left out. Empty before the first commit.
    """
    done = ask(path, "ls-tree", "-rz", "HEAD", "--", ".")
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
    done = ask(path, "cat-file", "blob", f"HEAD:./{name}")
    if done.returncode:
        raise GitFailed(f"HEAD has no {name}: {said(done)}")
    return done.stdout


def top(path: Path) -> tuple[Path, str]:
    """Return the repository's root and where `path` lies below it ("" when it is the root)."""
    done = ask(path, "rev-parse", "--show-toplevel", "--show-prefix")
    if done.returncode:
        _raise_unless_repository(path, done)
        raise GitFailed(f"git names no working tree for {path}: {said(done)}")
    root, _, prefix = os.fsdecode(done.stdout).partition("\n")
    return Path(root), prefix.strip("\n").rstrip("/")


def git_path() -> str:
    """Return git's absolute path. Raises GitMissing."""
    found = shutil.which("git")
    if found is None:
        raise GitMissing
    return os.path.abspath(found)


def ask(
    path: Path, *arguments: str, asked: bytes = b"", limit_bytes: int | None = None
) -> "subprocess.CompletedProcess[bytes]":
    """Run a command of git within bounds of time and size, and return what became of it.

    `asked` is its input. Raises NotARepository (no folder), GitMissing, GitFailed (out of bounds).
    """
    if not path.is_dir():
        raise NotARepository(path)
    command = [git_path(), *HARDENED, *arguments]
    limit_bytes = LARGEST_ANSWER_BYTES if limit_bytes is None else limit_bytes
    is_late = Event()
    with TemporaryFile() as input_file, TemporaryFile() as errors:
        input_file.write(asked)
        input_file.seek(0)
        with subprocess.Popen(
            command,
            cwd=path,
            env=environment(),
            stdin=input_file,
            stdout=subprocess.PIPE,
            stderr=errors,
        ) as process:
            answer = _answer(process, limit_bytes, is_late)
        errors.seek(0)
        done = subprocess.CompletedProcess(command, process.returncode, answer, errors.read(4096))
    if is_late.is_set():
        raise GitFailed(f"git {arguments[0]} took longer than {DEADLINE_S:g} s. Try again")
    if len(answer) > limit_bytes:
        raise GitFailed(f"git {arguments[0]} said more than {limit_bytes:,} bytes; none was used")
    return done


def _answer(process: "subprocess.Popen[bytes]", limit_bytes: int, is_late: Event) -> bytes:
    """Return what a process writes, one byte more than the limit at most, and see its end."""

    def give_up() -> None:
        is_late.set()
        process.kill()

    deadline = Timer(DEADLINE_S, give_up)
    deadline.start()
    try:
        assert process.stdout is not None
        answer: bytes = process.stdout.read(limit_bytes + 1)
        if len(answer) > limit_bytes:
            process.kill()
        process.wait()
        return answer
    except BaseException:
        process.kill()
        raise
    finally:
        deadline.cancel()


def _raise_unless_repository(path: Path, done: "subprocess.CompletedProcess[bytes]") -> None:
    """Tell a repository without commits from none, and from one that git will not read."""
    if done.returncode == 1 and not done.stderr:
        return
    if b"not a git repository" in done.stderr:
        raise NotARepository(path)
    raise GitFailed(f"git refused to read {path}: {said(done)}")


def said(done: "subprocess.CompletedProcess[bytes]") -> str:
    """Return git's own words, as one safe line."""
    return clean_line(done.stderr.decode("utf-8", "replace"), 400)
