"""Commits: reading any repository, and committing to the student's own."""
