"""The fresh-clone test: clone, environment, checkpoint, evaluate, compare, report."""
