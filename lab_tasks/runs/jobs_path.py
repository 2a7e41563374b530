"""The folder that a job's Python gets as its PYTHONPATH: nothing in it but our package.

The app's own site-packages must never shadow the lab's, so the lab's Python sees a folder with one
symlink, `lab_tasks`, wherever this package is installed.
"""

import hashlib
import os
import threading
from pathlib import Path

import platformdirs

PACKAGE = Path(__file__).resolve().parent.parent


def jobs_path(package: Path = PACKAGE) -> Path:
    """Return that folder, made in the user's cache if it is not there yet.

    Raises:
        OSError: the cache folder cannot be written.
    """
    version = hashlib.sha256(str(package).encode()).hexdigest()[:12]
    folder = platformdirs.user_cache_path("robolab-tui") / "jobs" / version
    folder.mkdir(parents=True, exist_ok=True)
    link = folder / package.name
    if not _leads_to(link, package):
        _replace_link(link, package)
    return folder


def _leads_to(link: Path, package: Path) -> bool:
    return link.is_symlink() and os.readlink(link) == str(package)


def _replace_link(link: Path, package: Path) -> None:
    # Two launches at once, from two apps or from two threads of one, each have a name of their own.
    aside = link.with_name(f".{link.name}.{os.getpid()}.{threading.get_ident()}")
    aside.unlink(missing_ok=True)
    aside.symlink_to(package, target_is_directory=True)
    aside.replace(link)
