"""The training monitor behind its screen: what is watched, how it is looked at, what it says."""
