"""The Places of a Workspace, `.robolab/places.yaml`, and launching a Run at one of them."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from course import mistakes, strict_yaml
from course.errors import suggestion
from lab_tasks import foreign
from lab_tasks.problem import Problem
from lab_tasks.remote.place import KINDS, HubPlace, LocalPlace, Place, SlurmPlace, SshPlace
from lab_tasks.runs.launch import launch
from lab_tasks.runs.model import Run, RunRequest
from lab_tasks.sanitise import clean_line
from lab_tasks.workspace import Workspace

__all__ = ["Place", "PlacesDamaged", "find_place", "launch_at", "read_places"]

PLACES = "places.yaml"
LOCAL = LocalPlace()


class PlacesDamaged(Exception):
    """`places.yaml` cannot be used. `where` names file, line and key; `what` is wrong; `remedy`."""

    def __init__(self, where: str, what: str, remedy: str) -> None:
        self.where, self.what, self.remedy = where, clean_line(what), clean_line(remedy)
        super().__init__(where, what, remedy)

    def __str__(self) -> str:
        end = "" if self.remedy.endswith("?") else "."
        return f"{self.where}: {self.what}. {self.remedy}{end}"


def read_places(workspace: Workspace) -> Mapping[str, Place]:
    """Return the Places by name, `local` always among them. Raises PlacesDamaged."""
    path = workspace.private / PLACES
    if not path.exists():
        return {LOCAL.name: LOCAL}
    text = foreign.read_text(path)
    if isinstance(text, Problem):
        raise PlacesDamaged(PLACES, text.what, "Write it anew: docs/remote.md shows one")
    try:
        value, lines = strict_yaml.load_with_lines(text, name=PLACES)
    except strict_yaml.YamlError as error:
        where = PLACES if error.line is None else f"{PLACES}, line {error.line}"
        raise PlacesDamaged(where, error.problem, error.remedy) from error
    return {LOCAL.name: LOCAL} | _places(value, lines)


def find_place(workspace: Workspace, name: str) -> Place:
    """Return the Place of that name. Raises PlacesDamaged when there is none."""
    places = read_places(workspace)
    if name in places:
        return places[name]
    raise PlacesDamaged(PLACES, f'no place is named "{name}"', suggestion(name, places))


def launch_at(place: Place, workspace: Workspace, request: RunRequest, python: Path) -> Run:
    """Launch a Run at a Place; `python` is the lab's interpreter on this machine.

    Its folder is here from the start, whichever the Place. For a host it may take some seconds:
    the host is asked what it has.

    Raises:
        LaunchError: it cannot run there; says what is missing and what to do. Nothing was made.
    """
    match place:
        case LocalPlace():
            return launch(workspace, request, python)
        case SshPlace():
            from lab_tasks.remote.ssh_launch import launch_over_ssh

            return launch_over_ssh(place, workspace, request)
        case SlurmPlace():
            from lab_tasks.remote.slurm_launch import launch_on_slurm

            return launch_on_slurm(place, workspace, request, python)
        case HubPlace():
            from lab_tasks.remote.hub_launch import launch_on_hub

            return launch_on_hub(place, workspace, request, python)


def _places(value: object, lines: Mapping[strict_yaml.Path, int]) -> dict[str, Place]:
    if not isinstance(value, dict) or not isinstance(value.get("places"), dict):
        what, remedy = 'the key "places" is missing', "Begin with `places:`, then one name a line"
        raise PlacesDamaged(PLACES, what, remedy)
    for key in value:
        if key != "places":
            raise _damaged(lines, (key,), f'the key "{key}" is unknown here', 'Known: "places"')
    return {name: _place(name, fields, lines) for name, fields in value["places"].items()}


def _place(name: str, fields: object, lines: Mapping[strict_yaml.Path, int]) -> Place:
    path: strict_yaml.Path = ("places", name)
    if name == LOCAL.name:
        raise _damaged(lines, path, '"local" is this machine', "Choose another name")
    if not isinstance(fields, dict) or "kind" not in fields:
        what = f'the place "{name}" has no kind'
        raise _damaged(lines, path, what, f"Add `kind:` ({', '.join(KINDS)})")
    if "name" in fields:
        remedy = "Leave it out: the key above it is the name"
        raise _damaged(lines, (*path, "name"), 'the key "name" is unknown here', remedy)
    type_ = KINDS.get(str(fields["kind"]))
    if type_ is None:
        what = f'"{fields["kind"]}" is no kind of place'
        raise _damaged(lines, (*path, "kind"), what, suggestion(str(fields["kind"]), KINDS))
    given = {"name": name, **fields}
    try:
        return msgspec.convert(given, type_)
    except msgspec.ValidationError as error:
        mistake = mistakes.explain(type_, given, str(error))
        remedy = mistake.remedy.replace("docs/authoring.md", "docs/remote.md")
        raise _damaged(lines, (*path, *mistake.path), mistake.problem, remedy) from error


def _damaged(
    lines: Mapping[strict_yaml.Path, int], path: strict_yaml.Path, what: str, remedy: str
) -> PlacesDamaged:
    found = next((lines[path[:n]] for n in range(len(path), 0, -1) if path[:n] in lines), None)
    line = f", line {found}" if found else ""
    return PlacesDamaged(f"{PLACES}{line}, key {'.'.join(map(str, path))}", what, remedy)
