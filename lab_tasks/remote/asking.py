"""Asking a host: a question goes out over `ssh`, and its answer comes back checked and cleaned."""

import msgspec

from lab_tasks.remote import address, ssh
from lab_tasks.remote.address import AddressRefused, Host
from lab_tasks.remote.place import SshPlace
from lab_tasks.remote.questions import ANSWER, MARK, MODULE, QUESTION, Refused, Seen, Told
from lab_tasks.sanitise import clean_line

INSTALL = "Install the same robolab-tui there, and name its Python in `robolab:` (docs/remote.md)"


class HostRefused(Exception):
    """The host was reached and cannot do it. `why`, and the `remedy`, both safe to show."""

    def __init__(self, why: str, remedy: str) -> None:
        self.why, self.remedy = clean_line(why), clean_line(remedy)
        super().__init__(why, remedy)


def host_of(place: SshPlace) -> Host:
    """Return the Place's host. Raises HostRefused when `ssh` may not be given it."""
    try:
        return address.host(place.host, place.port)
    except AddressRefused as error:
        raise HostRefused(str(error), "Correct `host:` of that place in places.yaml") from error


def ask(place: SshPlace, question: QUESTION, control: str = "") -> Seen | Told:
    """Return what the host answers.

    Raises:
        ssh.Failed: it could not be reached; trying again may help.
        HostRefused: it was reached, and cannot do what was asked.
    """
    given = msgspec.json.encode(question)
    host = host_of(place)
    script = f"cd {_path(place.workspace)} && exec {_path(place.robolab)} -P -m {MODULE}"
    try:
        output = ssh.run(host, ["sh", "-c", script], given=given, control=control)
    except ssh.Failed as error:
        if error.is_lost:
            raise
        raise HostRefused(str(error), f"Look at `workspace:` and `robolab:`. {INSTALL}") from error
    answer = _decoded(host, output)
    if isinstance(answer, Refused):
        raise HostRefused(f"{place.name}: {answer.why}", answer.remedy)
    return answer


def _decoded(host: Host, output: bytes) -> ANSWER:
    lines = [line for line in output.splitlines() if line.startswith(MARK.encode())]
    try:
        answer: ANSWER = msgspec.json.decode(lines[-1].removeprefix(MARK.encode()), type=ANSWER)
    except (IndexError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise HostRefused(f"{host.name} did not answer as robolab-tui does", INSTALL) from error
    return answer


def _path(there: str) -> str:
    """Return a path as `sh` over there must read it; `~/` is its home."""
    home = there.startswith("~/")
    quoted = ssh.quoted(there.removeprefix("~/"))
    return f'"$HOME"/{quoted}' if home else quoted
