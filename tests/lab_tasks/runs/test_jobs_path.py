"""The folder a job's Python imports our jobs from."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lab_tasks.runs.jobs_path import PACKAGE, jobs_path


def test_it_holds_our_package_and_nothing_else() -> None:
    folder = jobs_path()

    assert [entry.name for entry in folder.iterdir()] == ["lab_tasks"]
    assert (folder / "lab_tasks").resolve() == PACKAGE
    assert (folder / "lab_tasks" / "jobs" / "__init__.py").is_file()


def test_two_installations_do_not_share_one(tmp_path: Path) -> None:
    packages = [tmp_path / name / "lab_tasks" for name in ("a", "b")]

    assert len({jobs_path(package) for package in packages}) == 2


def test_a_link_that_leads_elsewhere_is_put_right() -> None:
    link = jobs_path() / "lab_tasks"
    link.unlink()
    link.symlink_to("/nowhere")

    assert (jobs_path() / "lab_tasks").resolve() == PACKAGE


def test_launches_at_the_same_moment_do_not_take_the_link_from_each_other(tmp_path: Path) -> None:
    together = threading.Barrier(8)

    def launch(package: Path) -> Path:
        together.wait()
        return jobs_path(package)

    with ThreadPoolExecutor(8) as pool:
        for turn in range(20):
            package = tmp_path / str(turn) / "lab_tasks"
            (folder,) = set(pool.map(launch, [package] * 8))
            assert [entry.name for entry in folder.iterdir()] == ["lab_tasks"]
