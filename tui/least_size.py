"""The smallest terminal in which the app can be read, in columns and lines."""

LEAST_WIDTH, LEAST_HEIGHT = 60, 16


def too_small_text(width: int, height: int) -> str:
    """Say that a terminal of this size is too small for the app; empty: it is not."""
    if width >= LEAST_WIDTH and height >= LEAST_HEIGHT:
        return ""
    return f"The terminal has {width}x{height} cells; the app needs {LEAST_WIDTH}x{LEAST_HEIGHT}."
