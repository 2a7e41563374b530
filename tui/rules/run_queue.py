"""What of a Day `a` puts on the queue: every Run that is left to do, in the Day's order."""

from tui.rules.day_view import DayView, StepView


def left_to_run(view: DayView) -> tuple[StepView, ...]:
    """Return the Steps of the Day that have something to run, are not done and not running."""
    return tuple(
        step
        for step in view.steps
        if step.step.recipe and not step.is_done and not _is_under_way(step)
    )


def _is_under_way(view: StepView) -> bool:
    if view.seeds is not None:
        return not view.seeds.left
    run = view.run
    return view.state == "queued" or (run is not None and (run.is_alive or run.succeeded))
