"""Child processes: the only place for torch, lerobot and simulators. Each is started with `python -m`."""
