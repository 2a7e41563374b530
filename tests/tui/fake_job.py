"""A stand-in for the job `evaluate`: torch and lerobot are absent where these tests run.

It takes the job's own command line and leaves what the job leaves. What it "finds" stands in the
checkpoint's config.json, so that a test decides how a repetition comes out: `solved`, and
optionally `bonus`, added to every reward, and `context`.
"""

import hashlib
import json
import sys
import time
from pathlib import Path


def main() -> None:
    run_dir, _, *given = sys.argv[1:]
    args = dict(text.removeprefix("--").split("=", 1) for text in given)
    checkpoint = Path(args["policy.path"])
    asked = json.loads((checkpoint / "config.json").read_text())
    if asked.get("fails"):
        sys.exit("error: a package is missing in the lab's Python: No module named 'lerobot'")
    if asked.get("sleeps_s"):
        time.sleep(asked["sleeps_s"])
    n = int(args["eval.n_episodes"])
    metrics = Path(run_dir, "metrics.jsonl")
    metrics.write_text(json.dumps({"kind": "progress", "time_s": 1, "done": n, "total": n}) + "\n")
    rewards = [(1.0 if i < asked["solved"] else 0.25) + asked.get("bonus", 0.0) for i in range(n)]
    episodes = {
        "successes": [i < asked["solved"] for i in range(n)],
        "max_rewards": rewards,
        "sum_rewards": [reward + 0.125 for reward in rewards],
    }
    overall = {"pc_success": 100 * sum(episodes["successes"]) / n, "n_episodes": n}
    output = Path(args["output_dir"], "eval_info.json")
    output.parent.mkdir(parents=True)
    output.write_text(json.dumps({"per_task": [{"metrics": episodes}], "overall": overall}))
    sha256 = hashlib.sha256(output.read_bytes()).hexdigest()
    size = output.stat().st_size
    versions = {"python": "3.12.1", "lerobot": "0.6.1", "torch": "2.12.0"}
    context = asked.get("context") or {"format": 1, "versions": versions}
    Path(run_dir, "context.json").write_text(json.dumps(context))
    record = {
        "format": 1,
        "kind": "evaluation",
        "policy_type": "act",
        "eval_info": "output/eval_info.json",
        "files": [{"path": "output/eval_info.json", "size_bytes": size, "sha256": sha256}],
        "sha256": sha256,
        "n_episodes": n,
        "seed": int(args["seed"]),
        "batch_size": 10,
        "device": "cpu",
        "env": {"type": "so101_bench", "task": "pick_place"},
        "checkpoint": {"path": args["policy.path"], "sha256": digest(checkpoint)},
        **episodes,
        "duration_s": 0.1,
    }
    Path(run_dir, "record.json").write_text(json.dumps(record))
    sys.stdout.write(f"ran {n} episodes\n")


def digest(folder: Path) -> str:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    lines = (f"{p.relative_to(folder).as_posix()}\0{sha(p)}\n" for p in paths)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
