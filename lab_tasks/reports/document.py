"""The document of a report: the part that is written from what ran, as lines of Markdown."""

from collections.abc import Iterator, Mapping, Sequence

from lab_tasks.reports import comparison_section, numbers, training_section
from lab_tasks.reports.markdown import code, prose, table
from lab_tasks.reports.training import Training
from lab_tasks.version import version

ALL = ""
"""Stands for all trainings together; none has an empty name."""
OF_A_FOLDER = (
    "A sha256 here is that of a whole folder, of no single file: of a list that has every file in "
    "it, sorted, with its name and its own sha256. The first "
    f"{training_section.SHOWN_DIGITS} digits are shown. In that folder, this prints it:"
)
WORKED_OUT = (
    r"find . -type f | sed 's|^\./||' | LC_ALL=C sort | while IFS= read -r file; do",
    r"""  printf '%s\0%s\n' "$file" "$(sha256sum < "$file" | cut -d ' ' -f 1)";""",
    "done | sha256sum",
)
"""What `lab_tasks.evidence.records.digest` works out, in a shell."""


def document(
    trainings: Sequence[Training],
    pictures: Mapping[str, str],
    steps: Sequence[int] = (),
    own_steps: Mapping[str, Sequence[int]] | None = None,
) -> str:
    """Return the written part. `pictures` gives a figure's file name, without its ending, by the
    training's name, and that of all under `ALL`; `own_steps` those of one training, by its name.
    """
    asked = own_steps or {}
    lines: list[str] = [*_head(trainings), *_picture(pictures.get(ALL), "all trainings")]
    for training in trainings:
        own = "\n".join(_picture(pictures.get(training.name), training.name))
        its_steps = asked.get(training.name, steps)
        lines += training_section.section(training, its_steps, own.strip())
    lines += comparison_section.section(trainings)
    lines += _digests(trainings)
    return "\n".join(lines).rstrip() + "\n"


def _head(trainings: Sequence[Training]) -> Iterator[str]:
    yield f"Written by robolab-tui {version()} from the files that the trainings left."
    yield from ("", "## What ran", "")
    head = ("training", "what", "policy", "started", "duration", "how it ended", "where")
    yield from table(head, map(_row, trainings))
    yield ""


def _row(training: Training) -> tuple[str, ...]:
    first, last = training.parts[0], training.parts[-1]
    return (
        code(training.name),
        prose(training.title),
        prose(training.policy) or numbers.NONE,
        numbers.moment(first.started_s),
        numbers.duration(training.duration_s),
        prose(last.ended),
        code(training.place),
    )


def _digests(trainings: Sequence[Training]) -> Iterator[str]:
    """Yield how a digest is worked out, where one is shown."""
    shown = [each.sha256 for one in trainings for each in one.checkpoints]
    shown += [one.dataset.sha256 for one in trainings if one.dataset]
    if any(shown):
        yield from ("## Digests", "", OF_A_FOLDER, "", "```sh", *WORKED_OUT, "```", "")


def _picture(stem: str | None, of: str) -> Iterator[str]:
    if stem is not None:
        yield f"[![Loss over steps of {prose(of)}]({stem}.png)]({stem}.svg)"
        yield ""
