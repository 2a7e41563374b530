"""PushT from states: an expert that plans, and what it showed, in a file of 200 kB.

The task is gym-pusht's own, evaluated through lerobot's `--env.type=pusht`; what is ours is who
plays it and how that is stored. See docs/pusht.md.
"""
