"""Honesty: what a student's text says of results, against what is recorded."""
