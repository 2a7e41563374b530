"""Every table and figure of a devlog, worked out again from the Runs' files by other code."""

import hashlib
import json
import math
import re
from pathlib import Path
from typing import Any

from sample_trainings import cells

from lab_tasks.workspace import Workspace

COMPARISON = (
    "training policy dataset steps final_loss gradient_norm duration per_step parameters "
    "solved_(95_%_interval)"
)


def require_equal(document: str, workspace: Workspace, runs: tuple[str, ...]) -> int:
    """Fail at the first number that the Runs' files do not give; return how many were compared."""
    compared = 0
    for name in runs:
        part = section(document, name)
        folder = workspace.runs_dir / name
        compared += _facts(part, folder) + _losses(part, folder) + _settings(part, folder)
        compared += _checkpoints(part, workspace, folder) + _evaluation(part, workspace, folder)
    if len(runs) > 1:
        compared += _comparison(document, workspace, runs)
    return compared


def section(document: str, name: str) -> str:
    """Return the part of a devlog that tells of one training."""
    _, _, rest = document.partition(f"(`{name}`)\n")
    assert rest, f"{name} has no section"
    return re.split(r"^## ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def measured(folder: Path) -> list[dict[str, Any]]:
    lines = map(json.loads, (folder / "metrics.jsonl").read_text().splitlines())
    return [line for line in lines if line["kind"] == "metric"]


def read(folder: Path, name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / name).read_text())
    return content


def fact(part: str, name: str) -> str:
    found = re.search(rf"^- {name}: (.*)$", part, re.MULTILINE)
    assert found, f"no line {name}"
    return found[1]


def same(shown: str, value: float, digits: int = 4) -> None:
    """Require that a shown number is `value`, rounded to so many significant digits."""
    number = float(shown.replace(",", ""))
    unit = 10.0 ** (math.floor(math.log10(abs(value))) - digits + 1) if value else 1.0
    assert abs(number - value) <= 0.5000001 * unit, f"{shown} stands for {value}"


def seconds(shown: str) -> float:
    units = {"h": 3600, "min": 60, "s": 1}
    return sum(float(n) * units[u] for n, u in re.findall(r"([\d.]+) (h|min|s)\b", shown))


def pace(folder: Path) -> float:
    first, *_, last = measured(folder)
    span = last["time_s"] - first["time_s"] - read(folder, "exit.json").get("suspended_s", 0)
    return float(span) / (last["step"] - first["step"])


def _facts(part: str, folder: Path) -> int:
    record, end, last = read(folder, "record.json"), read(folder, "exit.json"), measured(folder)[-1]
    final = r"(\S+) at step (\S+), gradient norm (\S+), learning rate (\S+)"
    found = re.fullmatch(final, fact(part, "Final loss"))
    assert found
    assert found[2] == f"{last['step']:,}"
    for shown, name in ((found[1], "loss"), (found[3], "grad_norm"), (found[4], "lr")):
        same(shown, last["values"][name], 3 if "e" in shown else 4)
    assert fact(part, "Parameters that learn") == f"{record['parameters']:,}"
    assert fact(part, "Steps") == f"logged up to step {last['step']:,} of {record['step']:,}"
    took_s = end["ended_s"] - end["started_s"]
    assert 0 <= took_s - seconds(fact(part, "Duration")) < 1
    assert 0 <= record["duration_s"] - seconds(fact(part, "Training's own time").split("(")[0]) < 1
    step_s, update_s, data_s = re.findall(r"([\d.e-]+) s", fact(part, "Time per step"))
    same(step_s, pace(folder), 3)
    for shown, name in ((update_s, "update_s"), (data_s, "data_s")):
        all_of_it = [line["values"][name] for line in measured(folder)]
        same(shown, sum(all_of_it) / len(all_of_it), 3)
    data = record["dataset"]
    counts = f"{data['episodes']:,} episodes, {data['frames']:,} frames"
    assert counts in fact(part, "Dataset")
    assert f"sha256 of the folder `{data['sha256'][:12]}`" in fact(part, "Dataset")
    return 13


def _losses(part: str, folder: Path) -> int:
    by_step = {f"{line['step']:,}": line["values"] for line in measured(folder)}
    head = ("step asked for", "step logged", "loss", "gradient norm", "learning rate")
    rows = cells(part, *head)
    assert rows
    for asked, step, *shown in rows:
        nearest = min(by_step, key=lambda s: abs(_int(s) - _int(asked)))
        assert abs(_int(nearest) - _int(asked)) == abs(_int(step) - _int(asked))
        for cell, name in zip(shown, ("loss", "grad_norm", "lr"), strict=True):
            assert cell == json.dumps(by_step[step][name]), "as it was logged"
    return 4 * len(rows)


def _settings(part: str, folder: Path) -> int:
    asked = dict(a[2:].split("=", 1) for a in read(folder, "request.json")["args"] if "=" in a)
    rows = cells(part, "setting", "value", "from")
    assert {"policy.type", "batch_size", "steps", "seed"} <= {name for name, *_ in rows}
    for name, value, source in rows:
        if source == "request.json":
            assert value == f"`{asked[name]}`"
        else:
            record = read(folder, "record.json")
            assert value.strip("`") == _in_config(folder / record["path"], name)
    versions = read(folder, "context.json")["versions"]
    ran_with = {name: value for name, value, _ in cells(part, "what", "found", "from")}
    assert ran_with["lerobot"] == f"`{versions['lerobot']}`"
    return len(rows) + len(ran_with)


def _in_config(folder: Path, name: str) -> str:
    value: Any = read(folder, "train_config.json")
    for key in name.split("."):
        value = value[key]
    return value if isinstance(value, str) else json.dumps(value)


def _checkpoints(part: str, workspace: Workspace, folder: Path) -> int:
    rows = cells(part, "checkpoint of step", "folder", "size", "sha256 of the folder", "note")
    on_disk = sorted((folder / "output" / "checkpoints").glob("[0-9]*/pretrained_model"))
    assert [row[1].strip("`") for row in rows] == [
        p.relative_to(workspace.root).as_posix() for p in on_disk
    ]
    for (step, _, size, sha256, _), path in zip(rows, on_disk, strict=True):
        files = sorted(file for file in path.rglob("*") if file.is_file())
        names = {f.relative_to(path).as_posix(): hashlib.sha256(f.read_bytes()) for f in files}
        lines = "".join(f"{name}\0{names[name].hexdigest()}\n" for name in sorted(names))
        assert sha256 == f"`{hashlib.sha256(lines.encode()).hexdigest()[:12]}`"
        assert _int(step) == int(path.parent.name)
        _same_size(size, sum(file.stat().st_size for file in files))
    return 3 * len(rows)


def _same_size(shown: str, size_bytes: int) -> None:
    number, unit = shown.split(" ")
    factor = {"B": 1, "kB": 1e3, "MB": 1e6, "GB": 1e9}[unit]
    assert abs(float(number) * factor - size_bytes) <= 0.05 * factor


def _evaluation(part: str, workspace: Workspace, folder: Path) -> int:
    sha256 = read(folder, "record.json")["sha256"]
    expected = [run for run in _evaluations(workspace) if run[1]["checkpoint"]["sha256"] == sha256]
    head = ("evaluation", "environment", "first seed", "solved (95 % interval)", "mean best reward")
    rows = cells(part, *head)
    assert [row[0] for row in rows] == [f"`{name}`" for name, _ in expected]
    for (_, env, seed, solved, reward), (_, record) in zip(rows, expected, strict=True):
        assert env.startswith(record["env"]["type"])
        assert int(seed) == record["seed"]
        _same_rate(solved, record)
        same(reward, sum(record["max_rewards"]) / len(record["max_rewards"]))
    return 4 * len(rows)


def _evaluations(workspace: Workspace) -> list[tuple[str, dict[str, Any]]]:
    found = [
        (p.parent.name, json.loads(p.read_text())) for p in workspace.runs_dir.glob("*/record.json")
    ]
    used = [(name, r) for name, r in found if r["kind"] == "evaluation" and r["checkpoint"]]
    return sorted(
        used, key=lambda run: read(workspace.runs_dir / run[0], "request.json")["requested_s"]
    )


def _same_rate(shown: str, record: dict[str, Any]) -> None:
    k, n, low, high = map(int, re.findall(r"\d+", shown)[:4])
    assert (k, n) == (sum(record["successes"]), record["n_episodes"])
    z = 1.959963984540054
    centre, half = (
        (k + z * z / 2) / (n + z * z),
        z * math.sqrt(k * (n - k) / n + z * z / 4) / (n + z * z),
    )
    assert abs(low - 100 * max(0, centre - half)) <= 0.5
    assert abs(high - 100 * min(1, centre + half)) <= 0.5


def _comparison(document: str, workspace: Workspace, runs: tuple[str, ...]) -> int:
    head = tuple(name.replace("_", " ") for name in COMPARISON.split())
    rows = cells(document, *head)
    assert [row[0] for row in rows] == [f"`{name}`" for name in runs]
    evaluated = {r["checkpoint"]["sha256"]: r for _, r in _evaluations(workspace)}
    for row in rows:
        folder = workspace.runs_dir / row[0].strip("`")
        record, last = read(folder, "record.json"), measured(folder)[-1]
        end = read(folder, "exit.json")
        data = record["dataset"]
        assert row[2] == f"{data['episodes']:,} episodes, {data['frames']:,} frames"
        assert _int(row[3]) == last["step"]
        same(row[4], last["values"]["loss"])
        same(row[5], last["values"]["grad_norm"])
        assert 0 <= end["ended_s"] - end["started_s"] - seconds(row[6]) < 1
        same(row[7].removesuffix(" s"), pace(folder), 3)
        assert _int(row[8]) == record["parameters"]
        if record["sha256"] in evaluated:
            _same_rate(row[9], evaluated[record["sha256"]])
        else:
            assert row[9] == "not evaluated"
    return 8 * len(rows) + _differing(document, workspace, runs)


def _differing(document: str, workspace: Workspace, runs: tuple[str, ...]) -> int:
    rows = cells(document, "setting", *(f"`{name}`" for name in runs))
    shown = {name: values for name, *values in rows}
    tables = [cells(section(document, run), "setting", "value", "from") for run in runs]
    values = [{row[0]: row[1] for row in table} for table in tables]
    both = [name for name in values[0] if all(name in each for each in values)]
    expected = {n: [each[n] for each in values] for n in both if len({e[n] for e in values}) > 1}
    assert {name: shown.get(name) for name in expected} == expected
    return len(expected)


def _int(shown: str) -> int:
    return int(shown.replace(",", ""))
