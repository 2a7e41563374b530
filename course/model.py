"""The Course as data: frozen records of what an author wrote, without reading or running anything.

Field names equal the YAML keys of `course.yaml` and `day.yaml`; an unknown key is an error.
"""

from typing import Any, Literal, get_args

import msgspec

from course.quiz_questions import QuizQuestion

Profile = Literal["quick", "full"]
PROFILES: tuple[Profile, ...] = get_args(Profile)
StepKind = Literal[
    "read",
    "read-code",
    "glossary",
    "write",
    "run",
    "robot",
    "compare",
    "reflect",
    "quiz",
    "commit",
    "fresh-clone",
]


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of everything an author writes in YAML.

    Subclasses say `frozen` and `kw_only` again: type checkers do not inherit them.
    """


class Source(Record, frozen=True, kw_only=True):
    """Where a fact of the Day comes from, as a reader would look it up."""

    title: str
    url: str


class Term(Record, frozen=True, kw_only=True):
    """One glossary entry: the term as the field writes it, and its meaning in a sentence or two."""

    term: str
    meaning: str


class ProfileRecipe(Record, frozen=True, kw_only=True):
    """What a Recipe runs at one Profile.

    `args` go to the job as they stand. Placeholders, filled in when the Run is requested:
    `{output}` the Run's own output folder; `{output:STEP}` the output folder of the newest
    successful Run of that Step; `{checkpoint:STEP}` its `pretrained_model` folder.
    """

    args: tuple[str, ...]
    env: dict[str, str] = {}
    expected_s: float | None = None
    """Seconds on two cores (`quick`) or one GPU (`full`), as measured or published; None: nobody
    has measured it."""
    rehearsal: str = ""
    """Why this Profile's Run is a rehearsal and not a result, as a student should read it; empty:
    it counts."""
    training_seeds: tuple[int, ...] = ()
    """One Run a training seed, as one group. Of a job `train` each takes the place of its
    `--seed=…`; of a job `evaluate` each names the training whose `{checkpoint:STEP}` is meant."""


class Recipe(Record, frozen=True, kw_only=True):
    """What a Step runs: a job of `lab_tasks.jobs` and its arguments, by Profile."""

    job: str
    profiles: dict[Profile, ProfileRecipe]
    not_needed: dict[Profile, str] = {}
    """Profiles that have nothing to run here, and why, as the student is told."""


class Reproduction(Record, frozen=True, kw_only=True):
    """Which recorded Evaluations a fresh-clone Step runs again (ids of evaluate Steps)."""

    evaluations: tuple[str, ...]


STEP_ARGUMENTS = ("base", "baseline", "evaluations", "policies", "steps")
"""Arguments of Checks that name Steps."""


def steps_in(value: object) -> list[str]:
    """Return the Steps that an argument's value names, be it one, a list, or lists by name."""
    if isinstance(value, dict):
        return [name for each in value.values() for name in steps_in(each)]
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, str) and item]


class CheckSpec(Record, frozen=True, kw_only=True):
    """The name of a registered Check and its arguments."""

    name: str
    args: dict[str, Any] = {}
    """The arguments in every Profile, `quick` first of all."""
    full: dict[str, Any] = {}
    """Arguments that are others in the `full` Profile, such as the number of episodes."""

    def args_for(self, profile: Profile) -> dict[str, Any]:
        """Return the arguments that hold in this Profile."""
        return {**self.args, **self.full} if profile == "full" else self.args


class Deliverable(Record, frozen=True, kw_only=True):
    """One thing a Step must leave behind, and the Check that proves it."""

    id: str
    title: str
    check: CheckSpec


class Document(Record, frozen=True, kw_only=True):
    """A file that the student writes and the app begins from the Course's template."""

    path: str
    """Markdown inside the Workspace: `docs/day21_track_d_design.md`."""
    template: str
    """Markdown in the Day's folder: `templates/track_d.md`."""


class CodeRef(Record, frozen=True, kw_only=True):
    """A file of an installed package to read, with the lines or names to look for."""

    package: str
    path: str
    """Path inside the package's parent folder: `lerobot/policies/vqbet/modeling_vqbet.py`."""
    look_for: tuple[str, ...] = ()


class Step(Record, frozen=True, kw_only=True):
    """One item of a Day's checklist."""

    id: str
    """Unique in the Day; the stable id is `<course>/<day>/<step>`."""
    title: str
    kind: StepKind
    minutes: int
    text: str
    """Markdown, or the name of a Markdown file beside `day.yaml` (ends in `.md`)."""
    hints: tuple[str, ...] = ()
    recipe: Recipe | None = None
    reproduction: Reproduction | None = None
    code: CodeRef | None = None
    document: Document | None = None
    questions: tuple[QuizQuestion, ...] = ()
    """What a `quiz` Step asks."""
    deliverables: tuple[Deliverable, ...] = ()
    needs: tuple[str, ...] = ()
    """Steps that must be done first: ids of earlier ones of this Day, or `dayNN/step`."""
    not_needed: dict[Profile, str] = {}
    """Profiles in which a Step without a Recipe leaves nothing, and why, as the student is told."""
    aliases: tuple[str, ...] = ()
    """Earlier ids of this Step; progress recorded under them is kept."""

    def why_not_needed(self, profile: Profile) -> str:
        """Return why this Profile has nothing to run or leave here; empty when it has."""
        reasons = self.recipe.not_needed if self.recipe else self.not_needed
        return reasons.get(profile, "")

    def training_seeds(self, profile: Profile) -> tuple[int, ...]:
        """Return the seeds over which this Profile runs the Step; empty where it runs once."""
        recipe = self.recipe.profiles.get(profile) if self.recipe else None
        return recipe.training_seeds if recipe else ()


class Day(Record, frozen=True, kw_only=True):
    """One lab Day: its objectives, words, Steps and commit message."""

    id: str
    """`day19`: the folder's name."""
    number: int
    title: str
    analogy: str = ""
    objectives: tuple[str, ...]
    glossary: tuple[Term, ...] = ()
    sources: tuple[Source, ...]
    steps: tuple[Step, ...]
    commit_message: str
    aliases: tuple[str, ...] = ()

    @property
    def minutes(self) -> int:
        """Planned minutes of all Steps."""
        return sum(step.minutes for step in self.steps)

    def step(self, step_id: str) -> Step | None:
        """Return the Step with this id or alias; None when the Day has none such."""
        return next((s for s in self.steps if step_id == s.id or step_id in s.aliases), None)


class Week(Record, frozen=True, kw_only=True):
    """Seven Days under one name."""

    number: int
    title: str
    days: tuple[Day, ...]


class Course(Record, frozen=True, kw_only=True):
    """A whole Course, its Days loaded."""

    id: str
    title: str
    weeks: tuple[Week, ...]
    folder: str = ""
    """Where it was loaded from; empty for a Course that was not."""

    @property
    def days(self) -> tuple[Day, ...]:
        """All Days in order."""
        return tuple(day for week in self.weeks for day in week.days)

    def day(self, number: int) -> Day | None:
        """Return the Day with this number; None when the Course has none such."""
        return next((day for day in self.days if day.number == number), None)

    def find_step(self, full_id: str) -> tuple[Day, Step] | None:
        """Return Day and Step of a full id `<course>/<day>/<step>` or of an alias of it."""
        course_id, _, rest = full_id.partition("/")
        day_id, _, step_id = rest.partition("/")
        if course_id != self.id:
            return None
        for day in self.days:
            if day_id == day.id or day_id in day.aliases:
                step = day.step(step_id)
                return (day, step) if step else None
        return None
