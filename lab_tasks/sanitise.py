"""Foreign text made safe to show: what a student, a log or another program wrote enters here.

`markup=False` does not stop terminal escapes, so the characters themselves go: whole escape
sequences, control characters but newline and tab, bidirectional overrides (which reorder what is
read) and invisible tags.
"""

import re

LONGEST = 2000
"""Characters that a shown text keeps when the caller names no other limit."""

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[@-Z\\-_]"
)
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, DEL, C1
    "\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"  # direction and line separators
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"  # annotations, lone surrogates, tags
)


def clean(text: str, limit: int = LONGEST) -> str:
    """Return `text` without anything that acts on a terminal, at most `limit` characters."""
    kept = _UNSAFE.sub("", _ESCAPES.sub("", text[: 4 * limit].replace("\r\n", "\n")))
    return kept if len(kept) <= limit else kept[: limit - 1] + "…"


def first_unsafe(text: str) -> int | None:
    """Return where the first character stands that `clean` takes out; None: there is none."""
    found = _UNSAFE.search(text)
    return found.start() if found else None


def clean_line(text: str, limit: int = 200) -> str:
    """Return `text` as one safe line: every run of white space becomes one space."""
    return clean(" ".join(text[: 4 * limit].split()), limit)


def without_secrets(address: str) -> str:
    """Return an address without user and password; a path as it is."""
    scheme, separator, rest = address.partition("://")
    if not separator:
        return address
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"
