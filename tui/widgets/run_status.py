"""How a Run stands, in words and figures; and what a Step would run when nothing has run yet."""

from textwrap import wrap

from rich.text import Text

from course.model import Day, Profile, ProfileRecipe
from lab_tasks.checks.verdict import Pass
from lab_tasks.runs.alarms import Alarm
from lab_tasks.runs.follow import Update
from lab_tasks.runs.model import Lost, Running
from lab_tasks.runs.system_lines import SystemFacts
from lab_tasks.sanitise import clean_line
from lab_tasks.seeds import seed_list
from tui.rules.day_view import MARKS, StepView
from tui.rules.guidance import results_now
from tui.session.messages import Watched
from tui.words import formats
from tui.words.run_result import result_text
from tui.words.run_state import state_words

SHOWN_FIRST = ("loss", "grad_norm", "lr", "update_s", "data_s")
REHEARSAL = "a rehearsal, not a result"
SHORT = {"grad_norm": "grad", "update_s": "update", "data_s": "data"}


def status_text(
    watched: Watched, colours: dict[str, str], width: int, *, with_machine: bool = True
) -> Text:
    """Return the Run's state, its progress bar, its exact last values, and what it made.

    `with_machine`: also what it takes of its machine, a line that not every pane has room for.
    """
    update = watched.update
    mark, words, colour = state_words(update.state)
    text = Text(no_wrap=True, overflow="ellipsis")
    text.append(f"{mark} {words}", f"bold {colours.get(colour, '')}")
    if update.elapsed_s is not None:
        text.append(f"   {formats.clock(update.elapsed_s)}")
    if update.eta_s is not None:
        text.append(f"   ETA {formats.clock(update.eta_s)}", colours.get("muted", ""))
    for line in _filled(asides(watched, with_machine=with_machine), width):
        text.append(f"\n{line}", colours.get("muted", ""))
    text.append_text(alarms_text(update.alarms, colours, width))
    text.append("\n")
    text.append_text(progress_text(update, colours, width))
    text.append("\n")
    text.append_text(values_text(update, colours, width))
    if offer := resume_words(watched):
        text.append(f"\n{offer}", f"bold {colours.get('warning', '')}")
    if made := result_text(watched.record, colours):
        text.append("\n" if update.series else "")
        text.append_text(made)
    return text


def asides(watched: Watched, *, with_machine: bool = True) -> list[str]:
    """Return what else is to be known: rehearsal, parts, sleep, supervisor, seed, machine."""
    update, request = watched.update, watched.run.request
    words = [REHEARSAL if request.rehearsal else "", part_words(watched)]
    if isinstance(update.state, Lost):
        words.append(clean_line(update.state.why))
    words += map(clean_line, update.notes)
    if isinstance(update.state, Running) and not update.state.is_supervised:
        words.append("unsupervised: its end will not be seen")
    if request.seed is not None:
        of_group = f" of {request.group}" if request.group else ""
        words.append(f"seed {request.seed}{of_group}")
    if update.suspended_s >= 1:
        words.append(f"slept {formats.clock(update.suspended_s)} with the machine")
    if update.system and update.is_alive and with_machine:
        words.append(system_words(update.system))
    return [word for word in words if word]


def resume_words(watched: Watched) -> str:
    """Return from where a training that broke off can go on, and by which key; or nothing."""
    if (found := watched.checkpoint) is None:
        return ""
    size = formats.size(found.size_bytes)
    if found.run_id != watched.run.id:
        return f"R goes on from step {found.step:,} of {found.run_id} ({size})"
    return f"R goes on from its Checkpoint of step {found.step:,} ({size})"


def _filled(words: list[str], width: int) -> list[str]:
    """Return the words in lines of at most `width` cells, three spaces between two."""
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 3 + len(word) <= width:
            lines[-1] += f"   {word}"
        else:
            lines += wrap(word, max(20, width), drop_whitespace=False)
    return lines


def part_words(watched: Watched) -> str:
    """Return `part 2, went on from step 1,500 of train-act-01`; empty for a Run of one part."""
    parts, resumes = watched.update.earlier, watched.run.request.resumes
    if parts:
        last = parts[-1]
        return f"part {len(parts) + 1}, went on from step {last.until_step:,} of {last.run_id}"
    return f"went on from {resumes}" if resumes else ""


def system_words(system: SystemFacts) -> str:
    """Return what a Run takes of its machine, `CPU 98 %  1.2 GB  GPU 87 % 5.1 GB`."""
    words = []
    if system.cpu_percent is not None:
        words.append(f"CPU {system.cpu_percent:.0f} %")
    if system.memory_bytes is not None:
        words.append(formats.size(system.memory_bytes))
    if system.gpu_percent is not None:
        words.append(f"GPU {system.gpu_percent:.0f} %")
    if system.gpu_memory_bytes is not None:
        words.append(formats.size(system.gpu_memory_bytes))
    return "  ".join(words)


def alarms_text(alarms: tuple[Alarm, ...], colours: dict[str, str], width: int) -> Text:
    """Return each alarm behind a `!`, wrapped to `width` cells, each line begun by a newline."""
    text = Text()
    for alarm in alarms:
        lines = wrap(f"! {clean_line(alarm.text, 400)}", max(20, width), subsequent_indent="  ")
        text.append("".join(f"\n{line}" for line in lines), f"bold {colours.get('error', '')}")
    return text


def progress_text(update: Update, colours: dict[str, str], width: int) -> Text:
    """Return `step 1,250/2,000  ████▌░░ 62 %` in at most `width` cells."""
    unit = update.unit.removesuffix("s") or "step"
    if update.done is None:
        return Text("no progress reported yet", colours.get("muted", ""))
    if not update.total:
        return Text(f"{unit} {update.done:,}, of how many is not told")
    share = min(1.0, update.done / update.total)
    front = f"{unit} {update.done:,}/{update.total:,}  "
    end = f" {formats.percent(share)}"
    line = Text(front)
    cells = max(4, min(40, width - len(front) - len(end)))
    filled = round(share * cells * 2)
    line.append("━" * (filled // 2) + "╸" * (filled % 2), colours.get("accent", ""))
    line.append("─" * (cells - filled // 2 - filled % 2), colours.get("faint", ""))
    line.append(end)
    return line


def values_text(update: Update, colours: dict[str, str], width: int) -> Text:
    """Return the exact last value of each metric, the loss first, as many as fit."""
    names = [name for name in SHOWN_FIRST if name in update.series]
    names += sorted(name for name in update.series if name not in names)
    line = Text()
    for name in names:
        last = update.series[name].last_value
        if last is None:
            continue
        label = clean_line(SHORT.get(name, name), 16)
        item = Text.assemble((f"{label} ", colours.get("muted", "")))
        item.append(formats.value(last), "bold" if name == "loss" else "none")
        if line.cell_len + item.cell_len + 3 > width:
            break
        line.append("   " if line else "")
        line.append_text(item)
    return line


def outlook_text(view: StepView, day: Day, profile: Profile, colours: dict[str, str]) -> Text:
    """Return what a Step without a Run is about: what to do, what it runs, what it must leave."""
    muted = colours.get("muted", "")
    from tui.rules.guidance import WHAT_TO_DO  # recipes and evidence come with it

    words = WHAT_TO_DO[view.step.kind]
    text = Text(words[0].upper() + words[1:] + ".\n")
    recipe = view.step.recipe
    if view.not_needed:
        text = Text(f"Not needed in the profile {profile}: {view.not_needed}.\n")
    elif recipe and (sized := recipe.profiles.get(profile)):
        text.append(f"\nRuns ({profile}{planned_words(sized)})\n", "bold")
        if sized.rehearsal:
            text.append(f"{REHEARSAL}: {sized.rehearsal.strip()}\n", colours.get("warning", ""))
        text.append(f"$ {recipe.job}\n", muted)
        for argument in sized.args:
            text.append(f"    {argument}\n", muted)
    elif recipe:
        text.append(f"\nNothing to run in the profile {profile}: press P.\n", muted)
    if view.step.deliverables:
        text.append("\nProved by\n", "bold")
        text.append_text(_deliverables(view, colours))
    if not recipe:
        text.append("\nThis Day\n", "bold")
        text.append("".join(f"· {objective}\n" for objective in day.objectives), muted)
        text.append(f"\n{day.analogy.strip()}\n" if day.analogy else "", f"italic {muted}")
    if view.waits_for:
        text.append(f"\n… waits for {', '.join(view.waits_for)}\n", colours.get("warning", ""))
    return text


def planned_words(recipe: ProfileRecipe) -> str:
    """Return `, seeds 1, 2, 3, about 6 min in all`, or that nobody measured it."""
    seeds = recipe.training_seeds
    over = f", {seed_list(seeds)}" if seeds else ""
    if recipe.expected_s is None:
        return f"{over}, time not measured"
    spent = _spent(recipe.expected_s * max(1, len(seeds)))
    return f"{over}, about {spent}{' in all' if seeds else ''}"


def _spent(expected_s: float) -> str:
    return f"{expected_s:.0f} s" if expected_s < 60 else formats.minutes(expected_s / 60)


def _deliverables(view: StepView, colours: dict[str, str]) -> Text:
    by_id = {result.deliverable: result for result in results_now(view)}
    text = Text()
    for deliverable in view.step.deliverables:
        result = by_id.get(deliverable.id)
        if result is None and view.is_stale:
            text.append(f"{MARKS['stale']} {deliverable.title}\n", colours.get("warning", ""))
        elif result is None and view.is_done:
            text.append("✓ ", colours.get("success", ""))
            text.append(f"{deliverable.title}\n")
        elif result is None:
            text.append(f"○ {deliverable.title}\n", colours.get("muted", ""))
        elif isinstance(result.verdict, Pass):
            text.append("✓ ", colours.get("success", ""))
            text.append(f"{deliverable.title}\n")
        else:
            failed = view.state == "failed"
            text.append("× " if failed else "○ ", colours.get("error" if failed else "muted", ""))
            text.append(f"{deliverable.title}\n")
            text.append(f"  {result.verdict.why}\n", colours.get("muted", ""))
    return text
