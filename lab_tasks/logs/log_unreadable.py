"""LogUnreadable: a file that cannot be read as a log, and what to do about it."""


class LogUnreadable(Exception):
    """It is not there, may not be read, or needs a library that no Python here has."""

    def __init__(self, what: str, remedy: str) -> None:
        """Keep what is wrong and what to do next."""
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy
