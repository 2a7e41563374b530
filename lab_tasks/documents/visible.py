"""What a reader of a Markdown file sees of it: no comments, pasted code or regions of the app."""

import re

from lab_tasks.documents import regions

_FENCE = re.compile(
    r"^ {0,3}(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})[^\n]*$.*?^ {0,3}(?P=fence)[`~]*[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
_SHOWN_MARK = re.compile(r"\\<!--|`[^`\n]*`")
"""Where a comment's mark may stand and opens none: escaped, or in code within a line."""


def visible(text: str) -> str:
    """Return the text without comments, fenced code and regions; every line stays where it was."""
    without_code = _FENCE.sub(lambda found: "\n" * found[0].count("\n"), regions.blanked(text))
    without_code = _SHOWN_MARK.sub(lambda found: found[0].replace("<!--", ""), without_code)
    return regions.blanked_between(without_code, "<!--", "-->")
