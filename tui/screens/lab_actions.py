"""What the lab screen's keys do. The panes and what arrives in them are in `lab.py`."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual import work

from lab_tasks.runs.model import Run
from tui.exit_code import ExitCode
from tui.rules.day_view import broke_off
from tui.rules.guidance import farewell, next_step, why_not_ticked
from tui.rules.run_queue import left_to_run
from tui.screens.lab_place import LabPlace
from tui.session.messages import EmptyingOffered, LabNeeded, QueueOffered, ResumeOffered

if TYPE_CHECKING:
    from tui.rules.resuming import ResumeOffer


class LabActions(LabPlace):
    """An action for each key of the lab screen."""

    def action_do_step(self) -> None:
        """Do what the Step needs."""
        from tui.rules.step_doing import do_step

        if self.step:
            do_step(self, self.step)

    def action_tick(self) -> None:
        """Tick or untick an attested Step."""
        from tui.rules.progress_edits import Tick, Untick

        if self.step is None:
            return
        edit = Untick(self.step.full_id) if self.step.level else Tick(self.step.full_id, "attested")
        self.session.tick(edit)

    def action_check(self) -> None:
        """Check the Day."""
        self.say(f"Checking Day {self.day.number} …")
        self.session.check_day(self.day)

    def action_next_step(self) -> None:
        """Go to what to do next, and say why."""
        advice = next_step(self.view)
        if advice is None:
            self.say(f"Day {self.day.number} is done: every Step is ticked.")
            return
        self.checklist.move_to(advice.step.step.id)
        self.checklist.focus()
        self.say(advice.why)

    def action_why(self) -> None:
        """Show why the Step is not ticked."""
        if self.step is None:
            return
        reasons = why_not_ticked(self.step)
        self.step_text.show_reasons(reasons)
        self.remove_class("-run")
        if not reasons:
            self.say(f"{self.step.step.title} is ticked ({self.step.word}).")
        elif not self.step.results:
            self.say("Nothing was checked yet in this session: c checks this Day.")

    def action_hint(self) -> None:
        """Show one more hint."""
        if self.step:
            self.remove_class("-run")
            self.say(self.step_text.show_hint(self.step.step.hints))

    def action_run_all(self) -> None:
        """Run what is left of the Day; first offer to go on where a training broke off."""
        broken = tuple(
            view.run
            for view in left_to_run(self.view)
            if view.run and broke_off(view.run) and view.run.request.profile == self.state.profile
        )
        if broken and not self.state.waiting and not self.state.paused:
            self._resume_or_run_all(broken)
        else:
            self.session.run_all(self.day)

    def action_stop_run(self) -> None:
        """Ask, then stop the Step's Run."""
        from tui.screens.confirm import ask_to_stop

        if self.step and self.step.run:
            ask_to_stop(self.app, self.session, self.step.run)

    async def action_log(self) -> None:
        """Show the Run's log full screen."""
        from tui.screens.log import LogScreen

        if self.step and self.step.run:
            await self.app.push_screen(LogScreen.of_run(self.session, self.step.run))

    def action_monitor(self) -> None:
        """Watch the Step's Run full screen, beside those that differ only in their seed."""
        from tui.screens.run_monitor import monitor_of, with_group

        if self.step and self.step.run:
            runs = with_group([self.step.run], self.state.runs)
            self.app.push_screen(monitor_of(self.session, runs))

    def action_resume_run(self) -> None:
        """Offer to go on from the last Checkpoint of the Step's Run."""
        if self.step and self.step.run:
            self.say(f"Looking for the last complete Checkpoint of {self.step.run.id} …")
            self.session.offer_resume(self.step.run)

    def action_seeds(self) -> None:
        """Ask for seeds, and queue the Step's Run over them."""
        from tui.screens.ask_seeds import AskSeeds

        if self.step:
            step, profile = self.step, self.state.profile

            def answered(seeds: tuple[int, ...] | None) -> None:
                if seeds:
                    self.session.put_on_queue([step.full_id], profile, seeds)

            self.app.push_screen(AskSeeds(step.step.title), answered)

    def action_compare(self) -> None:
        """Compare the Day's policies."""
        from tui.screens.compare import CompareScreen

        self.app.push_screen(CompareScreen(self.session, self.day))

    def action_commit(self) -> None:
        """See what will be committed."""
        from tui.screens.commit import CommitScreen

        self.app.push_screen(CommitScreen(self.session, self.day))

    def action_runs(self) -> None:
        """List all Runs."""
        from tui.screens.runs import RunsScreen

        self.app.push_screen(RunsScreen(self.session), self._watch_run)

    def action_fresh_clone(self) -> None:
        """Show the fresh-clone test."""
        from tui.rules.step_doing import fresh_clone_day
        from tui.screens.fresh_clone import FreshCloneScreen

        day = fresh_clone_day(self.request.course, self.day)
        if day:
            source = self.request.fresh_clone_source
            self.app.push_screen(FreshCloneScreen(self.session, day, source))

    def action_toggle_run(self) -> None:
        """Swap the Step's text and its Run where both do not fit."""
        self.toggle_class("-run")

    def action_toggle_tree(self) -> None:
        """Show or hide the Course tree."""
        self.toggle_class("-no-tree" if self.has_class("-wide") else "-tree")
        if self.course_tree.display:
            self.course_tree.focus()
        else:
            self.checklist.focus()

    def action_day_text(self) -> None:
        """Read the Day's own words."""
        from tui.screens.reader import ReaderScreen
        from tui.words.course_text import day_markdown

        title = f"Day {self.day.number}: {self.day.title}"
        self.app.push_screen(ReaderScreen(title, day_markdown(self.day)))

    def action_log_scale(self) -> None:
        """Switch the curve's axis."""
        scale = "logarithmic" if self.run_pane.toggle_log() else "linear"
        self.say(f"The curve's axis is {scale}.")

    def action_previous_day(self) -> None:
        """Go to the Day before."""
        self._go(-1)

    def action_next_day(self) -> None:
        """Go to the Day after."""
        self._go(1)

    def action_profile(self) -> None:
        """Switch between quick and full."""
        wanted = "full" if self.state.profile == "quick" else "quick"
        self.session.set_profile(wanted)
        self.say(f"The profile is {wanted} now: {PROFILE_WORDS[wanted]}.")

    def action_install_lab(self) -> None:
        """Offer to make the lab's environment."""
        from lab_tasks.lab import lab_environment

        missing = self.state.lab
        if isinstance(missing, lab_environment.Missing):
            self.on_lab_needed(LabNeeded(missing.why, missing.remedy))

    def action_everything(self) -> None:
        """Open the command palette."""
        self.app.action_command_palette()

    def action_help(self) -> None:
        """Explain what has the focus."""
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.focused.id if self.focused else None))

    def action_quit(self) -> None:
        """Leave, and say in the terminal which Runs go on, and what could not be saved."""
        unsaved = self.session.unsaved
        words = [str(unsaved) if unsaved else None, farewell(self.state)]
        status = ExitCode.ENVIRONMENT if unsaved else ExitCode.PASS
        self.app.exit(status, message="\n".join(filter(None, words)) or None)

    def on_lab_needed(self, message: LabNeeded) -> None:
        """Offer to make the lab's environment."""
        from tui.screens.confirm import ask

        question = f"{message.why}\n{message.remedy}\n\n{INSTALL_OFFER}"
        ask(self.app, question, "Make it", self.session.install_lab)

    def on_queue_offered(self, message: QueueOffered) -> None:
        """Offer to let the Run wait for its turn."""
        from tui.screens.confirm import ask

        steps, profile = [message.step], self.state.profile
        question = f"{message.why}\n\nShall it wait for its turn on the queue?"
        act = partial(self.session.put_on_queue, steps, profile)
        ask(self.app, question, "Put it on the queue", act)

    def on_emptying_offered(self, message: EmptyingOffered) -> None:
        """Ask with the count, for others may have put something there too."""
        from tui.screens.confirm import ask

        count = len(message.waiting)
        of_day = {view.full_id for view in self.view.steps}
        others = sum(entry.step not in of_day for entry in message.waiting)
        told = f" ({others} of other Days)" if others else ""
        question = f"Take all that wait off the queue: {count}{told}? What runs goes on."
        ask(self.app, question, "Empty it", self.session.empty_queue)

    def on_resume_offered(self, message: ResumeOffered) -> None:
        """Show from where, how much and by which command, then go on if the student agrees."""
        self._ask_to_resume(message.offer)

    @work(thread=True, exclusive=True, group="run all")
    def _resume_or_run_all(self, broken: tuple[Run, ...]) -> None:
        """Offer the first of these Runs that has a Checkpoint; without one, run all."""
        from tui.rules.resuming import ResumeOffer, offer

        for run in broken:
            with suppress(OSError):  # then it cannot go on, and begins again like the others
                if isinstance(found := offer(self.session.workspace, run), ResumeOffer):
                    self.app.call_from_thread(self._ask_to_resume, found, INSTEAD)
                    return
        self.app.call_from_thread(self.session.run_all, self.day)

    def _ask_to_resume(self, offer: ResumeOffer, note: str = "") -> None:
        from tui.screens.confirm import ask

        act = partial(self.session.resume_run, offer.request)
        ask(self.app, note + offer.question, "Resume it", act)

    def _watch_run(self, full_id: str | None) -> None:
        found = self.request.course.find_step(full_id) if full_id else None
        if found:
            self.open_day(found[0], found[1].id)
            self.add_class("-run")

    def _go(self, by: int) -> None:
        days = self.request.course.days
        self.open_day(days[days.index(self.day) + by])


PROFILE_WORDS = {
    "quick": "minutes on two cores, learned from states",
    "full": "the published settings, on a GPU",
}
INSTEAD = (
    "Before all that is left is run: one training can go on. enter on the Step starts it again "
    "from 0; a then queues the rest.\n\n"
)
INSTALL_OFFER = (
    "Shall I make it now? uv downloads about 3 GB once, in the background; what you start "
    "meanwhile waits for it."
)
