"""Stage `clone`: what is committed, and nothing else, in a folder of its own."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from lab_tasks.commits import plumbing
from lab_tasks.commits.plumbing import GitFailed, GitMissing, NotARepository
from lab_tasks.reproduction import process
from lab_tasks.reproduction.record import StageResult, StageVerdict
from lab_tasks.sanitise import clean_line

ADDRESS = re.compile(r"(https|ssh|file)://[^\s-][^\s]*|[\w.-]+@[\w.-]+:[^\s]+")
DEADLINE_S = 900.0
OURS = ("could not resolve host", "unable to access", "connection", "network", "timed out")


@dataclass(frozen=True)
class Cloned:
    """A fresh clone. `root` is the Workspace in it, `commit` what was checked out."""

    root: Path
    commit: str


def is_address(source: str) -> bool:
    """Whether a source is a URL rather than a folder."""
    return bool(ADDRESS.fullmatch(source))


def clone(
    source: str, target: Path, log: Path, is_cancelled: Callable[[], bool]
) -> Cloned | StageResult:
    """Clone `source` (a folder or URL) into `target`, with no hook, filter, submodule or link."""
    try:
        address, prefix = (source, "") if is_address(source) else _committed_in(Path(source))
        ended = _run(address, target, log, is_cancelled)
        commit = plumbing.head_commit(target) if ended.code == 0 else None
    except GitMissing as missing:
        return _result("error", "git was not found.", str(missing))
    except (NotARepository, GitFailed) as failed:
        remedy = "Commit the Day in the workspace, then start the fresh-clone test again."
        return _result("failed", str(failed), remedy)
    if ended.code != 0:
        return _not_cloned(source, ended)
    if commit is None:
        return _result("failed", f"{source} has no commit.", "Commit the Day, then try again.")
    return Cloned(target / prefix, commit)


def _committed_in(folder: Path) -> tuple[str, str]:
    """Return the repository's root and the Workspace's place below it. Raises GitFailed."""
    root, prefix = plumbing.top(folder)
    if plumbing.head_commit(folder) is None:
        raise GitFailed(f"Nothing has been committed in {folder} yet.")
    return str(root), prefix


def _run(address: str, target: Path, log: Path, is_cancelled: Callable[[], bool]) -> process.Ended:
    command = [
        *(plumbing.git_path(), *plumbing.HARDENED, "-c", "protocol.version=2"),
        *("clone", "--no-local", "--no-hardlinks", "--no-recurse-submodules", "--no-tags"),
        *("--template=", "--quiet", "--", address, str(target)),
    ]
    settings = target.with_name("gitconfig")
    settings.write_text("[safe]\n\tdirectory = *\n")  # the process that serves a folder reads it
    environment = plumbing.environment("https:ssh:file") | {
        "GIT_CONFIG_GLOBAL": str(settings),
        "GIT_SSH_COMMAND": "ssh -oBatchMode=yes",  # asks for nothing
        "GIT_LFS_SKIP_SMUDGE": "1",
    }
    return process.run(
        command,
        cwd=target.parent,
        env=environment,
        log=log,
        deadline_s=DEADLINE_S,
        is_cancelled=is_cancelled,
    )


def _not_cloned(source: str, ended: process.Ended) -> StageResult:
    said = clean_line(ended.tail, 400)
    if ended.code is None:
        return _result("error", f"git clone took longer than {DEADLINE_S:.0f} s.", "Try again.")
    remedy = "Look whether the address is right and readable without a password; a clone you made "
    remedy += "yourself can be named by its folder."
    is_ours = is_address(source) and any(word in said.lower() for word in OURS)
    return _result("error" if is_ours else "failed", f"git clone: {said}", remedy)


def _result(verdict: StageVerdict, why: str, remedy: str) -> StageResult:
    return StageResult(stage="clone", verdict=verdict, why=why, remedy=remedy, log="clone.log")
