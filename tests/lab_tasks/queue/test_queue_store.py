"""The queue's files: in order, safe against other writers and against what is no entry."""

import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest
from queue_lab import entry
from run_request import run_request

from lab_tasks.queue import allowed, queue_folder, store
from lab_tasks.queue.entries import Paused, QueueEntry
from lab_tasks.samples import run_folder
from lab_tasks.workspace import Workspace


def names(workspace: Workspace) -> list[str]:
    return [one.name for one in store.waiting(workspace)]


def test_entries_keep_their_order_and_have_ids_of_their_own(workspace: Workspace) -> None:
    store.add(workspace, [entry("train-act", seed=seed) for seed in (1, 2)])
    store.add(workspace, [entry("evaluate-act")])
    assert names(workspace) == ["train-act (seed 1)", "train-act (seed 2)", "evaluate-act"]
    assert len({one.id for one in store.waiting(workspace)}) == 3


def test_an_id_is_never_given_again(workspace: Workspace) -> None:
    [first] = store.add(workspace, [entry("train-act")])
    store.clear(workspace)
    [second] = store.add(workspace, [entry("train-act")])
    assert first.id != second.id


def test_writers_at_the_same_moment_lose_nothing(workspace: Workspace) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.add(workspace, [entry("a", seed=n)]), range(40)))
    assert sorted(one.seed or 0 for one in store.waiting(workspace)) == list(range(40))


def test_what_is_no_entry_is_left_out_and_named(workspace: Workspace) -> None:
    [one] = store.add(workspace, [entry("train-act")])
    bad = queue_folder.folder(workspace) / "000009-0123abcd.json"
    bad.write_text('{"id": 3')
    (queue_folder.folder(workspace) / "notes.json").write_text("{}")
    assert store.waiting(workspace) == (one,)
    assert store.unreadable(workspace) == (bad,)


def test_remove_and_clear_say_what_they_took_out(workspace: Workspace) -> None:
    first, _ = store.add(workspace, [entry("a"), entry("b")])
    assert store.remove(workspace, first.id) is True
    assert store.remove(workspace, first.id) is False
    allowed.pause(workspace, Paused(kind="lab", why="No lab.", remedy="Make one.", paused_s=1.0))
    assert store.clear(workspace) == 1
    assert allowed.paused(workspace) is None


def test_a_foreign_id_leads_nowhere(workspace: Workspace) -> None:
    assert store.is_waiting(workspace, "../runs/x") is False
    with pytest.raises(ValueError, match="no entry's id"):
        store.remove(workspace, "../../course-progress")


def test_the_limit_is_kept_and_bounded(workspace: Workspace) -> None:
    assert allowed.limit(workspace) == 1
    allowed.set_limit(workspace, 3)
    assert allowed.limit(workspace) == 3
    with pytest.raises(ValueError, match="1 to 16"):
        allowed.set_limit(workspace, 0)


def test_reasons_are_kept_and_the_oldest_go(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_DROPPED", 2)
    for one in store.add(workspace, [entry("a"), entry("b"), entry("c")]):
        with queue_folder.changing(workspace):
            store.drop(workspace, one, f"{one.name} lacks its input", "Make it.")
    assert [kept.entry.name for kept in store.dropped(workspace)] == ["b", "c"]
    assert store.waiting(workspace) == ()


def test_the_newest_reasons_are_kept_when_numbers_begin_anew(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_DROPPED", 2)
    for name in ("a", "b", "c"):
        first, *_ = store.add(workspace, [entry("before"), entry(name)])
        if name == "a":
            store.remove(workspace, first.id)  # this one alone has a higher number
        for one in store.waiting(workspace):
            with queue_folder.changing(workspace):
                store.drop(workspace, one, f"{one.name} lacks its input", "Make it.")
    assert [kept.entry.name for kept in store.dropped(workspace)] == ["before", "c"]
    [only] = store.add(workspace, [entry("d")])
    with queue_folder.changing(workspace):
        store.drop(workspace, only, "d lacks its input", "Make it.")
    assert [kept.entry.name for kept in store.dropped(workspace)] == ["c", "d"]


def drop(workspace: Workspace, *entries: QueueEntry) -> None:
    for one in store.add(workspace, entries):
        with queue_folder.changing(workspace):
            store.drop(workspace, one, f"{one.name} lacks its input", "Make it.")


def test_a_reason_is_forgotten_when_the_same_is_asked_for_again(workspace: Workspace) -> None:
    drop(workspace, entry("a", seed=1), entry("a", seed=2), entry("b"))
    other_profile = msgspec.structs.replace(entry("b"), profile="full")
    store.add(workspace, [entry("a", seed=2), other_profile])
    assert [kept.entry.name for kept in store.dropped(workspace)] == ["a (seed 1)", "b"]


def test_to_clear_forgets_what_was_dropped(workspace: Workspace) -> None:
    drop(workspace, entry("a"))
    (queue_folder.folder(workspace) / store.DROPPED / "bad.json").write_text("{")
    assert store.clear(workspace) == 0
    assert store.dropped(workspace) == ()
    assert list((queue_folder.folder(workspace) / store.DROPPED).iterdir()) == []


@pytest.mark.parametrize(
    ("after_s", "seed", "is_told"),
    [(-1.0, None, True), (1.0, 3, True), (1.0, None, False)],
    ids=["a Run before", "a Run of another seed", "a newer Run"],
)
def test_what_was_dropped_is_told_until_it_has_run(
    workspace: Workspace, after_s: float, seed: int | None, is_told: bool
) -> None:
    drop(workspace, entry("train-act"))
    [reason] = store.dropped(workspace)
    asked = run_request(seed=seed, requested_s=reason.dropped_s + after_s)
    run_folder.begin(workspace, asked)
    assert store.still_dropped(workspace) == ((reason,) if is_told else ())


@pytest.mark.parametrize("act", [allowed.resume, store.clear])
def test_whatever_is_in_the_way_is_told_in_words(
    workspace: Workspace, act: Callable[[Workspace], object]
) -> None:
    (queue_folder.folder(workspace) / allowed.PAUSED).mkdir(parents=True)
    with pytest.raises(queue_folder.QueueUnwritable, match=r"paused\.json"):
        act(workspace)


def test_a_folder_that_cannot_be_read_is_told_in_words(workspace: Workspace) -> None:
    workspace.private.mkdir()
    queue_folder.folder(workspace).symlink_to(queue_folder.folder(workspace))
    for act in (store.clear, lambda one: store.add(one, [])):
        with pytest.raises(queue_folder.QueueUnwritable, match=r"\.robolab/queue"):
            act(workspace)


def test_a_queue_that_cannot_be_written_says_where(workspace: Workspace) -> None:
    workspace.private.mkdir()
    queue_folder.folder(workspace).touch()
    with pytest.raises(queue_folder.QueueUnwritable, match=r"\.robolab/queue"):
        store.add(workspace, [entry("a")])
    assert store.waiting(workspace) == ()


def test_git_sees_nothing_of_it(workspace: Workspace) -> None:
    store.add(workspace, [entry("a")])
    command = ["git", "status", "--porcelain", "--untracked-files=all"]
    assert subprocess.run(command, cwd=workspace.root, capture_output=True).stdout == b""
