"""A sweep's seeds and the name of its group."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from lab_tasks.queue import store, sweep
from lab_tasks.queue.entries import Sweep
from lab_tasks.queue.sweep import SeedsUnclear, entries_for, next_group, parse_seeds
from lab_tasks.workspace import Workspace

STEP = "robo47/day19/train-act"


@pytest.mark.parametrize(
    ("text", "seeds"),
    [("1-3", (1, 2, 3)), ("1,2,3", (1, 2, 3)), ("7", (7,)), ("5, 1-2,5", (5, 1, 2))],
)
def test_seeds_are_read_in_order_each_once(text: str, seeds: tuple[int, ...]) -> None:
    assert parse_seeds(text) == seeds


@pytest.mark.parametrize("text", ["", "a", "3-1", "-1", "1..3", "1-999", "\x1b[2J", "1-64,100"])
def test_what_is_no_list_of_seeds_says_how_they_are_written(text: str) -> None:
    with pytest.raises(SeedsUnclear, match=r"write 1,2,3 or 1-3|go into one group"):
        parse_seeds(text)


def test_a_group_is_named_once(workspace: Workspace) -> None:
    entries = entries_for(workspace, [Sweep(STEP, (1, 2, 3))], "quick", "robo47")
    assert {(one.seed, one.group) for one in entries} == {
        (seed, "train-act-seeds-01") for seed in (1, 2, 3)
    }
    store.add(workspace, entries)
    assert next_group(workspace, STEP) == "train-act-seeds-02"
    assert next_group(workspace, "robo47/day19/train-vqbet") == "train-vqbet-seeds-01"


def test_sweeps_begun_at_the_same_moment_are_groups_of_their_own(workspace: Workspace) -> None:
    def begin(_: int) -> None:
        sweep.enqueue(workspace, [Sweep(STEP, (1, 2))], "quick", "robo47")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(begin, range(8)))
    groups = [one.group for one in store.waiting(workspace)]
    assert groups == [f"train-act-seeds-{number:02d}" for number in range(1, 9) for _ in range(2)]


def test_one_seed_is_no_group(workspace: Workspace) -> None:
    [one] = entries_for(workspace, [Sweep(STEP, (4,))], "quick", "robo47")
    assert (one.seed, one.group) == (4, "")
