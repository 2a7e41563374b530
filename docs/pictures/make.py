"""The README's pictures, from the running app: `python docs/pictures/make.py WORKSPACE [NAME …]`.

WORKSPACE is one in which Day 19's Runs have ended; the app is opened on it and driven with
keys, and each picture (day, compare, monitor) is what its screen shows.
"""

import asyncio
import sys
from pathlib import Path

from textual.pilot import Pilot

from course.loader import load_course
from lab_tasks.workspace import Workspace
from tui.app import LabApp
from tui.open_request import OpenRequest

FOLDER = Path(__file__).parent
SIZE = (150, 42)
SETTLE_S = 4.0


async def make(workspace: Workspace, names: list[str]) -> None:
    """Drive the app and save the screens of these names; of none, all."""
    request = OpenRequest(course=load_course("robo47"), workspace=workspace, day=19)
    app = LabApp(lambda: request)
    async with app.run_test(size=SIZE) as pilot:
        await asyncio.sleep(SETTLE_S)
        await _to_step(pilot, request, "train-act")
        for name, keys in (("day", []), ("compare", ["p"]), ("monitor", ["m"])):
            if not names or name in names:
                await pilot.press(*keys)
                await _save(pilot, name)
                await pilot.press(*["escape"] * len(keys))


async def _to_step(pilot: Pilot[int], request: OpenRequest, step_id: str) -> None:
    day = request.course.day(19)
    assert day is not None
    position = [step.id for step in day.steps].index(step_id)
    await pilot.press("home", *["down"] * position)


async def _save(pilot: Pilot[int], name: str) -> None:
    await asyncio.sleep(SETTLE_S)  # plots and tables are drawn behind
    path = FOLDER / f"{name}.svg"
    path.write_text(pilot.app.export_screenshot(title="robolab-tui"), encoding="utf-8")
    sys.stderr.write(f"{path}\n")


if __name__ == "__main__":
    asyncio.run(make(Workspace(Path(sys.argv[1]).resolve()), sys.argv[2:]))
