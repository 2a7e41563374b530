"""The bench's configuration: how `--env.type=so101_bench` becomes environments and features."""

from dataclasses import dataclass, field
from typing import Any

from lerobot.configs import FeatureType, PolicyFeature
from lerobot.envs.configs import EnvConfig
from lerobot.utils.constants import ACTION, OBS_ENV_STATE, OBS_IMAGE, OBS_STATE

from lab_tasks.jobs.so101_bench.observation import (
    PICTURE_SHAPE,
    SCENE_SIZE,
    STATE_SIZE,
    picture_shape,
)

NAMESPACE = "so101_bench"
TASK = "PickPlace-v0"
GYM_ID = f"{NAMESPACE}/{TASK}"
EPISODE_STEPS = 100  # ten seconds; the expert needs about sixty steps
FPS = 10
ACTION_SIZE = 4


def _features() -> dict[str, PolicyFeature]:
    return {
        ACTION: PolicyFeature(FeatureType.ACTION, (ACTION_SIZE,)),
        "agent_pos": PolicyFeature(FeatureType.STATE, (STATE_SIZE,)),
        "environment_state": PolicyFeature(FeatureType.ENV, (SCENE_SIZE,)),
        "pixels": PolicyFeature(FeatureType.VISUAL, PICTURE_SHAPE),
    }


def _features_map() -> dict[str, str]:
    return {
        ACTION: ACTION,
        "agent_pos": OBS_STATE,
        "environment_state": OBS_ENV_STATE,
        "pixels": OBS_IMAGE,
    }


@EnvConfig.register_subclass(NAMESPACE)
@dataclass
class So101BenchConfig(EnvConfig):
    """What lerobot's command line may set with `--env.*`."""

    task: str | None = TASK
    fps: int = FPS
    episode_length: int = EPISODE_STEPS
    picture_px: int = 0
    """Height of the picture that policies see; 0: a blank one."""
    features: dict[str, PolicyFeature] = field(default_factory=_features)
    features_map: dict[str, str] = field(default_factory=_features_map)

    def __post_init__(self) -> None:
        """Describe the picture that was asked for."""
        shape = picture_shape(self.picture_px)
        self.features["pixels"] = PolicyFeature(FeatureType.VISUAL, shape)

    @property
    def package_name(self) -> str:
        """The gym namespace (lerobot would import it, were the environment not registered)."""
        return NAMESPACE

    @property
    def gym_kwargs(self) -> dict[str, Any]:
        """What `gym.make` gets."""
        return {"max_episode_steps": self.episode_length, "picture_px": self.picture_px}
