"""Line ends of a student's file: what the app writes into it has those that are there."""


def like(text: str, written: str) -> str:
    """Return what is written (its lines end in LF) with the line ends of `text`."""
    return written.replace("\n", "\r\n") if "\r\n" in text else written
