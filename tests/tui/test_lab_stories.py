"""A student's hours at the lab screen, told with keys."""

import pytest
from lab_fixture import Lab, opened, step, text_of, until
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Static

from lab_tasks.lab import nvidia
from lab_tasks.progress import progress
from lab_tasks.queue import store
from tui.open_request import OpenRequest
from tui.palette import lab_commands
from tui.screens.confirm import Confirm
from tui.screens.lab import LabScreen
from tui.screens.lab_seeds import run_seeds
from tui.widgets.checklist import Checklist
from tui.widgets.loss_chart import LossChart
from tui.widgets.say_line import SayLine


def said(screen: LabScreen) -> str:
    return str(screen.query_one(SayLine).render())


async def finish_demonstrations(pilot: Pilot[int]) -> LabScreen:
    screen = await opened(pilot)
    screen.checklist.move_to("make-demos")
    await pilot.press("enter")
    await until(pilot, lambda: step(screen, "make-demos").is_done, "the tick")
    return screen


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 45)])
async def test_a_day_opens_at_its_first_open_step(lab: Lab, size: tuple[int, int]) -> None:
    async with lab.open().run_test(size=size) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: "Learn the words" in text_of(screen))

        assert screen.checklist.step_id == "glossary"
        await until(pilot, lambda: "0/18 steps" in text_of(screen))
        assert screen.run_pane.display == (size[0] >= 100)
        assert screen.course_tree.display == (size[0] >= 140)


async def test_a_step_is_never_painted_over_two_lines(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: set[tuple[int, int]] = set()
    draw = Checklist.render_line

    def record(checklist: Checklist, y: int) -> Strip:
        painted.add((checklist.virtual_size.height, checklist.option_count))
        return draw(checklist, y)

    monkeypatch.setattr(Checklist, "render_line", record)
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: "Learn the words" in text_of(screen))
        assert screen.checklist.max_scroll_y > 0, "a scroll bar took some of its width"

    assert all(lines <= steps for lines, steps in painted if steps), painted


async def test_space_ticks_and_unticks_what_only_the_student_can_vouch_for(lab: Lab) -> None:
    async with lab.open().run_test() as pilot:
        screen = await opened(pilot)

        await pilot.press("space")
        await until(pilot, lambda: step(screen, "glossary").level == "attested")
        ticked = progress.load(lab.workspace).steps
        await pilot.press("space")
        await until(pilot, lambda: not step(screen, "glossary").is_done)

        assert ticked["robo47/day19/glossary"].level == "attested"
        assert not progress.load(lab.workspace).steps


async def test_ticks_of_steps_that_the_course_lost_are_told_at_the_opening(lab: Lab) -> None:
    for name in ("glossary", "renamed-away", "gone"):
        progress.tick(lab.workspace, f"robo47/day19/{name}", "attested")

    async with lab.open().run_test(size=(160, 45)) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: "2 ticks" in said(screen), "the word about them")

        assert "day19/gone and day19/renamed-away" in said(screen)
        assert step(screen, "glossary").is_done


async def test_next_goes_to_what_is_open_and_says_why(lab: Lab) -> None:
    async with lab.open().run_test() as pilot:
        screen = await opened(pilot)
        await pilot.press("space")
        await until(pilot, lambda: step(screen, "glossary").is_done)

        await pilot.press("n")

        assert screen.checklist.step_id == "paper"
        assert "read it" in said(screen)


async def test_why_names_expected_found_and_remedy(lab: Lab) -> None:
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        screen.checklist.move_to("make-demos")
        await pilot.press("c")
        await until(pilot, lambda: step(screen, "make-demos").results, "the check")

        await pilot.press("w")
        await until(pilot, lambda: "→" in text_of(screen))

        shown = text_of(screen)
        assert "robo47/day19/make-demos / demonstrations" in shown
        assert "×" in shown


async def test_a_key_that_cannot_act_says_why(lab: Lab) -> None:
    async with lab.open().run_test() as pilot:
        screen = await opened(pilot)
        screen.checklist.move_to("train-act")
        await pilot.pause()

        await pilot.press("l")
        no_log = said(screen)
        await pilot.press("space")
        not_by_word = said(screen)
        await pilot.press("enter")
        blocked = said(screen)

        assert no_log == "This Step never ran, so it has no log."
        assert "proved by Checks" in not_by_word
        assert "Make 100 demonstrations" in blocked
        assert not screen.state.runs


async def test_a_run_that_ends_well_ticks_its_step(lab: Lab) -> None:
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await finish_demonstrations(pilot)

        assert step(screen, "make-demos").level == "executed"
        assert progress.load(lab.workspace).steps["robo47/day19/make-demos"].level == "executed"
        assert step(screen, "train-act").state == "open"


async def test_reopened_during_a_run_it_opens_at_that_run(lab: Lab) -> None:
    async with lab.open().run_test(size=(160, 45)) as pilot:
        screen = await finish_demonstrations(pilot)
        lab.hold_at(50)
        screen.checklist.move_to("train-act")
        await pilot.press("enter")
        await until(pilot, lambda: step(screen, "train-act").state == "running")
        await pilot.press("q")

    async with lab.open(day=None).run_test(size=(160, 45)) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: screen.checklist.step_id == "train-act", "the running Step")


async def test_the_curve_ends_at_the_exact_last_step_before_and_after_reopening(lab: Lab) -> None:
    async with lab.open().run_test(size=(160, 45)) as pilot:
        screen = await finish_demonstrations(pilot)
        lab.hold_at(1250)
        screen.checklist.move_to("train-act")
        await pilot.press("enter")
        chart = screen.query_one(LossChart)
        await until(pilot, lambda: _last_x(chart) == 1250, "step 1,250")
        await until(pilot, lambda: "1,250" in text_of(screen), "the axis")
        await pilot.press("q")

    async with lab.open().run_test(size=(160, 45)) as pilot:
        screen = await opened(pilot)
        screen.checklist.move_to("train-act")
        chart = screen.query_one(LossChart)
        await until(pilot, lambda: _last_x(chart) == 1250, "the curve after reopening")
        steps = [x for x, _ in chart.drawn_curves["loss"]]
        assert steps == list(range(50, 1251, 50)), "the curve has no hole"
        lab.go_on()
        await until(pilot, lambda: step(screen, "train-act").is_done, "the tick")
        run = step(screen, "train-act").run
        assert run
        total = int(run.request.flag("steps") or 0)
        await until(pilot, lambda: _last_x(chart) == total, "the last step")


async def test_a_failed_run_says_why_and_leaves_the_step_open(lab: Lab) -> None:
    (lab.workspace.root / "fail").touch()
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        screen.checklist.move_to("make-demos")
        await pilot.press("enter")
        await until(pilot, lambda: step(screen, "make-demos").state == "failed", "the failure")

        await pilot.press("w")
        await until(pilot, lambda: "exit status 1" in text_of(screen))

        assert not step(screen, "make-demos").is_done


async def test_stop_asks_first(lab: Lab) -> None:
    lab.hold_at(3)
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        screen.checklist.move_to("make-demos")
        await pilot.press("enter")
        await until(pilot, lambda: step(screen, "make-demos").state == "running", "the Run")

        await pilot.press("s", "n")
        still = step(screen, "make-demos").state
        await pilot.press("s", "y")
        await until(pilot, lambda: step(screen, "make-demos").state == "stopped", "the stop")

        assert still == "running"
        await until(pilot, lambda: "stopped by you" in text_of(screen), "the pane's word")
        assert "■ Make" in text_of(screen)


async def test_why_follows_the_step_as_its_run_goes_on(lab: Lab) -> None:
    lab.hold_at(3)
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        screen.checklist.move_to("make-demos")
        await pilot.press("w")
        reasons = screen.step_text.query_one("#reasons", Static)
        assert "It is not done yet" in str(reasons.render())

        await pilot.press("enter")
        await until(pilot, lambda: "It is running" in str(reasons.render()), "what is true now")
        await pilot.press("s", "y")
        await until(pilot, lambda: "You stopped it" in str(reasons.render()), "the stop")
        assert "running" not in str(reasons.render())

        lab.go_on()
        await pilot.press("enter")
        await until(pilot, lambda: step(screen, "make-demos").is_done, "the tick")
        await until(pilot, lambda: not reasons.display, "nothing left to tell")


async def test_run_all_needs_no_app_and_goes_on_with_what_needs_no_failed_run(lab: Lab) -> None:
    lab.hold_at(50)  # demonstrations pass through it too: they have 100 episodes
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await pilot.press("a")
        await until(pilot, lambda: step(screen, "make-demos").state == "running", "the first")
        await until(pilot, lambda: "waiting" in text_of(screen), "the header")
        assert step(screen, "train-cloning").state == "queued"
        await pilot.press("q")
    (lab.workspace.root / "fail").touch()
    lab.go_on()

    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: not screen.state.queue, "the end of the queue")

        await until(pilot, lambda: step(screen, "evaluate-expert").run, "what needs nothing")
        assert step(screen, "make-demos").state == "failed"
        assert step(screen, "train-cloning").run is None


async def test_the_cursor_goes_along_with_the_queue(lab: Lab) -> None:
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await finish_demonstrations(pilot)
        lab.hold_at(50)
        await pilot.press("a")
        await until(pilot, lambda: step(screen, "train-cloning").state == "running", "the next")

        assert screen.checklist.step_id == "train-cloning"


async def test_the_cursor_stays_at_what_was_stopped_when_the_next_run_starts(lab: Lab) -> None:
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await finish_demonstrations(pilot)
        lab.hold_at(50)
        await pilot.press("a")
        await until(pilot, lambda: step(screen, "train-cloning").state == "running", "the first")
        await pilot.press("s")
        await until(pilot, lambda: isinstance(pilot.app.screen, Confirm), "the question")
        await pilot.press("y")
        await until(pilot, lambda: step(screen, "train-act").state == "running", "the next")

        assert screen.checklist.step_id == "train-cloning"
        await until(pilot, lambda: "■ stopped by you" in text_of(screen), "what was stopped")


async def test_another_step_shows_its_text_where_a_run_had_taken_its_place(lab: Lab) -> None:
    async with lab.open().run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        screen.checklist.move_to("make-demos")
        await until(pilot, lambda: "v: its Run" in text_of(screen), "the key")
        screen.show_run()  # as enter does, when it starts or watches the Run
        await until(pilot, lambda: screen.run_pane.display, "the Run")
        await until(pilot, lambda: "v: its text" in text_of(screen), "the key")

        await pilot.press("up")
        await until(pilot, lambda: screen.step_text.display, "the text")

        assert not screen.run_pane.display


async def test_without_a_gpu_a_recipe_that_wants_one_is_started_only_when_agreed(
    lab: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nvidia, "gpu_answers", lambda: False)
    progress.set_profile(lab.workspace, "full")
    async with lab.open(day=15).run_test(size=(120, 36)) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: "not measured" in text_of(screen), "the minutes")
        view = step(screen, "train-bc-phases")
        screen.checklist.move_to(view.step.id)
        await until(pilot, lambda: "? min" in text_of(screen), "the Step's minutes")
        run_seeds(screen, view, view.seeds)  # type: ignore[arg-type]
        await until(pilot, lambda: pilot.app.screen.query("#question"), "the question")
        shown = str(pilot.app.screen.query_one("#question", Static).render())

        assert "names device=cuda, but no NVIDIA GPU answers on this machine" in shown
        assert "P goes back to the profile quick" in shown
        assert "robolab-tui run day15/train-bc-phases --place NAME" in shown
        await pilot.press("n")
        await until(pilot, lambda: pilot.app.screen is screen, "the Day")
        screen.resume_or_run_all(())  # as `a` does where a training broke off without a Checkpoint
        await until(pilot, lambda: pilot.app.screen.query("#question"), "the question again")
        assert store.waiting(lab.workspace) == ()


def test_what_a_student_calls_a_key_finds_it_in_the_palette(lab: Lab) -> None:
    screen = LabScreen(OpenRequest(lab.course, lab.workspace))
    titles = [each.title for each in lab_commands(screen)]

    found = {word: [t for t in titles if word in t] for word in ("quiz", "glossary", "editor")}

    assert "(enter)" in found["quiz"][0]
    assert "(ctrl+g)" in found["glossary"][0]
    assert ["(e)" in found["editor"][0], "(E)" in found["editor"][1]] == [True, True]


async def test_hostile_text_in_a_log_is_only_text(lab: Lab) -> None:
    async with lab.open().run_test(size=(120, 36)) as pilot:
        screen = await finish_demonstrations(pilot)
        await pilot.press("l")
        await until(pilot, lambda: "plain line" in text_of(pilot.app.screen), "the log")

        shown = text_of(pilot.app.screen)
        assert "[@click=app.quit]press me[/] [/red]" in shown
        assert "\x1b" not in shown
        assert "owned" not in shown
        assert screen.is_attached


async def test_a_terminal_that_is_too_small_gets_a_calm_message_and_can_quit(lab: Lab) -> None:
    app = lab.open()
    async with app.run_test(size=(40, 10)) as pilot:
        screen = await opened(pilot)
        await until(pilot, lambda: "60x16" in text_of(screen))

        await pilot.press("q")

        assert app.return_value == 0


def _last_x(chart: LossChart) -> float | None:
    curve = chart.drawn_curves.get("loss", ())
    return curve[-1][0] if curve else None
