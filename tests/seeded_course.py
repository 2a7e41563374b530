"""A Course of one Day whose policy is trained over two seeds and evaluated once a training."""

from pathlib import Path

from one_day_course import write_one_day

DAY = """\
id: day01
number: 1
title: Two trainings
objectives: [Train over seeds]
commit_message: "Day 1: two trainings"
sources: [{title: A source, url: "https://arxiv.org/abs/2304.13705"}]
steps:
  - id: train
    title: Train over seeds
    kind: run
    minutes: 6
    text: Train.
    hints: [Which seeds are there?]
    recipe:
      job: train
      not_needed: {full: the hub has it}
      profiles:
        quick:
          expected_s: 60
          training_seeds: [1, 2]
          args: [--policy.type=act, --steps=100, --batch_size=8, --seed=1]
    deliverables:
      - id: checkpoint
        title: Two checkpoints
        check: {name: checkpoint-trained, args: {policy: act, steps: 100, trainings: 2}}
  - id: evaluate
    title: Evaluate each
    kind: run
    minutes: 3
    text: Evaluate.
    needs: [train]
    hints: [Which checkpoint?]
    recipe:
      job: evaluate
      not_needed: {full: the hub has it}
      profiles:
        quick:
          training_seeds: [1, 2]
          args:
            - '--policy.path={checkpoint:train}'
            - --env.type=so101_bench
            - --eval.n_episodes=20
            - --eval.batch_size=10
            - --seed=7
    deliverables:
      - id: evaluation
        title: Two evaluations
        check:
          name: evaluation-recorded
          args: {policy: act, episodes: 20, seed: 7, batch_size: 10, trainings: 2}
"""


def write_course(folder: Path) -> Path:
    """Write the Course; return its folder."""
    return write_one_day(folder, "seeded", DAY)
