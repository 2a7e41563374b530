"""The Course's words as Markdown: a Step, a Day. Bounded, because Markdown can be slow to draw."""

import re
from collections.abc import Sequence

from course.errors import CourseError
from course.loader import step_text
from course.model import Course, Day, Step
from lab_tasks.sanitise import clean_line

LINK = re.compile(r"\[([^\]\n]+)\]\((https?://[^)\s]+)\)")
TABLE = re.compile(r"(?:^\|.*\|[ \t]*\n?){3,}", re.MULTILINE)
HEADING = re.compile(r"^(?:#{1,6} .*|\*\*[^*\n]+\*\*[ \t]*)$", re.MULTILINE)
"""A heading, also one that is a bold line of its own."""
LONGEST_BYTES = 64_000
MOST_BLOCKS = 300
MOST_NAMED = 3


def is_drawable(markdown: str) -> bool:
    """Whether the text is small enough to be drawn as Markdown; else it is shown as it stands."""
    blocks = sum(1 for line in markdown.split("\n") if not line.strip())
    return len(markdown.encode()) <= LONGEST_BYTES and blocks <= MOST_BLOCKS


def step_markdown(course: Course, day: Day, step: Step) -> str:
    """Read the Step's text, with the Day's terms where it is about them, and all addresses."""
    try:
        text = step_text(course, day, step).strip()
        terms = _words(day) if step.kind == "glossary" else []
        parts = [*_with(terms, TABLE.sub(_as_list, text)), *_addresses(text)]
    except CourseError as error:
        parts = [f"```\n{error}\n```"]
    parts = [*_rehearsals(step), *parts]
    if step.code and step.code.look_for:
        names = "\n".join(f"- `{name}`" for name in step.code.look_for)
        parts.append(f"Look for:\n\n{names}")
    return "\n\n".join(parts)


def _with(terms: list[str], text: str) -> list[str]:
    """Return a text with the Day's terms right below what it says of them: before a heading."""
    heading = HEADING.search(text) if terms else None
    at = heading.start() if heading else len(text)
    return [part for part in (text[:at].strip(), *terms, text[at:].strip()) if part]


def _words(day: Day) -> list[str]:
    """Return the Day's terms under a heading; nothing where it has none."""
    terms = [f"**{entry.term}**: {entry.meaning.strip()}" for entry in day.glossary]
    return ["## Words", *terms] if terms else []


def lost_ticks_text(full_ids: Sequence[str]) -> str:
    """Say which ticks belong to Steps that the Course has no longer, and who can mend that."""
    *others, last = [clean_line(each.partition("/")[2]) for each in full_ids[:MOST_NAMED]]
    named = f"{', '.join(others)} and {last}" if others else last
    more = f" and {len(full_ids) - MOST_NAMED} more" if len(full_ids) > MOST_NAMED else ""
    count = f"{len(full_ids)} ticks are of Steps" if others else "1 tick is of a Step"
    remedy = "They are kept: the course's author can name the old ids under `aliases`."
    return f"{count} that this course lacks: {named}{more}. {remedy}"


def _rehearsals(step: Step) -> list[str]:
    """Return why the Step's Run is a rehearsal, with the Profile in which it is one."""
    profiles = step.recipe.profiles.items() if step.recipe else ()
    told = ((name, own.rehearsal.strip()) for name, own in profiles if own.rehearsal)
    return [f"> **A rehearsal in `{name}`, not a result:** {why}" for name, why in told]


def _as_list(table: re.Match[str]) -> str:
    """Return a table as a list: a column of a pane would cut its cells short."""
    heads, _, *rows = (
        [c.strip() for c in row.strip("| \t").split("|")] for row in table[0].splitlines()
    )
    items = []
    for first, *others in rows:
        named = zip(heads[1:], others, strict=False)
        facts = (f"  *{head}*: {cell}" for head, cell in named if cell)
        items.append("  \n".join([f"- {first}", *facts]))
    return "\n".join(items) + "\n"


def _addresses(text: str) -> list[str]:
    """Return the links once more with their addresses: over SSH a link cannot be clicked."""
    links = {url: words for words, url in LINK.findall(text)}
    lines = "\n".join(f"- {words}: `{url}`" for url, words in links.items())
    return [f"**Addresses**\n\n{lines}"] if lines else []


def day_markdown(day: Day) -> str:
    """Return the Day's own words: analogy, objectives, terms, sources."""
    parts = [f"> {day.analogy.strip()}"] if day.analogy else []
    parts.append("## What you learn\n\n" + "\n".join(f"- {one}" for one in day.objectives))
    parts += _words(day)
    links = "\n".join(
        f"- [{source.title}]({source.url})  \n  {source.url}" for source in day.sources
    )
    parts.append(f"## Sources\n\n{links}")
    return "\n\n".join(parts)
