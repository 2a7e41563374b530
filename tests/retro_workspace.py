"""A Workspace with recorded evaluations to write a retro about, and what is known of them.

ACT: three seeds, 18, 16 and 17 of 20 (51/60, 0.85 ± 0.05). BC: one seed, 4/20. The untrained
policy: 0/20. The expert: 20/20. ACT and BC separate; ACT and the expert do not.
"""

from pathlib import Path

import sample_workspace as sample

from lab_tasks.evidence.evidence import Evidence
from lab_tasks.results import Results, gather
from lab_tasks.workspace import Workspace

COURSE = sample.sample_course()
DAY19, DAY21 = COURSE.days
POLICIES = {
    "ACT": ("day19/evaluate-act",),
    "BC": ("day19/evaluate-cloning",),
    "untrained": ("day19/evaluate-untrained",),
    "expert": ("day19/evaluate-expert",),
}
ALSO = {"BC": ("behaviour cloning",), "ACT": ("action chunking",)}
ACT_SOLVED = (18, 16, 17)


def retro_workspace(root: Path) -> Workspace:
    """Leave the Runs."""
    workspace = Workspace(root)
    root.mkdir(parents=True, exist_ok=True)
    for seed, solved in enumerate(ACT_SOLVED, start=1):
        write_seed(workspace, "act", seed, solved)
    for policy, solved in (("cloning", 4), ("untrained", 0)):
        sample.write_training(workspace, policy)
        sample.write_evaluation(workspace, policy, solved=solved)
    sample.write_evaluation(workspace, "expert", solved=20)
    return workspace


def write_seed(workspace: Workspace, policy: str, seed: int, solved: int) -> None:
    """Leave a training with this seed and its evaluation."""
    training = sample.write_training(workspace, policy, number=seed, requested_s=100.0 + seed)
    sample.ask(training, seed=seed)
    sample.edit_json(training / "record.json", seed=seed)
    sample.write_evaluation(workspace, policy, number=seed, solved=solved, requested_s=200.0 + seed)


def retro_results(workspace: Workspace) -> tuple[Evidence, Results]:
    """Return what is recorded, as a Check gathers it."""
    evidence = Evidence(COURSE, workspace)
    return evidence, gather(evidence, DAY21, POLICIES, ALSO)
