"""What is left of hostile text."""

import pytest

from lab_tasks.sanitise import clean, clean_line


@pytest.mark.parametrize(
    ("hostile", "safe"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]52;c;ZXZpbA==\x07paste", "paste"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("a\x00b\x07c\x7fd", "abcd"),
        ("\x9b31mC1", "31mC1"),
        ("user\u202egnp.exe", "usergnp.exe"),
        ("tag\U000e0041\U000e007f", "tag"),
        ("lone\udc80surrogate", "lonesurrogate"),
        ("two\r\nlines\tand a tab", "two\nlines\tand a tab"),
        ("Zoë 日本 ✓", "Zoë 日本 ✓"),
    ],
)
def test_only_what_can_be_read_is_left(hostile: str, safe: str) -> None:
    assert clean(hostile) == safe


def test_long_text_is_cut_and_says_so() -> None:
    assert clean("x" * 10_000, limit=10) == "x" * 9 + "…"


def test_a_line_stays_one_line() -> None:
    assert clean_line("one\ntwo\u2028three\t four") == "one two three four"
