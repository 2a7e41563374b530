"""How fast a log that nobody wrote for us is read, against a line-by-line parser of dicts."""

from benchmarks.logs_made import write_bars_log, write_big_log

__all__ = ["write_bars_log", "write_big_log"]
