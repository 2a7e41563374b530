"""A fresh-clone test in words: its stages with verdict and time, its evaluations, its outcome."""

import time
from collections.abc import Mapping

from rich.text import Text

from lab_tasks.reproduction.events import EvaluationState, ReproductionState
from lab_tasks.reproduction.record import (
    HELD,
    OPEN,
    STAGES,
    EvaluationOutcome,
    ReproductionRecord,
    Stage,
    StageResult,
    StageVerdict,
)
from lab_tasks.sanitise import clean_line
from tui.words import formats

VERDICT_MARKS: dict[StageVerdict, tuple[str, str]] = {
    "passed": ("✓", "success"),
    "failed": ("×", "error"),
    "inconclusive": ("?", "warning"),
    "blocked": ("…", "faint"),
    "error": ("×", "error"),
}
STAGE_WORDS: dict[Stage, str] = {
    "clone": "Clone what is committed",
    "environment": "Build its environment",
    "checkpoint": "Find the checkpoints",
    "evaluate": "Evaluate again",
    "compare": "Compare per episode",
    "report": "Write REPRODUCTION.md",
}
NAME_CELLS = 26


def outlook(colours: Mapping[str, str]) -> Text:
    """Return the stages before anything has begun."""
    muted = colours.get("muted", "")
    return Text("\n").join(Text(f"○ {STAGE_WORDS[stage]}", muted) for stage in STAGES)


def stages_text(state: ReproductionState, colours: Mapping[str, str]) -> Text:
    """Return every stage: what is done, what goes on, what is to come."""
    done = {result.stage: result for result in state.finished}
    text = Text()
    for stage in STAGES:
        if stage in done:
            text.append_text(_result(done[stage], colours))
        elif stage == state.current:
            since = formats.clock(time.time() - state.current_since_s)
            text.append("▶ ", colours.get("accent", ""))
            text.append(f"{STAGE_WORDS[stage]:<{NAME_CELLS}}", "bold")
            text.append(f"{since:>8}\n")
        else:
            text.append(f"○ {STAGE_WORDS[stage]}\n", colours.get("muted", ""))
        if stage == "evaluate":
            for evaluation in state.evaluations:
                text.append_text(_evaluation(evaluation, colours))
    return text


def outcome_text(record: ReproductionRecord, colours: Mapping[str, str]) -> Text:
    """Return the verdict on the whole, and on each evaluation."""
    colour = "success" if record.verdict in HELD else "error"
    colour = "warning" if record.verdict in OPEN else colour
    mark = {"success": "✓", "warning": "?", "error": "×"}[colour]
    text = Text()
    text.append(f"{mark} {record.verdict}", f"bold {colours.get(colour, '')}")
    text.append(f"   in {formats.clock(record.duration_s)}\n", colours.get("muted", ""))
    for outcome in record.evaluations:
        text.append_text(_outcome(outcome))
    return text


def what_next(record: ReproductionRecord) -> str:
    """Return what to do with the report of the student's own Workspace, before its path."""
    if record.commit is not None:
        return "Commit the report with the Day (g):"
    clone = record.stages[0]
    key = " esc, then g commits the Day." if clone.verdict == "failed" else ""
    told = clean_line(f"{clone.why} {clone.remedy}", 400)
    return f"Nothing was cloned. {told}{key} The report, which proves nothing yet:"


def _result(result: StageResult, colours: Mapping[str, str]) -> Text:
    mark, colour = VERDICT_MARKS[result.verdict]
    text = Text()
    text.append(f"{mark} ", colours.get(colour, ""))
    text.append(f"{STAGE_WORDS[result.stage]:<{NAME_CELLS}}")
    text.append(f"{formats.clock(result.duration_s):>8}  ")
    text.append(f"{clean_line(result.why)}\n", colours.get("muted", ""))
    if result.remedy and result.verdict != "passed":
        text.append(f"  → {clean_line(result.remedy, 400)}\n", "bold")
    return text


def _evaluation(state: EvaluationState, colours: Mapping[str, str]) -> Text:
    marks = {"waiting": "○", "running": "▶", "done": "✓", "failed": "×"}
    line = f"    {marks[state.phase]} {state.run:<{NAME_CELLS}}{state.done:>4}/{state.total}\n"
    return Text(line, colours.get("muted", ""))


def _outcome(outcome: EvaluationOutcome) -> Text:
    was = outcome.recorded.counted
    now = outcome.again.counted if outcome.again else "–"
    line = Text(f"  {outcome.policy:<12} recorded {was:>6}   again {now:>6}   {outcome.outcome}\n")
    if outcome.outcome not in HELD:
        line.append(f"    {clean_line(outcome.why, 400)}\n")
        line.append(f"    → {clean_line(outcome.remedy, 400)}\n" if outcome.remedy else "", "bold")
    return line
