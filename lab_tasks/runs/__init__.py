"""Runs: one execution of a Recipe each, a folder on disk."""
