"""The jobs that a Recipe may run: the modules of `lab_tasks.jobs` that can be started."""

from lab_tasks.runs.jobs_path import PACKAGE

STARTED = '__name__ == "__main__"'


def known_jobs() -> frozenset[str]:
    """Return their names. A job is never imported here, so its text is read."""
    files = sorted((PACKAGE / "jobs").glob("*.py"))
    return frozenset(path.stem for path in files if STARTED in path.read_text(encoding="utf-8"))
