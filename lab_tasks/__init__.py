"""What the student does: progress, runs, checks, git, reproduction."""
