"""A package `lab_tasks.jobs.fake` in a folder of its own: a lab whose only job is one of ours."""

from pathlib import Path


def make_jobs(folder: Path, script: Path) -> Path:
    """Let `lab_tasks.jobs.fake` be `script`; return the folder for the job's PYTHONPATH."""
    package = folder / "lab_tasks" / "jobs"
    if not package.is_dir():
        package.mkdir(parents=True)
        for init in (package, package.parent):
            (init / "__init__.py").touch()
        (package / "fake.py").symlink_to(script)
    return folder
