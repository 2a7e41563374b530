"""places.yaml: what it may say, and that whatever else it says is named with its line."""

from pathlib import Path

import pytest

from lab_tasks.remote.place import HubPlace, LocalPlace, SlurmPlace, SshPlace
from lab_tasks.remote.places import PlacesDamaged, find_place, read_places
from lab_tasks.workspace import Workspace

DOCUMENTED = Path(__file__).parents[3] / "docs" / "remote.md"
SSH = "  gpu-box: {kind: ssh, host: ada@gpu-box, workspace: w, robolab: p"


def write(tmp_path: Path, text: str) -> Workspace:
    workspace = Workspace(tmp_path)
    workspace.private.mkdir()
    (workspace.private / "places.yaml").write_text(text)
    return workspace


def test_without_a_file_there_is_this_machine(tmp_path: Path) -> None:
    assert read_places(Workspace(tmp_path)) == {"local": LocalPlace()}


def test_the_documented_file_is_read(tmp_path: Path) -> None:
    text = DOCUMENTED.read_text().partition("```yaml\n")[2].partition("```")[0]

    places = read_places(write(tmp_path, text))

    kinds = [type(place) for place in places.values()]
    assert kinds == [LocalPlace, SshPlace, SlurmPlace, HubPlace]
    assert all(name == place.name for name, place in places.items())


@pytest.mark.parametrize(
    ("text", "where", "what", "remedy"),
    [
        ("", "places.yaml", '"places" is missing', "Begin with"),
        ("place: {}", "places.yaml", '"places" is missing', "Begin with"),
        ("places: {}\nmore: 1", "line 2, key more", "unknown", "places"),
        ("places:\n  box: {kind: shh}", "line 2, key places.box.kind", '"shh"', '"ssh"'),
        ("places:\n  box: {host: x}", "line 2", "no kind", "ssh, slurm, hf"),
        (f"places:\n{SSH}, prot: 22}}", "places.gpu-box.prot", "unknown", '"port"'),
        (f"places:\n{SSH}, name: x}}", "places.gpu-box.name", "unknown", "above"),
        ("places:\n  box: {kind: ssh, host: x}", "places.box", '"workspace" is missing', "Add"),
        ("places:\n  local: {kind: ssh}", "places.local", "this machine", "another name"),
        ("places:\n  '-o': {kind: local}", "places.-o", "", ""),
        (f"places:\n{SSH}, lab_python: 'a; reboot'}}", "lab_python", "", ""),
        ("places:\n  c: {kind: slurm, minutes: 0}", "minutes", "1", ""),
        ("places:\n  c: &a {kind: slurm}", "line 2", "anchor", "Remove it"),
    ],
)
def test_a_mistake_is_named_with_its_place_and_a_remedy(
    tmp_path: Path, text: str, where: str, what: str, remedy: str
) -> None:
    with pytest.raises(PlacesDamaged) as damaged:
        read_places(write(tmp_path, text))

    assert where in damaged.value.where
    assert what in damaged.value.what
    assert remedy in damaged.value.remedy


def test_a_name_that_is_none_gets_the_nearest(tmp_path: Path) -> None:
    workspace = write(tmp_path, f"places:\n{SSH}}}")

    with pytest.raises(PlacesDamaged, match='Did you mean "gpu-box"'):
        find_place(workspace, "gpubox")
