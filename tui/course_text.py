"""The Course's words as Markdown: a Step, a Day. Bounded, because Markdown can be slow to draw."""

import re

from course.errors import CourseError
from course.loader import step_text
from course.model import Course, Day, Step

LINK = re.compile(r"\[([^\]\n]+)\]\((https?://[^)\s]+)\)")
LONGEST_BYTES = 64_000
MOST_BLOCKS = 300


def is_drawable(markdown: str) -> bool:
    """Whether the text is small enough to be drawn as Markdown; else it is shown as it stands."""
    blocks = sum(1 for line in markdown.split("\n") if not line.strip())
    return len(markdown.encode()) <= LONGEST_BYTES and blocks <= MOST_BLOCKS


def step_markdown(course: Course, day: Day, step: Step) -> str:
    """Read the Step's text, with the Day's terms where it is about them, and all addresses."""
    try:
        parts = [step_text(course, day, step).strip()]
    except CourseError as error:
        parts = [f"```\n{error}\n```"]
    if step.kind == "glossary" and day.glossary:
        parts += [f"**{entry.term}**: {entry.meaning.strip()}" for entry in day.glossary]
    if step.code and step.code.look_for:
        names = "\n".join(f"- `{name}`" for name in step.code.look_for)
        parts.append(f"Look for:\n\n{names}")
    parts += _addresses(parts[0])
    return "\n\n".join(parts)


def _addresses(text: str) -> list[str]:
    """Return the links once more with their addresses: over SSH a link cannot be clicked."""
    links = {url: words for words, url in LINK.findall(text)}
    lines = "\n".join(f"- {words}: `{url}`" for url, words in links.items())
    return [f"**Addresses**\n\n{lines}"] if lines else []


def day_markdown(day: Day) -> str:
    """Return the Day's own words: analogy, objectives, terms, sources."""
    parts = [f"> {day.analogy.strip()}"] if day.analogy else []
    parts.append("## What you learn\n\n" + "\n".join(f"- {one}" for one in day.objectives))
    if day.glossary:
        terms = "\n\n".join(f"**{entry.term}**: {entry.meaning.strip()}" for entry in day.glossary)
        parts.append(f"## Words\n\n{terms}")
    links = "\n".join(
        f"- [{source.title}]({source.url})  \n  {source.url}" for source in day.sources
    )
    parts.append(f"## Sources\n\n{links}")
    return "\n\n".join(parts)
