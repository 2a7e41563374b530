"""`robolab-tui run STEP`: puts a Step's Run on the queue, which outlives this command."""

import json
import os
import sys
from argparse import Namespace

from course.model import Course, Day, Profile, Step
from lab_tasks import recipes, references
from lab_tasks.commits.plumbing import GitFailed, GitMissing
from lab_tasks.lab.nvidia import gpu_answers
from lab_tasks.progress import progress
from lab_tasks.queue import allowed, runner, store, sweep
from lab_tasks.queue.entries import QueueEntry, Sweep
from lab_tasks.queue.queue_folder import QueueProblem, unwritable
from lab_tasks.remote.places import PlacesDamaged, find_place
from lab_tasks.runs.store import list_runs
from lab_tasks.sanitise import clean_line
from lab_tasks.seeds import recipe_seed, seed_list
from lab_tasks.trainings import seed_runs
from lab_tasks.workspace import Workspace
from lab_tasks.workspace_setup import (
    WorkspaceUnwritable,
    holds_nothing_else,
    is_set_up,
    set_up,
)
from tui import given_course
from tui.cli import complain, find_workspace
from tui.exit_code import ExitCode
from tui.rules.gpu_wanted import NO_GPU, wants_gpu

LOCAL = "local"


class Refused(Exception):
    """The words do not name what can be run; what is wrong and what to write instead."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        super().__init__(what, remedy)


def run(words: Namespace) -> int:
    """Put it on the queue and see that the queue runs; with `--now` start it past the queue."""
    workspace = Workspace(find_workspace(words))
    try:
        course = given_course.read(words.course)
        day, step = find_step(course, words.step)
        profile = _profile(workspace, words, step)
        seeds = _seeds(words, step, profile)
        if words.place is None:
            _refuse_without_gpu(words, step, profile)
        if words.now:
            return _start_now(workspace, course, day, step, profile, words)
        find_place(workspace, words.place or LOCAL)
        if seeds is None:
            seeds = _missing_seeds(workspace, course, day, step, profile)
            if not seeds and step.training_seeds(profile):
                return _nothing_missing(words, step, profile)
        added = sweep.enqueue(
            workspace,
            [Sweep(references.full_id(course, day, step), seeds)],
            profile,
            sweep.course_name(course),
            place=words.place or LOCAL,
        )
        allowed.resume(workspace)
    except (sweep.SeedsUnclear, PlacesDamaged) as error:
        complain(str(error))
        return ExitCode.USAGE
    except Refused as refused:
        complain(refused.what, refused.remedy)
        return ExitCode.USAGE
    except (QueueProblem, progress.ProgressError) as error:
        complain(str(error))
        return ExitCode.ENVIRONMENT
    _tell(added, words.run_format)
    _warn_of_rehearsal(step, profile)
    _begin_folder(workspace, course, profile)
    return _go_on(workspace, words.run_format)


def _begin_folder(workspace: Workspace, course: Course, profile: Profile) -> None:
    """Set up a folder that the app has never opened; where other files lie, say what it lacks."""
    if is_set_up(workspace):
        return
    where = clean_line(str(workspace.root))
    if not holds_nothing_else(workspace):
        complain(
            f"{where} was not begun yet: it has no .gitignore and requirements.txt of a Workspace.",
            f"Open it in the app once, before you commit: `robolab-tui --workspace {where}`.",
        )
        return
    before = set(os.listdir(workspace.root))
    try:
        set_up(workspace, course.id, profile)
    except (WorkspaceUnwritable, GitMissing, GitFailed, progress.ProgressError) as problem:
        complain(f"{where} is no whole Workspace yet: {problem}")
        return
    written = ", ".join(sorted(set(os.listdir(workspace.root)) - before))
    sys.stderr.write(f"{where} is your workspace now, as the app makes one: wrote {written}.\n")


def find_step(course: Course, name: str) -> tuple[Day, Step]:
    """Return the Step that `train-act`, `day19/train-act` or a full id names. Raises Refused."""
    found = [
        (day, step)
        for day in course.days
        for step in day.steps
        if references.is_meant(course, day, step, name)
    ]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(f"{day.id}/{step.id}" for day, step in found)
        raise Refused(f"{clean_line(name)} is a Step of several Days.", f"Name one: {names}.")
    runs = [step.id for day in course.days for step in day.steps if step.recipe]
    near = ", ".join(one for one in runs if name.rpartition("/")[2][:5] in one) or ", ".join(runs)
    raise Refused(f"{course.id} has no Step {clean_line(name)!r}.", f"These run something: {near}.")


def _profile(workspace: Workspace, words: Namespace, step: Step) -> Profile:
    chosen: Profile | None = words.profile
    profile = chosen or progress.read_only(workspace).profile
    if step.recipe is None:
        raise Refused(f"{step.id} runs nothing.", "Read its text in the app.")
    if profile not in step.recipe.profiles:
        known = ", ".join(sorted(step.recipe.profiles))
        why = step.why_not_needed(profile) or f"it has no recipe for {profile}"
        raise Refused(f"{step.id} runs nothing in {profile}: {why}.", f"It runs in: {known}.")
    return profile


def _refuse_without_gpu(words: Namespace, step: Step, profile: Profile) -> None:
    """Raise Refused where the Recipe asks for a GPU, none answers here and no place is named."""
    if not wants_gpu(step, profile) or gpu_answers():
        return
    name = f"robolab-tui run {words.step}"
    remedy = (
        f"Run the quick one: `{name} --profile quick`. On a machine that has one: `{name} --place "
        f"NAME`. Here all the same: `{name} --place {LOCAL}`."
    )
    raise Refused(f"{step.id} names device=cuda, but {NO_GPU}.", remedy)


def _seeds(words: Namespace, step: Step, profile: Profile) -> tuple[int, ...] | None:
    """Return the seeds asked for; None: none are. Raises Refused, SeedsUnclear."""
    if words.seeds is None:
        return None
    if recipe_seed(step, profile) is None and not step.training_seeds(profile):
        raise Refused(f"The recipe of {step.id} names no seed.", recipes.NO_SEED)
    return sweep.parse_seeds(words.seeds)


def _missing_seeds(
    workspace: Workspace, course: Course, day: Day, step: Step, profile: Profile
) -> tuple[int, ...]:
    """Return the Recipe's training seeds of which nothing good is there and nothing under way."""
    if not step.training_seeds(profile):
        return ()
    waiting = store.waiting(workspace)  # first: an entry goes when its Run is there
    runs = list_runs(workspace)
    return seed_runs(course, day, step, profile, runs, waiting).left


def _nothing_missing(words: Namespace, step: Step, profile: Profile) -> ExitCode:
    seeds = step.training_seeds(profile)
    if words.run_format == "json":
        sys.stdout.write(json.dumps({"queued": []}) + "\n")
    sys.stderr.write(
        f"{step.id} has a good Run of every seed, or one under way: {seed_list(seeds)}. "
        f"`--seeds {','.join(map(str, seeds))}` runs them again.\n"
    )
    return ExitCode.PASS


def _start_now(
    workspace: Workspace, course: Course, day: Day, step: Step, profile: Profile, words: Namespace
) -> int:
    from tui.rules.lab_state import LabState
    from tui.rules.run_start import start
    from tui.rules.start_outcome import Started

    if words.seeds or words.place not in (None, LOCAL) or step.training_seeds(profile):
        raise Refused("--now starts one Run on this machine.", "Leave out --now: the queue does.")
    outcome = start(course, day, step, workspace, LabState(profile=profile))
    if not isinstance(outcome, Started):
        complain(outcome.why, outcome.remedy)
        return ExitCode.ENVIRONMENT
    _begin_folder(workspace, course, profile)
    if words.run_format == "json":
        sys.stdout.write(json.dumps({"started": outcome.run.id}) + "\n")
    else:
        sys.stdout.write(f"started {outcome.run.id}\n")
    return ExitCode.PASS


def _tell(added: tuple[QueueEntry, ...], form: str) -> None:
    if form == "json":
        facts = [{"entry": e.id, "step": e.step, "seed": e.seed, "group": e.group} for e in added]
        sys.stdout.write(json.dumps({"queued": facts}, indent=1) + "\n")
        return
    for entry in added:
        sys.stdout.write(f"queued {entry.name}\n")


def _warn_of_rehearsal(step: Step, profile: Profile) -> None:
    own = step.recipe.profiles.get(profile) if step.recipe else None
    if own and own.rehearsal:
        sys.stderr.write(f"A rehearsal, not a result: {own.rehearsal.strip()}\n")


def _go_on(workspace: Workspace, form: str) -> ExitCode:
    """See that the queue runs; say on stderr how far it is."""
    try:
        runner.ensure_running(workspace)
        count, limit = len(store.yet_to_begin(workspace)), allowed.limit(workspace)
    except (QueueProblem, OSError) as error:
        complain(str(unwritable(workspace, error) if isinstance(error, OSError) else error))
        return ExitCode.ENVIRONMENT
    if form != "json":
        sys.stderr.write(
            f"{count} wait; {limit} may run at once. The queue goes on without this terminal: "
            "`robolab-tui queue` shows it, `robolab-tui runs` what ran.\n"
        )
    return ExitCode.PASS
