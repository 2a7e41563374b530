"""Logs that nobody wrote for us: read, followed, paged through."""
