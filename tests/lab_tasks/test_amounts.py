"""Amounts as they are written on the screen and in a report."""

import pytest

from lab_tasks import amounts


@pytest.mark.parametrize(
    ("count", "text"), [(999, "999 B"), (4_300_000, "4.3 MB"), (2 * 10**15, "2000.0 TB")]
)
def test_a_file_size(count: int, text: str) -> None:
    assert amounts.size(count) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.14234, "0.1423"), (1e-4, "1.00e-04"), (123456.0, "1.23e+05"), (float("nan"), "nan")],
)
def test_a_metric(number: float, text: str) -> None:
    assert amounts.value(number) == text
