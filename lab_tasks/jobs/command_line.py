"""lerobot's command lines, parsed by lerobot, so that a job knows what it is about to run.

Annotations here must be real types: lerobot's parser reads them.
"""

import importlib
import sys
from collections.abc import Sequence

from lerobot.configs import parser
from lerobot.configs.eval import EvalPipelineConfig
from lerobot.configs.train import TrainPipelineConfig


def train_config(given: Sequence[str]) -> TrainPipelineConfig:
    """Parse `lerobot-train`'s arguments; they stay in sys.argv, which lerobot reads again."""
    _pretend(("lerobot-train", *given))
    return _train_config()


def eval_config(given: Sequence[str]) -> EvalPipelineConfig:
    """Parse `lerobot-eval`'s arguments; they stay in sys.argv, which lerobot reads again."""
    _pretend(("lerobot-eval", *given))
    return _eval_config()


def _pretend(argv: Sequence[str]) -> None:
    """Put a command line where lerobot looks, and load its plugins.

    lerobot would load them too, but hide which package is missing in an error of its own.
    """
    sys.argv[:] = argv
    for text in argv:
        name, _, package = text.partition("=")
        if name.endswith(".discover_packages_path"):
            importlib.import_module(package)


@parser.wrap()
def _train_config(config: TrainPipelineConfig) -> TrainPipelineConfig:
    return config


@parser.wrap()
def _eval_config(config: EvalPipelineConfig) -> EvalPipelineConfig:
    return config
