"""A spool: the local copy of a file on another machine, which grows as that one does.

`ssh` writes straight into the copy, and the copy's size says where to go on after a lost
connection. `tail` runs over there beside a small watch that ends it when the file is replaced or
cut (then the copy begins anew) and when nobody listens any more. Two who follow one address share
one copy: whoever holds its lock fills it.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import subprocess
import threading
import time
from pathlib import Path

import msgspec
import platformdirs

from lab_tasks import atomic, foreign
from lab_tasks.problem import Problem
from lab_tasks.remote import address, ssh
from lab_tasks.remote.address import AddressRefused, is_remote

__all__ = ["AddressRefused", "Spool", "is_remote"]

# sh, as POSIX has it: $1 path, $2 inode that the copy was made from (0: none), $3 bytes we have.
# Its standard input is the connection: `cat` ends when that does. Single-quoted on the way.
FOLLOW = """
p=$1
look() { set -- $(ls -idL -- "$p" 2>/dev/null) 0; i=$1; s=$(wc -c 2>/dev/null <"$p") || s=-1; }
[ -e "$p" ] || { echo "there is no $p" >&2; exit 66; }
[ -f "$p" ] && [ -r "$p" ] || { echo "$p is no file that can be read" >&2; exit 66; }
look
if [ "$2" != 0 ]; then [ "$i" = "$2" ] && [ "$s" -ge "$3" ] || exit 76; fi
echo "robolab-inode $i" >&2
exec 3<&0
cat <&3 >/dev/null & c=$!
tail -c "+$(($3 + 1))" -f -- "$p" & t=$!
trap "kill $c $t 2>/dev/null" EXIT
trap "exit 1" HUP INT TERM
was=$i; had=$s
while kill -0 $c 2>/dev/null && kill -0 $t 2>/dev/null; do
  sleep 1
  look
  [ "$i" = "$was" ] && [ "$s" -ge "$had" ] || exit 76
  had=$s
done
"""
CHANGED, MISSING = 76, 66
"""Statuses of FOLLOW: the file is another one or shorter now; there is no such file."""
FIRST_WAIT_S, LONGEST_WAIT_S = 1.0, 30.0
CLOSING_S = 5.0
KEPT_S = 30 * 86_400.0
"""A copy that nobody has followed for this long is removed."""
_INODE = re.compile(r"robolab-inode ([0-9]{1,20})\s*")


class Source(msgspec.Struct, frozen=True):
    """What stands beside the copy: which file it was made from, and what is wrong now."""

    address: str
    inode: int = 0
    """0: nothing has been read of it yet."""
    problem: str = ""


class Spool:
    """Follows one file on another machine. `close()` it, or use it in a `with` statement."""

    def __init__(self, text: str, folder: Path | None = None) -> None:
        """Name the file. Raises AddressRefused; nothing is started yet."""
        self.address = address.parse(text)
        self._folder = folder or platformdirs.user_cache_path("robolab-tui") / "spool"
        self._path = self._folder / _name(self.address)
        self._beside = self._path.with_name(f"{self._path.name}.source")
        self._lock = self._path.with_name(f"{self._path.name}.lock")
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._keep, name=f"spool {text}", daemon=True)
        self._process: subprocess.Popen[bytes] | None = None
        self._guard = threading.Lock()
        self._fault = ""
        """What ended the following for good; empty: nothing has."""

    def start(self) -> Path:
        """Begin to follow, and return the copy at once. Raises OSError: no cache can be written."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _remove_old(self._folder)
        self._path.touch(mode=0o600)
        if not self._thread.is_alive():
            self._thread.start()
        return self._path

    @property
    def problem(self) -> str | None:
        """Why nothing comes now, as a sentence; None: it is being followed."""
        return self._fault or self._source().problem or None

    def close(self) -> None:
        """Stop following; nothing runs on, here or over there. The copy stays."""
        self._closing.set()
        with self._guard:
            if self._process is not None:
                self._process.terminate()
        if self._thread.is_alive():
            # A child of ssh (ProxyCommand, a master) may keep its stderr open after it.
            self._thread.join(CLOSING_S)

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _keep(self) -> None:
        try:
            self._fill()
        except OSError as error:
            what = f"{error.filename or self._folder}: {error.strerror or error}"
            self._fault = f"the copy of {self.address} cannot be written: {what}; open it again"

    def _fill(self) -> None:
        with self._lock.open("w") as lock:
            while not self._closing.is_set():
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return self._follow()
                self._closing.wait(FIRST_WAIT_S)  # another one fills it, and may end

    def _follow(self) -> None:
        wait_s = FIRST_WAIT_S
        while not self._closing.is_set():
            began = time.monotonic()
            status, words = self._connect()
            if self._closing.is_set():
                return
            if status == CHANGED:
                os.truncate(self._path, 0)
                self._note(inode=0, problem="")
                continue
            if time.monotonic() - began > LONGEST_WAIT_S:
                wait_s = FIRST_WAIT_S
            said = ssh.said(self.address.host, words, status)
            self._note(problem=f"{said}; tried again every {wait_s:.0f} s")
            self._closing.wait(wait_s)
            wait_s = min(2 * wait_s, LONGEST_WAIT_S)

    def _connect(self) -> tuple[int, list[str]]:
        """Follow until the connection ends; return its status and the lines of its stderr."""
        source = self._source()
        size_bytes = self._path.stat().st_size if source.inode else 0
        script = ["sh", "-c", FOLLOW, "robolab-spool", self.address.path]
        words = [*script, str(source.inode), str(size_bytes)]
        with self._path.open("ab") as copy:
            copy.truncate(size_bytes)
            with self._guard:
                if self._closing.is_set():
                    return 0, []
                try:
                    self._process = _started(ssh.command(self.address.host, words), copy.fileno())
                except OSError as error:
                    return ssh.LOST, [f"`ssh` cannot be run here: {error.strerror}"]
        return self._listen(self._process)

    def _listen(self, process: subprocess.Popen[bytes]) -> tuple[int, list[str]]:
        spoken: list[str] = []
        with process:
            stderr = process.stderr
            assert stderr is not None
            while line := stderr.readline(4096):
                text = line.decode(errors="replace")
                if match := _INODE.fullmatch(text):
                    self._note(inode=int(match[1]), problem="")
                else:
                    spoken = [*spoken[-4:], text]
        return process.returncode, spoken

    def _source(self) -> Source:
        found = foreign.read_json(self._beside, Source)
        return Source(str(self.address)) if isinstance(found, Problem) else found

    def _note(self, *, problem: str, inode: int | None = None) -> None:
        old = self._source()
        new = Source(str(self.address), old.inode if inode is None else inode, problem)
        if new != old:
            atomic.write_json(self._beside, msgspec.to_builtins(new))


def _started(command: list[str], output: int) -> subprocess.Popen[bytes]:
    # Its standard input ends with this process, however that ends, and `ssh` passes that on.
    return subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=output,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _name(followed: address.Address) -> str:
    host = followed.host
    full = f"{host.name}\0{host.port or ''}\0{followed.path}"
    # Readers know a format by the end of a file's name.
    end = re.sub(r"[^\w.-]", "_", followed.path.rpartition("/")[2])[-100:]
    return f"{hashlib.sha256(full.encode()).hexdigest()[:16]}-{end}"


def _remove_old(folder: Path) -> None:
    oldest = time.time() - KEPT_S
    for lock in folder.glob("*.lock"):
        copy = lock.with_suffix("")
        with contextlib.suppress(OSError):
            if max(copy.stat().st_mtime, lock.stat().st_mtime) < oldest:
                for path in (copy, copy.with_name(f"{copy.name}.source"), lock):
                    path.unlink(missing_ok=True)
