"""What to do next, and why a Step is not ticked: sentences worked out from a DayView."""

from dataclasses import dataclass

from lab_tasks.checks.verdict import Blocked, CheckResult, Error, Fail, Inconclusive, Pass
from lab_tasks.runs.model import Finished, Killed, Lost, Run, Stopped
from lab_tasks.runs.no_network import found_no_hub
from lab_tasks.seeds import seed_list
from lab_tasks.trainings import SeedRuns
from tui.rules.day_view import DayView, StepView, has_failed
from tui.rules.gpu_wanted import elsewhere
from tui.rules.lab_state import LabState
from tui.rules.resuming import is_resumable

WHAT_TO_DO = {
    "read": "read it (enter), then tick it (space)",
    "read-code": "open the source (enter), read what is named there, then tick it (space)",
    "glossary": "learn the terms (enter), then tick it (space)",
    "write": "open your file (enter) and write; c checks it",
    "run": "start it (enter); it is ticked when the Run has left its record",
    "robot": "do it at the arm, then tick it (space)",
    "compare": "open the comparison (enter) and write the table with w",
    "reflect": "write it down (enter)",
    "quiz": "answer it (enter); each answer is kept at once",
    "commit": "see what will be committed (enter) and commit it",
    "fresh-clone": "run the fresh-clone test (enter)",
}

AGAIN = ("failed", "stopped", "stale")
"""States of a Step that was ticked or ran, and is to be looked at again."""
UNDER_WAY = ("running", "waiting", "queued")
CHECKS_COME = "the Checks come when all has ended."
WATCH = "Wait, or watch it with enter."
START = "Start what is missing with enter."
START_AGAIN = "Start it again with enter."
RESUME = "R goes on from its last Checkpoint; enter starts it anew."


@dataclass(frozen=True)
class Reason:
    """One thing that stands between a Step and its tick."""

    title: str
    why: str
    remedy: str
    expected: str = ""
    found: str = ""
    source: str = ""
    """`step / deliverable / check`: greps to one line of YAML, one function, one test."""


@dataclass(frozen=True)
class Next:
    """The Step to do next, and why this one."""

    step: StepView
    why: str


def next_step(view: DayView) -> Next | None:
    """Return what to do next in the Day; None when every Step is done."""
    left = [step for step in view.steps if not step.is_done or step.state in AGAIN]
    if not left:
        return None
    ready = [step for step in left if step.state in ("open", *AGAIN)]
    if not ready:
        busy = next((step for step in left if step.state in ("running", "waiting")), left[0])
        if busy.state == "ran":
            return Next(busy, f"{busy.step.title} ran, but a Check waits: w says what for")
        word = busy.state if busy.is_between_seeds else busy.word
        return Next(busy, f"{busy.step.title} is {word}; the rest waits for it")
    first = ready[0]
    if first.state == "failed":
        return Next(first, f"{first.step.title} did not pass: press w to see why")
    if first.state == "stopped":
        return Next(first, f"{first.step.title} was stopped by you: press w to see what to do")
    if first.state == "stale":
        return Next(first, f"{first.step.title} is stale, the course now asks otherwise: press c")
    if first.seeds and first.is_between_seeds:
        rest = seed_list(first.seeds.left)
        return Next(
            first, f"Next, {first.step.title}: {first.seeds.words} are there; enter starts {rest}"
        )
    return Next(first, f"Next, {first.step.title}: {WHAT_TO_DO[first.step.kind]}")


def first_to_show(view: DayView) -> StepView:
    """Return the Step to open a Day at: what is running, else what to do next, else the first."""
    alive = next((step for step in view.steps if step.state in ("running", "waiting")), None)
    advice = next_step(view)
    return alive or (advice.step if advice else view.steps[0])


def why_not_ticked(step: StepView) -> tuple[Reason, ...]:
    """Return every reason why a Step is not (or no longer) ticked; empty when it is."""
    checked = (reason_of(result) for result in results_now(step))
    reasons = (*_by_runs(step), *(reason for reason in checked if reason))
    if reasons or step.state in ("done", "not needed"):
        return reasons
    if step.state == "stale":
        remedy = "Check it again (c); where only you can vouch for it, untick and tick it (space)."
        return (Reason(step.step.title, "The course has changed what it asks here.", remedy),)
    if step.waits_for:
        return (_waiting(step),)
    return (Reason(step.step.title, "It is not done yet.", _do(step)),)


def results_now(step: StepView) -> tuple[CheckResult, ...]:
    """Return what Checks say of a Step, but where its Runs say more, and say it of now."""
    is_settled = step.state not in UNDER_WAY and not _lacks_seeds(step.seeds)
    broke = step.state in ("failed", "stopped") and step.run and has_failed(step.run)
    return step.results if is_settled and (not broke or step.has_result) else ()


def _by_runs(step: StepView) -> tuple[Reason, ...]:
    """Return what the Runs of a Step say now: of each seed once."""
    if step.state in ("done", "not needed"):
        return ()
    if step.seeds and (_lacks_seeds(step.seeds) or step.state in UNDER_WAY):
        return _by_seeds(step, step.seeds) or (_under_way(step),)
    if step.state in UNDER_WAY:
        return (_under_way(step),)
    ended = run_reason(step.run) if step.run else None
    return (ended,) if ended else ()


def _by_seeds(step: StepView, seeds: SeedRuns) -> tuple[Reason, ...]:
    ended = (run_reason(r, step.run) for seed in seeds.left if (r := seeds.broken.get(seed)))
    left = [seed for seed in seeds.left if seed not in seeds.broken]
    again = [seed for seed in left if seed in seeds.outdated]
    never = [seed for seed in left if seed not in seeds.outdated]
    alive, waiting = sorted(seeds.alive), sorted(seeds.waiting - set(seeds.alive))
    busy = [_do_what(alive, "run")] if alive else []
    busy += [_do_what(waiting, "wait")] if waiting else []
    told = [(f"{' and '.join(busy)}; {CHECKS_COME}", WATCH)] if busy else []
    told += [(f"{seed_list(again)}: trained again since the evaluation.", START)] if again else []
    told += [(f"{seed_list(never)}: not run yet.", START)] if never else []
    others = (Reason(step.step.title, why[0].upper() + why[1:], remedy) for why, remedy in told)
    return (*filter(None, ended), *others)


def _lacks_seeds(seeds: SeedRuns | None) -> bool:
    """Whether a Step over seeds has begun, and seeds are missing: then its Checks cannot pass."""
    begun = seeds and (seeds.there or seeds.alive or seeds.waiting or seeds.broken)
    return bool(seeds and begun and seeds.missing)


def _do_what(seeds: list[int], verb: str) -> str:
    return f"{seed_list(seeds)} {verb}{'s' if len(seeds) == 1 else ''}"


def _under_way(step: StepView) -> Reason:
    if step.run and step.run.is_alive:
        return Reason(step.run.id, f"It is {step.word}; {CHECKS_COME}", WATCH)
    return Reason(step.step.title, f"It waits for its turn; {CHECKS_COME}", "The queue starts it.")


def reason_of(result: CheckResult) -> Reason | None:
    """Return a Check's result as a reason; None when it passed."""
    source = f"{result.step} / {result.deliverable} / {result.check}"
    match result.verdict:
        case Pass():
            return None
        case Fail(why, remedy, expected, found):
            return Reason(result.title, why, remedy, expected, found, source)
        case Blocked(by, why, remedy):
            return Reason(result.title, why, remedy or f"First: {by}.", source=source)
        case Inconclusive(why, remedy):
            return Reason(result.title, f"Not settled: {why}", remedy, source=source)
        case Error(why):
            remedy = "This is the tool's fault, not yours: please report it with this line."
            return Reason(result.title, f"The Check broke: {why}", remedy, source=source)


def run_reason(run: Run, shown: Run | None = None) -> Reason | None:
    """Return why a Run left nothing that counts; None while it lives or when it succeeded.

    `shown`: the Run that R goes on with; None: this one.
    """
    if run.is_alive or not has_failed(run):
        return None
    resume = is_resumable(run) and run.id == (shown or run).id
    again = RESUME if resume else START_AGAIN
    remedy = "Read its log (l), mend the cause, and start it again (enter)."
    if resume:
        remedy = f"{RESUME} Its log (l) may tell the cause: mend that first."
    match run.state:
        case Stopped():
            return Reason(run.id, "You stopped it.", again)
        case Killed(_, _, True):
            why = "It ran out of memory: the kernel's own count says so."
            return Reason(
                run.id, why, f"{again} Before: close what else runs, or shrink the batch."
            )
        case Killed(signal, _):
            why = f"Signal {signal} ended it from outside (memory, a shutdown, another program)."
            return Reason(run.id, why, remedy)
        case Lost(why):
            why = f"Nobody saw it end: {why}"
            return Reason(run.id, why, again)
        case Finished(code, _) if code and found_no_hub(run.folder):
            why = f"It could not reach the Hugging Face Hub (exit status {code}; l shows its log)."
            return Reason(run.id, why, _without_hub(run))
        case Finished(code, _) if code:
            return Reason(run.id, f"It ended with exit status {code}.", remedy)
    return Reason(run.id, "It ended well but left no record.json.", remedy)


def _without_hub(run: Run) -> str:
    """Return the ways out where what a Run downloads is not here and cannot be fetched."""
    back = (
        "P goes back to quick, which downloads nothing. Or connect"
        if (run.request.profile == "full")
        else "Connect"
    )
    there = elsewhere(run.request.step)
    return f"{back} this machine and start it again (enter), or run it elsewhere: `{there}`."


def farewell(state: LabState) -> str | None:
    """Return what to tell a student who leaves while Runs are alive; None when none is."""
    if not state.alive:
        return None
    names = ", ".join(run.id for run in state.alive)
    rest = f" {len(state.waiting)} more start by themselves." if state.waiting else ""
    return f"{names} goes on without the app; open it again, anywhere, to watch.{rest}"


def _waiting(step: StepView) -> Reason:
    first = " and ".join(f"“{title}”" for title in step.waits_for)
    return Reason(
        step.step.title, f"It builds on {first}, which is not done.", f"Do {first} first."
    )


def _do(step: StepView) -> str:
    words = WHAT_TO_DO[step.step.kind]
    return words[0].upper() + words[1:] + "."
