"""A machine to reach: a real sshd on loopback; skipped, and said so, where there is none."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# The fake job and its lab are those of the Runs' tests.
sys.path.insert(0, str(Path(__file__).parents[1] / "runs"))

from loopback import SSHD, Loopback  # noqa: E402


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "remote: over a real sshd or scheduler, seconds each")


@pytest.fixture
def loopback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """The host `loopback`, started; its connections and its server are gone after the test."""
    if SSHD is None or shutil.which("ssh") is None:
        pytest.skip("no sshd here: install openssh-server to test what runs over ssh")
    host = Loopback(tmp_path / "host")
    monkeypatch.setenv("PATH", f"{host.folder / 'bin'}:{os.environ['PATH']}")
    host.start()
    yield host
    host.stop()
