"""Words that are the student's own: no headings, tables, code, comments, template or regions."""

import re

import msgspec

from lab_tasks.documents import guidance
from lab_tasks.documents.sections import section, without_headings
from lab_tasks.documents.visible import visible

_WORD = re.compile(r"\w[\w'’-]*")


class Standing(msgspec.Struct, frozen=True):
    """How far one section is. `words` None: the file has no such heading."""

    heading: str
    words: int | None
    wanted: int

    @property
    def is_done(self) -> bool:
        """Whether the section is there and long enough."""
        return self.words is not None and self.words >= self.wanted


def more_words(count: int) -> str:
    """Return how a remedy names so many words: “1 more word”."""
    return f"{count} more word{'' if count == 1 else 's'}"


def own_words(text: str, template: str = "") -> int:
    """Count the student's words; those of a template's guidance do not count."""
    prose = without_headings(visible(guidance.without(text, template)))
    lines = (line for line in prose.splitlines() if not line.lstrip().startswith("|"))
    return sum(len(_WORD.findall(line)) for line in lines)


def standings(text: str, wanted: dict[str, int], template: str = "") -> tuple[Standing, ...]:
    """Return how far each wanted section is, in the order asked; an editor shows it as ticks."""
    own = guidance.without(text, template)
    found = ((heading, words, section(own, heading)) for heading, words in wanted.items())
    return tuple(
        Standing(heading, own_words(there.body) if there else None, words)
        for heading, words, there in found
    )
