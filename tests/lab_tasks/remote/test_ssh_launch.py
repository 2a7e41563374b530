"""Launching on a host: what is missing there is said before anything is made here."""

import msgspec
import pytest
from host_lab import HostLab
from test_mirror import an_input

from lab_tasks.remote.ssh_launch import HostUnreachable, NotReadyThere
from lab_tasks.runs.store import list_damaged, list_runs

pytestmark = pytest.mark.remote


def test_a_host_that_does_not_answer_is_named(lab: HostLab) -> None:
    lab.loopback.stop()

    with pytest.raises(HostUnreachable, match="loopback cannot be reached"):
        lab.launch("exit:0")

    nothing_of_it(lab)


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("workspace", "/no/such/folder", "/no/such/folder"),
        ("robolab", "/no/such/python", "/no/such/python"),
        ("lab_python", "/no/such/lab", "no lab's Python at /no/such/lab"),
        ("host", "-oProxyCommand=x", "does not name a host"),
    ],
)
def test_a_place_that_is_wrong_says_what(lab: HostLab, field: str, value: str, why: str) -> None:
    lab.place = msgspec.structs.replace(lab.place, **{field: value})

    with pytest.raises(NotReadyThere, match=why):
        lab.launch("exit:0")

    nothing_of_it(lab)


def test_a_dataset_that_is_only_here_is_named_with_the_command(lab: HostLab) -> None:
    (lab.here.root / "data" / "demos").mkdir(parents=True)

    with pytest.raises(NotReadyThere, match="rsync -aR data/demos loopback:"):
        lab.launch("--dataset.root=data/demos")

    nothing_of_it(lab)


def test_another_run_of_an_inputs_name_is_not_taken_for_it(lab: HostLab) -> None:
    an_input(lab.here.runs_dir / "make-demos-01")
    other = an_input(lab.there.workspace.runs_dir / "make-demos-01")
    (other / "record.json").write_text('{"other": true}')

    with pytest.raises(NotReadyThere, match="another run named make-demos-01"):
        lab.launch("exit:0", inputs=("make-demos-01",))


def test_an_unfinished_run_of_an_inputs_name_is_not_written_over(lab: HostLab) -> None:
    for workspace in (lab.here, lab.there.workspace):
        (an_input(workspace.runs_dir / "train-act-07") / "record.json").unlink()
    request = lab.there.workspace.runs_dir / "train-act-07" / "request.json"
    request.write_text(request.read_text().replace("Demonstrations", "Another"))

    with pytest.raises(NotReadyThere, match="another run named train-act-07"):
        lab.launch("exit:0", inputs=("train-act-07",))


def test_another_run_of_its_own_name_is_left_alone(lab: HostLab) -> None:
    an_input(lab.there.workspace.runs_dir / "train-act-01")

    with pytest.raises(NotReadyThere, match="another run named train-act-01"):
        lab.launch("exit:0")

    nothing_of_it(lab)


def nothing_of_it(lab: HostLab) -> None:
    assert list_runs(lab.here) == ()
    assert list_damaged(lab.here) == ()
