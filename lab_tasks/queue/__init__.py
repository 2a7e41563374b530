"""The queue: what starts by itself, one when the one before has ended, whoever watches."""
