"""A record that says something else than the Run's request, or than what neither can change."""

from typing import Any

import pytest
import sample_workspace as sample
from checked_day import DAY19, failure

from lab_tasks.workspace import Workspace

TRAINING, EVALUATION = "train-act", "evaluate-act"


@pytest.mark.parametrize(
    ("step", "field", "value"),
    [
        (TRAINING, "step", 250_000),
        (TRAINING, "policy_type", "diffusion"),
        (TRAINING, "seed", 7),
        (TRAINING, "batch_size", 64),
        (EVALUATION, "seed", 999),
        (EVALUATION, "batch_size", 50),
        (EVALUATION, "n_episodes", 50),
        (EVALUATION, "env__type", "pusht"),
        (EVALUATION, "checkpoint__path", "elsewhere"),
        ("evaluate-expert", "seed", 999),
        ("make-demos", "episodes", 100_000),
        ("make-demos", "seed", 1),
    ],
)
def test_a_field_of_a_record_that_the_request_contradicts_is_refused(
    solved: Workspace, step: str, field: str, value: object
) -> None:
    sample.edit_json(sample.run_folder(solved, f"{step}-01") / "record.json", **{field: value})

    (first,) = (d.id for s in DAY19.steps if s.id == step for d in s.deliverables[:1])
    failed = failure(solved, f"{step}/{first}")

    assert f"{field.replace('__', '.')} is not what request.json says" in failed.why
    assert failed.found == str(value)


@pytest.mark.parametrize(
    ("step", "flags", "changes", "told"),
    [
        (TRAINING, {"steps": 9000}, {"step": 9000}, "its folder's name"),
        (TRAINING, {"policy__type": "vqbet"}, {"policy_type": "vqbet"}, "config.json"),
        (EVALUATION, {"env__type": "pusht"}, {"env__type": "pusht"}, "the course's recipe"),
    ],
)
def test_a_record_and_a_request_that_were_both_changed_are_told_by_what_they_cannot_change(
    solved: Workspace, step: str, flags: dict[str, Any], changes: dict[str, Any], told: str
) -> None:
    run = sample.run_folder(solved, f"{step}-01")
    sample.ask(run, **flags)
    sample.edit_json(run / "record.json", **changes)

    made = "checkpoint" if step == TRAINING else "rate"

    assert f"is not what {told} says" in failure(solved, f"{step}/{made}").why
