"""Every path of a student's Workspace, and whether anything is there yet."""

import os
from pathlib import Path

import msgspec


class Workspace(msgspec.Struct, frozen=True):
    """The student's folder: a git repository with the progress file at its root."""

    root: Path

    @property
    def progress_path(self) -> Path:
        """`course-progress.yaml`, which the student reads, diffs and commits."""
        return self.root / "course-progress.yaml"

    @property
    def private(self) -> Path:
        """`.robolab/`: what the app keeps beside the student's own files."""
        return self.root / ".robolab"

    @property
    def journal_path(self) -> Path:
        """Append-only record of what happened when, one JSON object a line."""
        return self.private / "journal.jsonl"

    @property
    def backups_dir(self) -> Path:
        """Earlier versions of the progress file."""
        return self.private / "backups"

    @property
    def drafts_dir(self) -> Path:
        """What an editor had not saved, and versions of documents that were not taken."""
        return self.backups_dir / "documents"

    @property
    def runs_dir(self) -> Path:
        """One folder a Run."""
        return self.private / "runs"

    @property
    def reproductions_dir(self) -> Path:
        """One folder a Reproduction."""
        return self.private / "reproductions"

    @property
    def quiz_dir(self) -> Path:
        """What the student answered in quizzes: `dayNN/<step>.jsonl`, one answer a line."""
        return self.root / "quiz"

    @property
    def requirements_path(self) -> Path:
        """What a fresh clone's environment is built from."""
        return self.root / "requirements.txt"

    @property
    def is_begun(self) -> bool:
        """Whether the folder holds anything that the app keeps: progress, Runs, quizzes."""
        kept = (self.progress_path, self.private, self.quiz_dir)
        return any(os.path.lexists(path) for path in kept)

    def relative(self, path: Path) -> str:
        """Return `path` as the Workspace's record writes it: relative, with forward slashes."""
        return path.resolve().relative_to(self.root.resolve()).as_posix()
