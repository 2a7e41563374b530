"""A Place: where a Run may run, as `.robolab/places.yaml` says it, one record a kind."""

from typing import Annotated

from msgspec import Meta

from course.model import Record

Words = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f]+$")]
FolderThere = Annotated[str, Meta(pattern=r"^(~/)?[A-Za-z0-9_./][A-Za-z0-9_./+@=-]*$")]
"""A path on the host: absolute, or from the home over there. Letters that no shell reads."""
Name = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$")]


class LocalPlace(Record, frozen=True, kw_only=True, tag_field="kind", tag="local"):
    """This machine."""

    name: Name = "local"


class SshPlace(Record, frozen=True, kw_only=True, tag_field="kind", tag="ssh"):
    """A host that has robolab-tui and a Workspace of its own for what is run there from here."""

    name: Name
    host: Words
    """As `ssh` takes it: a name of `~/.ssh/config`, or `user@host`."""
    port: int | None = None
    """None: as `ssh`'s settings say."""
    workspace: FolderThere
    robolab: FolderThere
    """The Python over there that has robolab-tui."""
    lab_python: FolderThere | None = None
    """The Python over there that has lerobot; None: the one that `doctor` finds there."""


class SlurmPlace(Record, frozen=True, kw_only=True, tag_field="kind", tag="slurm"):
    """The cluster this machine belongs to; the Workspace is on its shared file system."""

    name: Name
    minutes: Annotated[int, Meta(ge=1)]
    """The job's longest time; the scheduler ends it then."""
    partition: Words | None = None
    """None, here and below: what the cluster gives when nothing is asked for."""
    account: Words | None = None
    qos: Words | None = None
    constraint: Words | None = None
    cpus: Annotated[int, Meta(ge=1)] | None = None
    gpus: Annotated[int, Meta(ge=1)] | None = None
    memory_gb: Annotated[int, Meta(ge=1)] | None = None


class HubPlace(Record, frozen=True, kw_only=True, tag_field="kind", tag="hf"):
    """Hugging Face Jobs, to which lerobot itself submits a training."""

    name: Name
    flavor: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    """The hardware, as `hf jobs hardware` lists it; it is paid for by the hour."""
    timeout: Annotated[str, Meta(pattern=r"^[0-9]{1,6}[smhd]$")] = "12h"
    """The job's longest time, such as 90m or 12h."""


Place = LocalPlace | SshPlace | SlurmPlace | HubPlace
KINDS: dict[str, type[LocalPlace | SshPlace | SlurmPlace | HubPlace]] = {
    "local": LocalPlace,
    "ssh": SshPlace,
    "slurm": SlurmPlace,
    "hf": HubPlace,
}
