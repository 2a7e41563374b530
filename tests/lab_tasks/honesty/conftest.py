"""What is recorded, once for all sentences."""

import pytest
from retro_workspace import retro_results, retro_workspace

from lab_tasks.evidence.evidence import Evidence
from lab_tasks.results import Results


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Evidence, Results]:
    """Evidence and results of the retro's Workspace."""
    return retro_results(retro_workspace(tmp_path_factory.mktemp("retro") / "workspace"))
