"""Child processes, started with `python -m`: the only place for torch, lerobot, simulators."""
