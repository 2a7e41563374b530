"""What a reader of a Markdown file sees of it: no comments, pasted code or regions of the app."""

import re

from lab_tasks.documents import regions

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_FENCE = re.compile(r"^ {0,3}(```|~~~).*?^ {0,3}\1[^\n]*$", re.DOTALL | re.MULTILINE)


def visible(text: str) -> str:
    """Return the text without comments, fenced code and regions; every line stays where it was."""
    for pattern in (_FENCE, _COMMENT):
        text = pattern.sub(_blank_lines, regions.blanked(text))
    return text


def _blank_lines(found: re.Match[str]) -> str:
    return "\n" * found[0].count("\n")
