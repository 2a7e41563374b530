"""The SO-101 bench: an arm picks a cube and places it on a goal, in MuJoCo, learned from states.

A LeRobot environment plugin: `--env.discover_packages_path=lab_tasks.jobs.so101_bench
--env.type=so101_bench`. Importing this package registers the environment, its configuration and the
stand-in for VQ-BeT's picture encoder, which is what such a plugin is for. See docs/bench.md.
"""

import gymnasium as gym
from gymnasium.envs.registration import WrapperSpec

from lab_tasks.jobs.so101_bench import backbone, config

gym.register(
    id=config.GYM_ID,
    entry_point="lab_tasks.jobs.so101_bench.environment:PickPlace",
    max_episode_steps=config.EPISODE_STEPS,
    # lerobot-eval steps a batch until its last episode ends; a finished one need not be simulated.
    additional_wrappers=(WrapperSpec("Freeze", "lerobot.envs.utils:FreezeAfterEpisodeEnd", {}),),
)
backbone.register()
