"""What a reader of a Markdown file sees of it: no comments, pasted code or regions of the app."""

import re

from lab_tasks.documents import regions

_FENCE = re.compile(r"^ {0,3}(```|~~~).*?^ {0,3}\1[^\n]*$", re.DOTALL | re.MULTILINE)


def visible(text: str) -> str:
    """Return the text without comments, fenced code and regions; every line stays where it was."""
    without_code = _FENCE.sub(lambda found: "\n" * found[0].count("\n"), regions.blanked(text))
    return regions.blanked_between(without_code, "<!--", "-->")
