"""What the lab screen asks when the session offers something: a lab, a place on the queue, …"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual import work

from lab_tasks.queue.entries import QueueEntry, Sweep
from lab_tasks.runs.model import Run
from tui.rules.run_queue import left_to_run
from tui.screens.lab_place import LabPlace
from tui.session.messages import LabNeeded, QueueOffered, ResumeOffered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tui.rules.day_view import StepView
    from tui.rules.resuming import ResumeOffer


class LabOffers(LabPlace):
    """A question for each offer; what is agreed to is done."""

    def on_lab_needed(self, message: LabNeeded) -> None:
        """Offer to make the lab's environment."""
        from tui.screens.confirm import ask

        question = f"{message.why}\n{message.remedy}\n\n{INSTALL_OFFER}"
        ask(self.app, question, "Make it", self.session.install_lab)

    def with_gpu(self, views: Sequence[StepView], act: Callable[[], object]) -> None:
        """Do it; where these Steps ask for a GPU and this machine shows none, ask first."""
        from tui.rules.gpu_wanted import wants_gpu

        profile = self.state.profile
        wanting = [(v.step.title, v.full_id) for v in views if wants_gpu(v.step, profile)]
        self._with_gpu_for(wanting, act)

    def _with_gpu_for(self, wanting: list[tuple[str, str]], act: Callable[[], object]) -> None:
        """Do it; where something wants a GPU (titles and full ids), ask first if none answers."""
        if wanting:
            self.say("Looking for the GPU that is asked for …")
            self._look_for_gpu(wanting, act)
        else:
            act()

    @work(thread=True, group="gpu")
    def _look_for_gpu(self, wanting: list[tuple[str, str]], act: Callable[[], object]) -> None:
        from lab_tasks.lab.nvidia import gpu_answers
        from tui.rules.gpu_wanted import no_gpu_question
        from tui.screens.confirm import ask

        if gpu_answers():
            self.app.call_from_thread(act)
        else:
            self.app.call_from_thread(self.clear_say)
            question = no_gpu_question(wanting)
            self.app.call_from_thread(ask, self.app, question, "Start it", act)

    def on_queue_offered(self, message: QueueOffered) -> None:
        """Offer to let the Run wait for its turn."""
        from tui.screens.confirm import ask

        steps, profile = [Sweep(message.step)], self.state.profile
        question = f"{message.why}\n\nShall it wait for its turn on the queue?"
        act = partial(self.session.put_on_queue, steps, profile)
        ask(self.app, question, "Put it on the queue", act)

    def ask_to_empty(self, waiting: Sequence[QueueEntry]) -> None:
        """Ask with the count, for others may have put something there too."""
        from tui.screens.confirm import ask

        count = len(waiting)
        of_day = {view.full_id for view in self.view.steps}
        others = sum(entry.step not in of_day for entry in waiting)
        told = f" ({others} of other Days)" if others else ""
        question = f"Take all that wait off the queue: {count}{told}? What runs goes on."
        ask(self.app, question, "Empty it", self.session.empty_queue)

    def on_resume_offered(self, message: ResumeOffered) -> None:
        """Show from where, how much and by which command, then go on if the student agrees."""
        self._ask_to_resume(message.offer)

    @work(thread=True, exclusive=True, group="run all")
    def resume_or_run_all(self, broken: tuple[Run, ...]) -> None:
        """Offer the first of these Runs that has a Checkpoint; without one, run all."""
        from tui.rules.resuming import ResumeOffer, offer

        for run in broken:
            with suppress(OSError):  # then it cannot go on, and begins again like the others
                if isinstance(found := offer(self.session.workspace, run), ResumeOffer):
                    self.app.call_from_thread(self._ask_to_resume, found, INSTEAD)
                    return
        self.app.call_from_thread(self.run_what_is_left)

    def run_what_is_left(self) -> None:
        """Queue what is left of the Day; where that wants a GPU, see first that there is one."""
        self.with_gpu(left_to_run(self.view), partial(self.session.run_all, self.day))

    def _ask_to_resume(self, offer: ResumeOffer, note: str = "") -> None:
        from tui.rules.gpu_wanted import names_cuda
        from tui.screens.confirm import ask

        request = offer.request
        wanting = [(request.title, request.step)] if names_cuda(request.args) else []
        act = partial(self.session.resume_run, request)
        agreed = partial(self._with_gpu_for, wanting, act)
        ask(self.app, note + offer.question, "Resume it", agreed)


INSTEAD = (
    "Before all that is left is run: one training can go on. enter on the Step starts it again "
    "from 0; a then queues the rest.\n\n"
)
INSTALL_OFFER = (
    "Shall I make it now? uv downloads about 3 GB once, in the background; what you start "
    "meanwhile waits for it."
)
