"""The devlog on disk: `devlog.md` and its figures; what the student wrote in it stays.

The written part stands between two marks, the second of which bears a digest of it. A later
report replaces that part, unless somebody has changed it by hand.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lab_tasks import atomic, foreign
from lab_tasks.documents import line_ends
from lab_tasks.problem import Problem
from lab_tasks.reports import curves, written_part
from lab_tasks.reports.document import ALL, document
from lab_tasks.reports.figures import Panel, draw
from lab_tasks.reports.markdown import prose
from lab_tasks.reports.training import Training
from lab_tasks.reports.written_part import INVITATION, MarksWrong, pictured

DEVLOG, CURVES = "devlog.md", "curves"


class DevlogRefused(Exception):
    """The devlog was left as it is: `what` stands in the way, and the `remedy`."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(what, remedy)


def write_devlog(
    folder: Path, trainings: Sequence[Training], steps: Sequence[int] = ()
) -> tuple[Path, ...]:
    """Write the devlog and its figures into `folder`; return the files, the devlog first.

    Raises:
        DevlogRefused: the student's own writing is in the way; nothing was written.
        OSError: a file cannot be written.
    """
    path = folder / DEVLOG
    pictures = picture_stems(trainings)
    figures = {f"{stem}.{kind}": image for stem, kind, image in _figures(trainings, pictures)}
    kept = _kept(path)
    _spare_foreign_pictures(folder, figures, pictured(kept[1]))
    text = _whole(kept, document(trainings, pictures, steps), trainings)
    for name, image in figures.items():
        atomic.write_bytes(folder / name, image)
    atomic.write_text(path, text)
    return (path, *(folder / name for name in figures))


def picture_stems(trainings: Sequence[Training]) -> dict[str, str]:
    """Return a figure's file name, without its ending, by the training's name, and for all."""
    drawn = [each for each in trainings if curves.of_one(each)]
    if len(trainings) == 1:
        return {each.name: CURVES for each in drawn}
    stems = {ALL: CURVES} if drawn else {}
    for each in drawn:
        plain = re.sub(r"[^A-Za-z0-9_-]+", "-", each.name).strip("-")[:60] or "training"
        taken = sum(stem.startswith(plain) for stem in stems.values())
        stems[each.name] = f"{plain}-{taken + 1}" if plain in stems.values() else plain
    return stems


def _figures(
    trainings: Sequence[Training], stems: dict[str, str]
) -> Iterator[tuple[str, str, bytes]]:
    for name, stem in stems.items():
        own = [each for each in trainings if each.name == name]
        label = "step" if all(each.is_exact for each in own or trainings) else "step (approximate)"
        title = f"{own[0].name}: {own[0].title}" if own else "All trainings"
        panels: tuple[Panel, ...] = curves.of_one(own[0]) if own else curves.overlay(trainings)
        for kind, image in draw(panels, curves.named(title), label).items():
            yield stem, kind, image


def _kept(path: Path) -> tuple[str, str, str]:
    """Return the student's text before the written part, that part, and the text after it."""
    if not path.exists():
        return ("", "", "")
    text = foreign.read_text(path)
    if isinstance(text, Problem):
        raise DevlogRefused(f"{path}: {text.what}.", "Move it away, or name another --output.")
    found = written_part.find(text)
    if isinstance(found, MarksWrong):
        what = f"{path}, line {found.line}: the marks of the written part are not one begin and one"
        remedy = "Keep one of each in that order, or take all of them out."
        raise DevlogRefused(f"{what} end.", remedy)
    if found is None:
        return (text, "", "")
    if not found.is_untouched:
        raise DevlogRefused(
            f"{path}: the part between the marks was changed by hand and would be lost.",
            "Move what you wrote below the end mark and delete the rest of that part with both "
            "marks, or name another folder with --output.",
        )
    return (found.before, found.whole, found.after)


def _spare_foreign_pictures(
    folder: Path, figures: dict[str, bytes], replaced: frozenset[str]
) -> None:
    """Refuse to write over a file that is no figure of the part which is `replaced`."""
    for name, image in figures.items():
        path = folder / name
        if Path(name).stem in replaced or not path.exists():
            continue
        if foreign.read_bytes(path) != image:
            what = f"{path} is there, and the report in {folder / DEVLOG} does not show it."
            raise DevlogRefused(what, "Name another folder with --output, or move the file away.")


def _whole(kept: tuple[str, str, str], written: str, trainings: Sequence[Training]) -> str:
    before, block, after = kept
    new = written_part.marked(written)
    if block:
        return f"{before}{line_ends.like(before + block + after, new)}{after}"
    if before.strip():
        return before.rstrip() + line_ends.like(before, f"\n\n{new}\n")
    titles = ", ".join(dict.fromkeys(prose(each.title) for each in trainings))
    return f"# Devlog: {titles}\n\n{new}\n{INVITATION}"
