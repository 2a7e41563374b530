"""What a Run made, in words: a success rate with its interval, a checkpoint, a dataset."""

from rich.text import Text

from lab_tasks.evidence.records import (
    CheckpointRecord,
    DatasetRecord,
    EvaluationRecord,
    MeasurementRecord,
    Record,
)
from lab_tasks.problem import Problem
from lab_tasks.sanitise import clean_line
from lab_tasks.success_rate import percent_words, wilson_words
from tui.words import formats

MOST_MARKS = 100


def result_text(record: Record | Problem | None, colours: dict[str, str]) -> Text:
    """Return one or two lines; nothing while a Run has left no record."""
    match record:
        case EvaluationRecord():
            return _evaluation(record, colours)
        case CheckpointRecord():
            size = formats.size(sum(file.size_bytes for file in record.files))
            return Text(f"checkpoint of step {record.step:,}, {size}")
        case DatasetRecord():
            tries = f"{record.episodes:,} episodes kept of {record.attempts:,} tries"
            return Text(f"{tries}, {record.frames:,} frames{_demonstrated(record)}")
        case MeasurementRecord():
            return _measurement(record)
        case Problem(what):
            return Text(f"× {what}", colours.get("error", ""))
        case None:
            return Text()


def _measurement(record: MeasurementRecord) -> Text:
    """Return `medians of 20:`, then `tokens-8 1,180 ms   parallel-8 126 ms`, a line for two."""
    each = [f"{clean_line(name):<12} {1e3 * s:>7,.0f} ms" for name, s in record.medians.items()]
    lines = ["   ".join(each[at : at + 2]) for at in range(0, min(len(each), MOST_MARKS), 2)]
    return Text("\n".join([f"medians of {record.rounds}:", *lines]))


def _demonstrated(record: DatasetRecord) -> str:
    """Return `, by law, undisturbed`; nothing where it was not recorded."""
    if record.demonstrator is None:
        return ""
    disturbed = {None: "", 0.0: ", undisturbed"}.get(record.noise, ", disturbed")
    return f", by {clean_line(record.demonstrator)}{disturbed}"


def _evaluation(record: EvaluationRecord, colours: dict[str, str]) -> Text:
    """Return `solved 17/20  85 % (64–95 %)`, the mean best reward, and a mark an episode."""
    solved, n = sum(record.successes), record.n_episodes
    best = sum(record.max_rewards) / max(1, len(record.max_rewards))
    text = Text.assemble(("solved ", colours.get("muted", "")), (f"{solved}/{n}", "bold"))
    text.append(f"  {percent_words(solved, n)} ({wilson_words(solved, n)})")
    text.append("   best reward ", colours.get("muted", ""))
    text.append(f"{best:.2f}\n", "bold")
    for succeeded in record.successes[:MOST_MARKS]:
        text.append("✓" if succeeded else "×", colours.get("success" if succeeded else "error", ""))
    return text
