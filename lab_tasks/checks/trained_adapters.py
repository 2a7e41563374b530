"""Check `adapter-trained`: an adapter was trained beside its base, which stayed as it was."""

from typing import Annotated

import msgspec

from lab_tasks import foreign, references
from lab_tasks.checks.agreement import record_problem
from lab_tasks.checks.checkpoints import CheckpointTrained, checkpoint_trained
from lab_tasks.checks.finished import blocked_by, recorded
from lab_tasks.checks.question import Answer, Proved, Question, named
from lab_tasks.checks.verdict import Error, Fail
from lab_tasks.evidence import weights
from lab_tasks.evidence.adapters import base_run
from lab_tasks.evidence.records import CheckpointRecord, FileRecord
from lab_tasks.problem import Problem
from lab_tasks.runs.model import Run

ADAPTER = "adapter_model.safetensors"
WEIGHTS = "model.safetensors"


class AdapterTrained(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which policy, how many steps, the Step that made its base, and the largest share trained."""

    policy: str
    steps: Annotated[int, msgspec.Meta(ge=1)]
    base: str = ""
    """Empty: the base is the hub's, and nothing here can say how large it is."""
    share: Annotated[float, msgspec.Meta(gt=0, lt=1)] = 0.5


def adapter_trained(question: Question, asked: AdapterTrained) -> Answer:
    """Pass when the Step's newest training left an adapter, and its base's files are unchanged."""
    trained = checkpoint_trained(question, CheckpointTrained(asked.policy, asked.steps))
    if not isinstance(trained, Proved):
        return trained
    run, record = _newest(question)
    again = f"Run {named(question, question.day, question.step)} again (enter)."
    adapter = _file(record, ADAPTER)
    if adapter is None or _file(record, WEIGHTS):
        why = f"{run.id} saved a whole policy and no adapter."
        return Fail(why, f"{again} `--peft.method_type=LORA` makes one.", ADAPTER, WEIGHTS)
    shown = f"{trained.evidence}, adapter of {adapter.size_bytes:,} bytes"
    if not asked.base:
        return msgspec.structs.replace(trained, evidence=shown)
    return _beside_its_base(question, asked, trained, shown)


def _beside_its_base(
    question: Question, asked: AdapterTrained, trained: Proved, shown: str
) -> Answer:
    place = references.find(question.course, question.day, asked.base)
    if place is None:
        return Error(f"the course names a Step {asked.base!r} that it does not have")
    run, record = _newest(question)
    again = f"Run {named(question, question.day, question.step)} again (enter)."
    base = base_run(question.evidence, run)
    if base not in question.evidence.runs_of(*place):
        return Fail(f"{run.id} was not trained on the base of ‘{place[1].title}’.", again)
    assert base is not None  # it is one of these Runs
    whole = question.evidence.record(base)
    if not isinstance(whole, CheckpointRecord):
        return blocked_by(question, *place, f"{base.id}: it recorded no checkpoint.")
    changed = (*question.evidence.file_problems(base), record_problem(base, whole))
    if wrong := next((each for each in changed if each), None) or _too_many(base, whole):
        return blocked_by(question, *place, f"{base.id}: {wrong.what}.")
    if wrong := _too_few(run, record):
        return Fail(f"{run.id}: {wrong.what}.", again, wrong.expected, wrong.found)
    part, all_of_it = record.parameters or 0, whole.parameters or 0
    if not 0 < part <= asked.share * all_of_it:
        counts = f"at most {100 * asked.share:g} % of {all_of_it:,}", f"{part:,}"
        return Fail(f"{run.id} trained another share of its base.", again, *counts)
    share = f"{part:,} of {all_of_it:,} parameters ({100 * part / all_of_it:.2g} %)"
    told = f"{shown}; trained {share}; base {base.id} unchanged, sha256 {whole.sha256[:12]}"
    files = (*trained.files, *question.evidence.run_files(base))
    return Proved(trained.level, told, files)


def _too_few(run: Run, record: CheckpointRecord) -> Problem | None:
    """Say where an adapter's file holds more than the record says was trained."""
    held, told = _held(run, record, ADAPTER), record.parameters or 0
    if isinstance(held, Problem) or held <= told:
        return held if isinstance(held, Problem) else None
    what = f"record.json says it trained fewer parameters than {ADAPTER} holds"
    return Problem(what, "", f"{held:,}", f"{told:,}")


def _too_many(run: Run, record: CheckpointRecord) -> Problem | None:
    """Say where a record gives its base more parameters than its file holds."""
    held, told = _held(run, record, WEIGHTS), record.parameters or 0
    if isinstance(held, Problem) or held >= told:
        return held if isinstance(held, Problem) else None
    return Problem(f"record.json says it has more parameters than {WEIGHTS} holds")


def _held(run: Run, record: CheckpointRecord, name: str) -> int | Problem:
    file = _file(record, name)
    path = foreign.inside(run.folder, file.path) if file else Problem(f"{name} is missing")
    return path if isinstance(path, Problem) else weights.count(path)


def _newest(question: Question) -> tuple[Run, CheckpointRecord]:
    found = recorded(question, question.day, question.step, CheckpointRecord)
    assert not isinstance(found, Fail)  # checkpoint_trained has passed on it
    return found


def _file(record: CheckpointRecord, name: str) -> FileRecord | None:
    return next((file for file in record.files if file.path.endswith(f"/{name}")), None)
