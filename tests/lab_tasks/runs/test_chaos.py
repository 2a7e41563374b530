"""A random fault in each of some short Runs; `python -m benchmarks.chaos` lives through 1,000."""

import sys

import pytest

from benchmarks.chaos import chaos, main, possible_faults, wrong_of
from benchmarks.chaos_systems import Naive, Ours

CAUGHT = {"supervisor killed", "both killed", "hang-up"}
"""Faults that a naive supervisor tells wrongly, and soon."""


@pytest.mark.parametrize(("words", "status"), [(["--help"], 0), (["--fast"], 2), (["many"], 2)])
def test_the_command_tells_how_it_is_called(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    status: int,
) -> None:
    monkeypatch.setattr(sys, "argv", ["chaos", *words])

    with pytest.raises(SystemExit) as ended:
        main()

    assert ended.value.code == status
    assert "[COUNT] [SEED]" in "".join(capsys.readouterr())


@pytest.mark.slow
def test_runs_are_told_rightly_whatever_befalls_them() -> None:
    faults, _ = possible_faults()

    outcomes = chaos(Ours, len(faults), seed=19, faults=faults)

    assert [str(outcome) for outcome in wrong_of(outcomes)] == []
    assert {outcome.fault for outcome in outcomes} == {fault.name for fault in faults}


@pytest.mark.slow
def test_the_same_harness_catches_a_naive_supervisor() -> None:
    faults = [fault for fault in possible_faults()[0] if fault.name in CAUGHT]

    outcomes = chaos(Naive, len(faults), seed=19, faults=faults)

    assert {outcome.fault for outcome in wrong_of(outcomes)} == CAUGHT
