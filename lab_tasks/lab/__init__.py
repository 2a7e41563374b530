"""The lab: the machine and the Python that has lerobot."""
