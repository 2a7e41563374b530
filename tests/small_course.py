"""A small Course that is right in every way, and a way to damage it at one place."""

from collections.abc import Mapping
from pathlib import Path

COURSE = """\
format: 1
id: small
title: A small course
weeks:
  - number: 1
    title: The only week
    days: [day01]
"""
DAY = """\
id: day01
number: 1
title: The only day
objectives:
  - Train one policy
commit_message: "Day 1: one policy"
glossary:
  - term: Policy
    meaning: What maps observations to actions.
sources:
  - title: Behavior Generation with Latent Actions
    url: https://arxiv.org/abs/2403.03181
steps:
  - id: words
    title: Learn the words
    kind: glossary
    minutes: 5
    text: Read the glossary.
  - id: train
    title: Train a policy
    kind: run
    minutes: 4
    text: train.md
    aliases: [train-policy]
    hints:
      - What does the log say?
    recipe:
      job: train
      profiles:
        quick:
          expected_s: 60
          env: {OMP_NUM_THREADS: "1"}
          args:
            - --steps=10
            - '--output_dir={output}'
        full:
          args:
            - --steps=1000
    deliverables:
      - id: checkpoint
        title: A checkpoint
        check:
          name: checkpoint-trained
          args: {policy: act, steps: 10}
          full: {steps: 1000}
  - id: evaluate
    title: Evaluate the policy
    kind: run
    minutes: 2
    text: Evaluate it.
    needs: [train]
    hints:
      - Which checkpoint?
    recipe:
      job: evaluate
      not_needed:
        full: the hub has its result
      profiles:
        quick:
          args: ['--policy.path={checkpoint:train}']
    deliverables:
      - id: evaluation
        title: An evaluation
        check:
          name: evaluation-recorded
          args: {episodes: 20}
"""
TEXT = """\
# Train

See [the paper](https://arxiv.org/abs/2403.03181).
We measured 19/20 (0.76–0.99).
"""
CHECKS: Mapping[str, frozenset[str]] = {
    "checkpoint-trained": frozenset({"policy", "steps"}),
    "evaluation-recorded": frozenset({"episodes", "seed"}),
    "comparison-written": frozenset({"path", "steps"}),
    "quiz-passed": frozenset({"questions"}),
    "words-written": frozenset({"path", "words", "headings"}),
}


def damage(path: Path, old: str, new: str) -> None:
    """Replace the one place where `old` stands."""
    text = path.read_text()
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
    path.write_text(text.replace(old, new))
