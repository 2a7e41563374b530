"""What enter does on a Step that runs over training seeds: the missing ones go on the queue."""

from typing import TYPE_CHECKING

from lab_tasks.queue.entries import Sweep
from lab_tasks.seeds import seed_list
from lab_tasks.trainings import SeedRuns
from tui.rules.day_view import StepView
from tui.rules.lab_state import LabState

if TYPE_CHECKING:
    from tui.screens.lab_actions import LabActions


def run_seeds(lab: "LabActions", view: StepView, seeds: SeedRuns) -> None:
    """Queue what is left; say what is under way; where all are there, ask before running again."""
    lab.show_run()
    if seeds.left:
        what = f"{view.step.title}: {seed_list(seeds.left)} on the queue …"
        _queue(lab, view, view.to_queue, what)
    elif seeds.alive or seeds.waiting:
        lab.say(under_way(view, seeds, lab.state))
    else:
        from tui.screens.confirm import ask

        count = len(seeds.wanted)
        question = f"{view.step.title} has {seeds.words}. Run all {count} again? Earlier Runs stay."
        again = Sweep(view.full_id, seeds.wanted)
        ask(lab.app, question, "Run again", lambda: _queue(lab, view, again, "On the queue …"))


def _queue(lab: "LabActions", view: StepView, sweep: Sweep, what: str) -> None:
    profile = lab.state.profile

    def act() -> None:
        lab.say(what)
        lab.session.put_on_queue([sweep], profile)

    lab.with_gpu([view], act)


def under_way(view: StepView, seeds: SeedRuns, state: LabState) -> str:
    """Return in a sentence or two what of the Step runs and what waits."""
    alive = " and ".join(f"{seeds.alive[s].id} (seed {s})" for s in sorted(seeds.alive))
    told = [f"{seeds.words} are there."]
    if alive:
        told.append(f"{alive} {'run' if len(seeds.alive) > 1 else 'runs'}: l shows the log.")
    if seeds.waiting:
        wait = "wait" if len(seeds.waiting) > 1 else "waits"
        told.append(f"{seed_list(seeds.waiting).capitalize()} {wait}.")
    if state.paused:
        told.append(f"The queue stands still: {state.paused.why} a goes on.")
    return f"{view.step.title}: {' '.join(told)}"
