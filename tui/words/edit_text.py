"""What an edit of a Course does, in words."""

from collections import Counter
from collections.abc import Iterator, Sequence

from lab_tasks.checks.verdict import Blocked, Error, Fail, Inconclusive, Verdict
from lab_tasks.edits.carried import Dropped
from lab_tasks.edits.changes import Change, Effect
from lab_tasks.edits.ticks import TickAfter
from lab_tasks.sanitise import LONGEST, clean_line

MARKS: dict[Effect, str] = {"lost": "×", "stale": "~", "new": "+", "kept": "="}


type Line = tuple[int, str]
"""How far it is indented, and what it says."""


def diff_text(
    course: str,
    changes: Sequence[Change],
    dropped: Sequence[Dropped],
    ticks: Sequence[TickAfter] | None,
) -> str:
    """Return the report: a line a change, a line an own remedy, then who would lose what."""
    lines = [
        *_changes(course, changes),
        *_dropped(dropped),
        *(() if ticks is None else _ticks(ticks)),
    ]
    return "".join(f"{' ' * indent}{clean_line(line, LONGEST)}\n" for indent, line in lines)


def _changes(course: str, changes: Sequence[Change]) -> Iterator[Line]:
    yield 0, f"{course}: {_counts([change.effect for change in changes]) or 'nothing changed'}"
    for change in changes:
        place = "/".join(part for part in (change.day, change.step) if part) or course
        yield 0, f"{MARKS[change.effect]} {change.effect} {place}: {change.what}"
        if change.remedy:
            yield 8, f"-> {change.remedy}."


def _dropped(dropped: Sequence[Dropped]) -> Iterator[Line]:
    if not dropped:
        yield 0, "A student who did all of the old version passes the checks that the new one kept."
        return
    yield 0, "A student who did all of the old version must do again:"
    for each in dropped:
        yield 2, f"{each.name}: {_why(each.verdict)}"


def _ticks(ticks: Sequence[TickAfter]) -> Iterator[Line]:
    yield 0, f"Of this student's {len(ticks)} ticks: {_counts([t.effect for t in ticks]) or 'none'}"
    for tick in ticks:
        if tick.effect != "kept":
            yield 2, f"{MARKS[tick.effect]} {tick.effect} {tick.step} (ticked {tick.done_at})"


def _counts(effects: Sequence[Effect]) -> str:
    count = Counter(effects)
    return ", ".join(f"{count[effect]} {effect}" for effect in MARKS if count[effect])


def _why(verdict: Verdict) -> str:
    match verdict:
        case Fail(why=why) | Blocked(why=why) | Inconclusive(why=why) | Error(why=why):
            return why
    return ""
