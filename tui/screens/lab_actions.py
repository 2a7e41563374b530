"""What the lab screen's keys do. The panes and what arrives in them are in `lab.py`."""

from __future__ import annotations

from functools import partial

from lab_tasks.queue.entries import Sweep
from tui.exit_code import ExitCode
from tui.rules.guidance import farewell, next_step
from tui.rules.run_queue import left_to_run
from tui.screens.lab_notes import LabNotes
from tui.session.messages import LabNeeded


class LabActions(LabNotes):
    """An action for each key of the lab screen."""

    def action_do_step(self) -> None:
        """Do what the Step needs."""
        from tui.screens.lab_doing import do_step

        if self.step:
            do_step(self, self.step)

    def action_tick(self) -> None:
        """Tick or untick an attested Step."""
        from lab_tasks.progress.course_asks import digest_of
        from tui.rules.progress_edits import Tick, Untick

        if self.step is None:
            return
        name, asked = self.step.full_id, digest_of(self.step.step)
        edit = Untick(name) if self.step.level else Tick(name, "attested", asked=asked)
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
        reasons = self.step_text.tell_why(self.step)
        self.show_text()
        if not reasons:
            self.say(f"{self.step.step.title} is ticked ({self.step.word}).")
        elif not (self.step.results or self.step.waits_for or self.step.run):
            self.say("Nothing was checked yet in this session: c checks this Day.")

    def action_hint(self) -> None:
        """Show one more hint."""
        if self.step:
            self.show_text()
            self.say(self.step_text.show_hint(self.step.step.hints))

    def action_run_all(self) -> None:
        """Run what is left of the Day, behind what waits; with nothing left empty the queue (asks).

        Where a training broke off, going on with it comes first, or the emptying.
        """
        left, waits = left_to_run(self.view), bool(self.state.waiting)
        broken = tuple(
            run
            for view in left
            for run in view.broken_off
            if run.request.profile == self.state.profile
        )
        if self.state.paused:
            self.session.go_on()
            self.say("The queue goes on.")
        elif waits and (broken or not left):
            self.ask_to_empty(self.state.waiting)
        elif broken:
            self.resume_or_run_all(broken)
        else:
            self.run_what_is_left()

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
            seeds = self.step.seeds
            if seeds and seeds.newest:
                screen = monitor_of(self.session, seeds.newest, group=self.step.step.id)
            else:
                runs = with_group([self.step.run], self.state.runs)
                screen = monitor_of(self.session, runs)
            self.app.push_screen(screen)

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
                    sweeps = [Sweep(step.full_id, seeds)]
                    act = partial(self.session.put_on_queue, sweeps, profile)
                    self.with_gpu([step], act)

            wanted = step.seeds.left or step.seeds.wanted if step.seeds else ()
            self.app.push_screen(AskSeeds(step.step.title, wanted), answered)

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
        from tui.screens.fresh_clone import FreshCloneScreen
        from tui.screens.lab_doing import fresh_clone_day

        day = fresh_clone_day(self.request.course, self.day)
        if day:
            source = self.request.fresh_clone_source
            self.app.push_screen(FreshCloneScreen(self.session, day, source))

    def action_toggle_run(self) -> None:
        """Swap the Step's text and its Run where both do not fit."""
        if self.has_class("-run"):
            self.show_text()
        else:
            self.show_run()

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

        self.app.push_screen(HelpScreen.of_lab(self.focused.id if self.focused else None))

    def action_quit(self) -> None:
        """Leave, and say in the terminal which Runs go on, and what could not be saved."""
        unsaved = self.session.unsaved
        words = [str(unsaved) if unsaved else None, farewell(self.state)]
        status = ExitCode.ENVIRONMENT if unsaved else ExitCode.PASS
        self.app.exit(status, message="\n".join(filter(None, words)) or None)

    def _watch_run(self, full_id: str | None) -> None:
        found = self.request.course.find_step(full_id) if full_id else None
        if found:
            self.open_day(found[0], found[1].id)
            self.show_run()

    def _go(self, by: int) -> None:
        days = self.request.course.days
        self.open_day(days[days.index(self.day) + by])


PROFILE_WORDS = {
    "quick": "minutes on two cores, learned from states",
    "full": "the published settings, on a GPU",
}
