from pathlib import Path

import pytest

from lab_tasks.lab import nvidia
from tui.rules.first_profile import first_profile


@pytest.mark.parametrize(
    ("script", "profile"),
    [
        ("echo 'GPU 0: NVIDIA H200'", "full"),
        ("echo 'it could not talk to the driver'; exit 9", "quick"),
        ("exec sleep 60", "quick"),
        (None, "quick"),
    ],
    ids=["a GPU", "a broken driver", "a driver that hangs", "no driver"],
)
def test_only_a_gpu_that_answers_makes_the_full_profile_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str | None, profile: str
) -> None:
    if script is not None:
        program = tmp_path / "nvidia-smi"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin" if script else str(tmp_path))
    monkeypatch.setattr(nvidia, "DEADLINE_S", 0.2)

    assert first_profile() == profile
