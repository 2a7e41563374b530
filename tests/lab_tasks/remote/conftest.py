"""A machine to reach: a real sshd on loopback; skipped, and said so, where there is none."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# The fake job and its lab are those of the Runs' tests.
sys.path.insert(0, str(Path(__file__).parents[1] / "runs"))

from cluster import Cluster, missing_programs
from host_lab import HostLab
from loopback import SSHD, Loopback


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


@pytest.fixture
def lab(loopback: Loopback, tmp_path: Path) -> Iterator[HostLab]:
    """A host that has robolab-tui and a fake job; nothing runs on after the test."""
    if shutil.which("rsync") is None:
        pytest.skip("no rsync here: install it to test runs on a host")
    host = HostLab(loopback, tmp_path)
    yield host
    host.clean_up()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A Slurm of one node; nothing of it runs on after the tests."""
    if missing := missing_programs():
        pytest.skip(f"no Slurm here: {', '.join(missing)} missing (slurmctld, slurmd, munge)")
    pytest.importorskip("submitit")
    cluster = Cluster(tmp_path_factory.mktemp("cluster") / "slurm")
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
