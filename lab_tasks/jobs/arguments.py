"""Arguments: what a job was asked, `RUN_DIR -- ARGS…`, read before anything heavy is imported."""

from dataclasses import dataclass
from pathlib import Path

from lab_tasks.jobs.refusal import Refusal


@dataclass(frozen=True)
class Arguments:
    """The run's folder and the arguments for lerobot, each written `--name=value`."""

    run_dir: Path
    given: tuple[str, ...]

    def value(self, name: str) -> str | None:
        """Return the value of the last `--name=value`; None when it was not given."""
        flag = f"--{name}="
        values = [text.removeprefix(flag) for text in self.given if text.startswith(flag)]
        return values[-1] if values else None

    def number(self, name: str, default: int) -> int:
        """Return a whole number, or the default when it was not given."""
        text = self.value(name)
        if text is None:
            return default
        try:
            return int(text)
        except ValueError:
            raise Refusal(
                f"--{name}={text} is not a whole number: give one, such as {default}"
            ) from None

    def share(self, name: str, default: float) -> float:
        """Return a number from 0 to 1, or the default when it was not given."""
        text = self.value(name)
        if text is None:
            return default
        try:
            share = float(text)
        except ValueError:
            share = -1.0
        if not 0 <= share <= 1:  # not a number fails this, too
            raise Refusal(f"--{name}={text} is not a number from 0 to 1")
        return share

    def one_of(self, name: str, words: tuple[str, ...]) -> str:
        """Return one of the words, the first of them when none was given."""
        word = self.value(name)
        if word is None:
            return words[0]
        if word not in words:
            raise Refusal(f"--{name}={word} is not one of: {', '.join(words)}")
        return word

    def with_output(self) -> "Arguments":
        """Point lerobot at the run's own output folder unless it was told another one."""
        if self.value("output_dir"):
            return self
        return Arguments(self.run_dir, (*self.given, f"--output_dir={self.run_dir / 'output'}"))

    def only(self, *names: str) -> None:
        """Refuse arguments that a job of our own does not know."""
        for text in self.given:
            if text.partition("=")[0].removeprefix("--") not in names:
                known = ", ".join(f"--{name}=" for name in names)
                raise Refusal(f"{text} is not an argument of this job: it takes {known}")


def parse(argv: list[str]) -> Arguments:
    """Split `RUN_DIR -- ARGS…`.

    Raises:
        Refusal: no run folder, no `--`, or the folder is not there.
    """
    if len(argv) < 2 or argv[1] != "--":
        raise Refusal("usage: python -m lab_tasks.jobs.NAME RUN_DIR -- ARGS (each as --name=value)")
    run_dir = Path(argv[0])
    if not run_dir.is_dir():
        raise Refusal(f"the run folder {run_dir} does not exist: make it, then start the job again")
    return Arguments(run_dir, tuple(argv[2:]))
