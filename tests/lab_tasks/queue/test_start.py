"""Starting an entry whose turn has come, at each kind of Place."""

from pathlib import Path

import msgspec
import pytest
from queue_lab import QueueLab, entry

from course.loader import load_course
from lab_tasks.lab import lab_environment
from lab_tasks.lab.lab_environment import Installing, LabEnvironment, Missing
from lab_tasks.queue import allowed, start, store
from lab_tasks.queue.turn import Start
from lab_tasks.remote import places
from lab_tasks.workspace import Workspace

PLACES = """\
places:
  cloud: {kind: hf, flavor: t4-small}
  cluster: {kind: slurm, minutes: 5}
  pc: {kind: ssh, host: pc, workspace: ~/w, robolab: ~/p}
"""
MISSING = Missing("No Python with lerobot was found.", "Make one.")


def installing(folder: Path) -> Installing:
    return Installing(folder / "python", folder / "lock", folder / "log", 1.0)


def begin_at(
    lab: QueueLab,
    place: str,
    found: LabEnvironment,
    monkeypatch: pytest.MonkeyPatch,
    text: str = PLACES,
) -> str:
    """Begin `make-demos` at a Place whose launch is done here; return what came of it."""
    monkeypatch.setattr(lab_environment, "find", lambda workspace=None: found)
    monkeypatch.setattr(places, "launch_at", lab.launch_as_if_at)
    lab.workspace.private.mkdir(exist_ok=True)
    (lab.workspace.private / "places.yaml").write_text(text)
    asked = msgspec.structs.replace(entry("make-demos"), place=place)
    [one] = store.add(lab.workspace, [asked])
    return start.begin(lab.workspace, load_course("robo47"), turn_of(one.id, lab.workspace))


def turn_of(entry_id: str, workspace: Workspace) -> Start:
    [one] = [one for one in store.waiting(workspace) if one.id == entry_id]
    found = load_course("robo47").find_step(one.step)
    assert found
    return Start(one, load_course("robo47"), *found)


@pytest.mark.parametrize("place", ["cloud", "cluster"])
def test_what_needs_the_labs_python_here_waits_without_one(
    lab: QueueLab, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    begin_at(lab, place, MISSING, monkeypatch)
    paused = allowed.paused(lab.workspace)
    assert paused
    assert (paused.kind, paused.why) == ("lab", MISSING.why)
    assert lab.runs() == ()
    assert len(store.waiting(lab.workspace)) == 1


@pytest.mark.parametrize("place", ["cloud", "cluster"])
def test_what_is_sent_elsewhere_waits_for_a_lab_that_is_being_made(
    lab: QueueLab, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, place: str
) -> None:
    said = begin_at(lab, place, installing(tmp_path), monkeypatch)
    assert said == "make-demos waits for the lab's Python, which is being installed"
    assert allowed.paused(lab.workspace) is None
    assert lab.runs() == ()
    assert len(store.waiting(lab.workspace)) == 1


@pytest.mark.parametrize("found", [MISSING, installing(Path("/nowhere"))])
def test_a_host_has_a_lab_of_its_own(
    lab: QueueLab, monkeypatch: pytest.MonkeyPatch, found: LabEnvironment
) -> None:
    assert begin_at(lab, "pc", found, monkeypatch) == "make-demos is make-demos-01"
    assert store.waiting(lab.workspace) == ()


@pytest.mark.parametrize(("place", "kind"), [("local", "lab"), ("pc", "place")])
def test_damaged_places_stop_only_what_goes_to_one(
    lab: QueueLab, monkeypatch: pytest.MonkeyPatch, place: str, kind: str
) -> None:
    begin_at(lab, place, MISSING, monkeypatch, text="nonsense")
    paused = allowed.paused(lab.workspace)
    assert paused
    assert paused.kind == kind
