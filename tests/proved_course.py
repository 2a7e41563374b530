"""A small Course on disk whose samples prove each of its Checks, for tests to spoil."""

from pathlib import Path

from one_day_course import write_one_day

DAY = """\
id: day01
number: 1
title: One policy
objectives: [Train one policy]
commit_message: "Day 1: one policy"
sources:
  - {title: Behavior Generation with Latent Actions, url: "https://arxiv.org/abs/2403.03181"}
steps:
  - id: read
    title: Read it
    kind: read
    minutes: 5
    text: Read the paper.
    deliverables:
      - {id: read, title: You have read it, check: {name: attested}}
  - id: train
    title: Train a policy
    kind: run
    minutes: 4
    text: Train it.
    hints: [What does the log say?]
    recipe:
      job: train
      profiles:
        quick:
          training_seeds: [1, 2]
          args: [--policy.type=act, --steps=10, --seed=1, '--output_dir={output}']
        full:
          args: [--policy.type=act, --steps=1000, --seed=1, '--output_dir={output}']
    deliverables:
      - id: checkpoint
        title: A checkpoint
        check: {name: checkpoint-trained, args: {policy: act, steps: 10}, full: {steps: 1000}}
  - id: evaluate
    title: Evaluate the policy
    kind: run
    minutes: 2
    text: Evaluate it.
    needs: [train]
    hints: [Which checkpoint?]
    recipe:
      job: evaluate
      not_needed: {full: the hub has its result}
      profiles:
        quick:
          training_seeds: [1, 2]
          args:
            - '--policy.path={checkpoint:train}'
            - --env.type=so101_bench
            - --eval.n_episodes=20
            - --eval.batch_size=10
            - --seed=1
            - '--output_dir={output}'
    deliverables:
      - id: rate
        title: An evaluation
        check:
          name: evaluation-recorded
          args: {policy: act, episodes: 20, seed: 1, batch_size: 10}
  - id: retro
    title: Write the retro
    kind: reflect
    minutes: 10
    text: Write it.
    document: {path: docs/retro.md, template: templates/retro.md}
    deliverables:
      - id: table
        title: The table
        check: {name: results-filled, args: {path: docs/retro.md, policies: {ACT: [evaluate]}}}
      - id: numbers
        title: The numbers
        check: {name: numbers-backed, args: {path: docs/retro.md, policies: {ACT: [evaluate]}}}
      - id: words
        title: The words
        check: {name: sections-written, args: {path: docs/retro.md, sections: {What I saw: 8}}}
  - id: commit
    title: Commit the Day
    kind: commit
    minutes: 5
    text: Commit it.
    deliverables:
      - {id: commit, title: The commit, check: {name: committed}}
"""
TEMPLATE = """\
# Retro

## What I saw

> Say what you saw in the curves, in eight words and more.
"""
SOLVED = """\
# Retro

## What I saw

ACT solved 30/40 of its episodes, and each failure came before the grasp.
"""
COUNTS = "evaluations: {evaluate: [18, 12]}\n"


def write_proved_course(folder: Path) -> Path:
    """Write the Course and its samples; return its folder."""
    files = {
        "templates/retro.md": TEMPLATE,
        "samples/solved/docs/retro.md": SOLVED,
        "samples/samples.yaml": COUNTS,
    }
    return write_one_day(folder, "proved", DAY, files)
