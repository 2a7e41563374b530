"""A real Slurm of one node in a test's folder: munged, slurmctld and slurmd, without systemd."""

import getpass
import os
import shutil
import socket
import subprocess
from pathlib import Path

from fake_lab import until
from loopback import free_port

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "squeue", "scancel", "sinfo", "srun")
SEARCHED = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"


def missing_programs() -> list[str]:
    return [name for name in PROGRAMS if shutil.which(name, path=SEARCHED) is None]


class Cluster:
    """`start` and `stop` it; `settings` is what SLURM_CONF must name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("state", "spool"):
            (folder / name).mkdir(parents=True)
        folder.chmod(0o755)
        self.settings = folder / "slurm.conf"
        self._node = socket.gethostname().partition(".")[0]
        self._servers: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o400)
        at = self.folder
        self._write_settings()
        self._serve(
            *("munged", "--foreground", "--force", f"--key-file={key}"),
            *(f"--socket={at}/munge", f"--pid-file={at}/munged.pid"),
            *(f"--seed-file={at}/munge.seed", f"--log-file={at}/munged.log"),
        )
        until((at / "munge").exists, "munged")
        self._serve("slurmctld", "-D", "-i", "-f", str(self.settings))
        self._serve("slurmd", "-D", "-N", self._node, "-f", str(self.settings))
        until(lambda: "idle" in self.ask("sinfo", "-h", "-o", "%T"), "an idle node")

    def stop(self) -> None:
        self.ask("scancel", "--state=RUNNING", "--partition=main", "--quiet")
        self.ask("scancel", "--state=PENDING", "--partition=main", "--quiet")
        until(lambda: not self.ask("squeue", "-h"), "the end of all jobs")
        for server in reversed(self._servers):
            server.terminate()
            server.wait(timeout=20)

    def ask(self, *words: str) -> str:
        environment = os.environ | {"SLURM_CONF": str(self.settings)}
        done = subprocess.run(words, capture_output=True, text=True, env=environment, check=False)
        return done.stdout

    def _serve(self, program: str, *words: str) -> None:
        path = shutil.which(program, path=SEARCHED)
        assert path is not None
        with (self.folder / f"{program}.out").open("ab") as log:
            self._servers.append(
                subprocess.Popen(
                    [path, *words],
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                    env=os.environ | {"SLURM_CONF": str(self.settings)},
                )
            )

    def _write_settings(self) -> None:
        at = self.folder
        self.settings.write_text(
            f"ClusterName=robolab\nSlurmctldHost={self._node}(127.0.0.1)\n"
            f"SlurmUser={getpass.getuser()}\nSlurmdUser={getpass.getuser()}\n"
            f"AuthType=auth/munge\nAuthInfo=socket={at}/munge\nCredType=cred/munge\n"
            f"StateSaveLocation={at}/state\nSlurmdSpoolDir={at}/spool\n"
            f"SlurmctldPidFile={at}/slurmctld.pid\nSlurmdPidFile={at}/slurmd.pid\n"
            f"SlurmctldPort={free_port()}\nSlurmdPort={free_port()}\n"
            "ProctrackType=proctrack/linuxproc\nTaskPlugin=task/none\nMpiDefault=none\n"
            "SelectType=select/cons_tres\nSelectTypeParameters=CR_CPU\nReturnToService=2\n"
            "SchedulerParameters=sched_interval=1,batch_sched_delay=0\nKillWait=5\n"
            f"NodeName={self._node} NodeAddr=127.0.0.1 CPUs=1 State=UNKNOWN\n"
            f"PartitionName=main Nodes={self._node} Default=YES MaxTime=60 State=UP\n"
        )
