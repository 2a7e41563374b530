"""Checks `results-filled` and `numbers-backed`: a retro says what the records say."""

import msgspec

from lab_tasks import results
from lab_tasks.checks.comparisons import sound_or_blocked
from lab_tasks.checks.document_file import DocumentFile, opened, overridden, told
from lab_tasks.checks.question import Answer, Proved, Question, named
from lab_tasks.checks.verdict import Blocked, Fail
from lab_tasks.checks.written_regions import region_wrong
from lab_tasks.documents import guidance, overrides
from lab_tasks.documents.asked import FILLED
from lab_tasks.documents.overrides import Override
from lab_tasks.documents.word_count import own_words
from lab_tasks.honesty.finding import Finding
from lab_tasks.results import REGION, Results

NAME = "numbers-backed"
_LONGEST_SENTENCE = 90
_LEAVE_OUT = f"say why your retro goes without: {overrides.how_to(FILLED)}"


class OfPolicies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The file; each policy with the evaluate Steps it rests on; other names it goes by.

    `pairs` are the policies to compare, two and two; empty: all of one task with one another.
    """

    path: str
    policies: dict[str, tuple[str, ...]]
    also: dict[str, tuple[str, ...]] = {}
    pairs: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a pair of what is no policy here."""
        strange = {name for pair in self.pairs for name in pair} - self.policies.keys()
        if strange:
            raise ValueError(f"pairs: {', '.join(sorted(strange))} is none of the policies")


def results_filled(question: Question, asked: OfPolicies) -> Answer:
    """Pass when the file's table of results is the one that follows from the Runs.

    A policy without a row blocks it, unless the document says why the retro goes without.
    """
    document = opened(question, asked.path, REGION)
    if isinstance(document, Fail):
        return document
    table = gathered(question, asked)
    lacking = _lacking(question, asked, table)
    excused = overridden(document, FILLED, lacking.why) if lacking else None
    if lacking and (excused is None or len(table.missing) == len(table.rows)):
        return lacking
    write = f"Go to {named(question, question.day, question.step)} in the app and press F."
    expected = results.to_markdown(table)
    if wrong := region_wrong(document, REGION, expected, write, "table of results"):
        return wrong
    files = {f: None for row in table.rows for each in row.evaluations for f in each.files}
    if excused:
        return excused
    shown = f"{asked.path}: {len(table.rows)} policies as recorded"
    return Proved("executed", shown, (document.file, *files))


def numbers_backed(question: Question, asked: OfPolicies) -> Answer:
    """Pass when each result and each claim in the file's own text follows from the records."""
    document = opened(question, asked.path)
    if isinstance(document, Fail):
        return document
    from lab_tasks.honesty.judging import findings  # 20 ms of patterns that no other Check needs

    own = overrides.laid_open(guidance.without(document.text, document.template), NAME)
    if not own_words(own):
        why = f"{asked.path}: nothing of your own stands there yet."
        return Fail(why, f"Write it: {named(question, question.day, question.step)}.")
    table = gathered(question, asked)
    found = findings(own, question.evidence, table)
    given = overrides.overrides(own, NAME)
    open_ones = [each for each in found if _override(each, given) is None]
    if open_ones:
        return _failed(document, open_ones)
    if given:  # though nothing was found: what a reason says of results is judged by nobody
        what = "; ".join(dict.fromkeys(each.what for each in found)) or "nothing"
        return Proved("attested", told(document, list(given), what))
    files = {f: None for row in table.rows for each in row.evaluations for f in each.files}
    shown = f"{asked.path}: every result and claim follows from the records"
    return Proved("executed" if files else "detected", shown, (document.file, *files))


def gathered(question: Question, asked: OfPolicies) -> Results:
    """Return the results that a Check asks about."""
    day = question.day
    return results.gather(question.evidence, day, asked.policies, asked.also, asked.pairs)


def _lacking(question: Question, asked: OfPolicies, table: Results) -> Blocked | Fail | None:
    """Return which policy has no row, and by what it is blocked; None: every one has its row."""
    if not table.missing:
        return None
    row = table.missing[0]
    names = ", ".join(each.policy for each in table.missing)  # a reason excuses all of them
    why = f"The table lacks {names}: {row.note}"
    leave_out = "" if len(table.missing) == len(table.rows) else f"; or {_LEAVE_OUT}"
    blocked = sound_or_blocked(question, asked.policies[row.policy][0])
    if isinstance(blocked, Blocked):
        remedy = f"{blocked.remedy.removesuffix('.')}{leave_out}."
        return msgspec.structs.replace(blocked, why=why, remedy=remedy)
    return Fail(why, f"Evaluate it in this profile{leave_out}.")


def _override(finding: Finding, given: tuple[Override, ...]) -> Override | None:
    """Return the written reason that speaks for a finding's lines; None: there is none."""
    lines = range(finding.line, finding.last_line + 1)
    return next((o for o in given if o.speaks_for in lines), None)


def _failed(document: DocumentFile, found: list[Finding]) -> Fail:
    first = found[0]
    lines = ", ".join(dict.fromkeys(str(each.line) for each in found[1:]))
    more = f" More in line {lines}." if lines else ""
    why = f"{document.path}, line {first.line}: {first.what}.{more}"
    remedy = f"{first.remedy}; or below the line: {overrides.how_to(NAME)}."
    given = overrides.overrides(document.text, NAME)
    speechless = [o for o in given if not o.is_reasoned]
    if speechless:
        remedy += f" The override in line {speechless[0].line} gives no reason."
    sentence = first.sentence
    if len(sentence) > _LONGEST_SENTENCE:
        sentence = sentence[: _LONGEST_SENTENCE - 1] + "…"
    return Fail(why, remedy, first.records, sentence)
