"""What each Check says to a student who has done nothing, or has only let the app begin documents.

A Check that fails there for another reason would send every beginner the wrong way.
"""

import re

_UNWRITTEN = r"has not been written yet"
_NOT_RUN = r"has not been run|left no checkpoint|\b0 of \d+ trainings"
_EXPECTED = {
    "adapter-trained": _NOT_RUN,
    "attested": r"is not ticked",
    "baseline-recorded": _NOT_RUN,
    "beats-baseline": _NOT_RUN,
    "budget-stated": rf"{_UNWRITTEN}|nothing under",
    "checkpoint-trained": _NOT_RUN,
    "committed": r"[Nn]othing (has been committed|that you wrote)",
    "comparison-written": r"The table lacks",
    "dataset-recorded": _NOT_RUN,
    "devlog-written": _UNWRITTEN,
    "evaluation-recorded": _NOT_RUN,
    "few-trials-written": rf"{_UNWRITTEN}|{_NOT_RUN}",
    "hypothesis-stated": rf"{_UNWRITTEN}|nothing under",
    "kill-criterion-stated": rf"{_UNWRITTEN}|nothing under",
    "measurement-recorded": _NOT_RUN,
    "no-template-text": rf"{_UNWRITTEN}|text of the template is left",
    "numbers-backed": rf"{_UNWRITTEN}|nothing of your own",
    "quiz-passed": r"was answered yet",
    "reproduced": r"has not been run",
    "results-filled": rf"{_UNWRITTEN}|The table lacks",
    "sections-written": rf"{_UNWRITTEN}|is too short",
    "table-filled": rf"{_UNWRITTEN}|is empty|is too short|no table",
    "trials-can-show": rf"{_UNWRITTEN}|nothing of your own",
    "words-written": rf"{_UNWRITTEN}|is too short",
}
"""By the Check's name; one that is missing here may give any reason."""


def is_expected(check: str, why: str) -> bool:
    """Whether this is what the Check should say where nothing was done."""
    return re.search(_EXPECTED.get(check, ""), why) is not None
