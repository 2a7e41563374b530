"""What is wrong with a Course that cannot be loaded, and what its author does about it."""

from collections.abc import Iterable


class CourseError(Exception):
    """A Course cannot be loaded. `str()` is one block that a reader can act on."""

    def __init__(
        self, file: str, key: str, problem: str, remedy: str, line: int | None = None
    ) -> None:
        self.file, self.key, self.problem, self.remedy, self.line = file, key, problem, remedy, line
        super().__init__(file, key, problem, remedy)

    def __str__(self) -> str:
        where = ", ".join(
            part
            for part in (
                self.file,
                f"line {self.line}" if self.line else "",
                f"key {self.key}" if self.key else "",
            )
            if part
        )
        end = "" if self.remedy.endswith("?") else "."
        return f"{where}: {self.problem}.\n{self.remedy}{end}"


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that `word` most likely stands for; empty when none is near."""
    import difflib  # only an error needs it, and every start would pay for it

    found = difflib.get_close_matches(word, list(known), n=1)
    return found[0] if found else ""


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return a remedy for an unknown word: the nearest known one, else all of them."""
    words = sorted(known)
    near = nearest(word, words)
    return f'Did you mean "{near}"?' if near else f"Known: {', '.join(words) or 'none'}"
