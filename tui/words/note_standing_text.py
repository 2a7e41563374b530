"""How far a document is, drawn: a tick for each section and for each Check of its file."""

from rich.text import Text

from lab_tasks.checks.verdict import CheckResult
from lab_tasks.documents.word_count import Standing
from lab_tasks.sanitise import clean_line
from tui.rules.guidance import reason_of
from tui.rules.note_standing import BY_SECTION, BY_WORDS, NoteStanding

DONE, OPEN = "✓", "○"
WORDS = "Words"


def list_text(standing: NoteStanding, colours: dict[str, str], width: int) -> Text:
    """Return a line for each section and Check, the reasons of what does not pass below it."""
    text = Text()
    for mark, name, count in _counted(standing):
        room = max(width - len(count) - 3, 4)
        text.append_text(_mark(mark, colours))
        text.append(f" {_cut(name, room):<{room}} {count}\n")
    for result in _shown(standing):
        text.append("\n")
        text.append_text(_mark(DONE if result.passed else OPEN, colours))
        text.append(f" {clean_line(result.title)}\n")
        reason = reason_of(result)
        if reason:
            text.append(f"  {reason.why}\n", colours.get("muted", ""))
            text.append(f"  → {reason.remedy}\n")
    return text


def strip_text(standing: NoteStanding, colours: dict[str, str], width: int) -> Text:
    """Return the same on few lines: the Checks counted, with the first reason alone."""
    rows = [(mark, f"{_cut(name, 30)} {count}") for mark, name, count in _counted(standing)]
    shown = _shown(standing)
    if shown:
        passed = sum(each.passed for each in shown)
        rows.append((DONE if passed == len(shown) else OPEN, f"{passed} of {len(shown)} Checks"))
    text, used = Text(), 0
    for mark, words in rows:
        if used and used + len(words) + 5 > width:
            text.append("\n")
            used = 0
        text.append("   " if used else "")
        text.append_text(_mark(mark, colours))
        text.append(f" {words}")
        used += len(words) + 5
    first = next((reason for each in shown if (reason := reason_of(each))), None)
    if first:
        text.append(f"\n{first.why}", colours.get("muted", ""))
    return text


def _counted(standing: NoteStanding) -> list[tuple[str, str, str]]:
    """Return mark, name and count of each section, then of the whole."""
    rows = [(_section_mark(each), each.heading, _count(each)) for each in standing.sections]
    if standing.wanted or not rows:
        is_done = standing.words >= standing.wanted
        wanted = f"/{standing.wanted}" if standing.wanted else ""
        rows.append((DONE if is_done else OPEN, WORDS, f"{standing.words}{wanted}"))
    return rows


def _section_mark(section: Standing) -> str:
    return DONE if section.is_done else OPEN


def _count(section: Standing) -> str:
    if section.words is None:
        return "no heading"
    return f"{section.words}/{section.wanted}" if section.wanted else str(section.words)


def _shown(standing: NoteStanding) -> list[CheckResult]:
    """Return the Checks that say more than the counts above them."""
    counted = (BY_SECTION, BY_WORDS)
    return [each for each in standing.results if each.check not in counted]


def _mark(mark: str, colours: dict[str, str]) -> Text:
    colour = colours.get("success" if mark == DONE else "warning", "")
    return Text(mark, f"bold {colour}".strip())


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
