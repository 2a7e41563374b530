"""Names of metrics: what lerobot sends to W&B and TensorBoard, as metrics.jsonl calls it."""

_SAME = {
    "dataloading_s": "data_s",
    "eval/avg_sum_reward": "eval_reward",
    "eval/avg_max_reward": "eval_max_reward",
    "eval/eval_s": "eval_seconds",
    "eval/n_episodes": "eval_episodes",
    "eval/eval_loss": "eval_loss",
}
_PER_CENT = {"eval/pc_success": "eval_success"}


def named(name: str, value: float) -> tuple[str, float]:
    """Return the name and the value that metrics.jsonl has for a metric."""
    if name in _PER_CENT:
        return _PER_CENT[name], value / 100
    bare = name.removeprefix("train/")
    return _SAME.get(bare, bare), value
