"""The tiny policy: lerobot's SmolVLA on the tiny backbone, for what the bench shows and takes."""

from pathlib import Path

import torch
from lerobot.configs import FeatureType, PolicyFeature
from lerobot.policies.factory import make_pre_post_processors
from lerobot.policies.smolvla.configuration_smolvla import SmolVLAConfig
from lerobot.policies.smolvla.modeling_smolvla import SmolVLAPolicy
from lerobot.utils.constants import ACTION, OBS_IMAGE, OBS_STATE

from lab_tasks.jobs.so101_bench.config import ACTION_SIZE
from lab_tasks.jobs.so101_bench.observation import STATE_SIZE, picture_shape
from lab_tasks.jobs.tiny_model import backbone


def write(
    folder: Path, backbone_folder: Path, *, seed: int, chunk: int, picture_px: int
) -> SmolVLAPolicy:
    """Draw the weights by the seed and write a checkpoint as lerobot-train would."""
    policy = build(backbone_folder, seed=seed, chunk=chunk, picture_px=picture_px)
    policy.save_pretrained(folder)
    for processor in make_pre_post_processors(policy.config):
        processor.save_pretrained(folder)
    return policy


def build(
    backbone_folder: Path,
    *,
    seed: int,
    chunk: int,
    picture_px: int,
    layers: int = backbone.TINY.layers,
) -> SmolVLAPolicy:
    """Draw the weights by the seed."""
    torch.manual_seed(seed)
    return SmolVLAPolicy(_config(backbone_folder, chunk, picture_px, layers))


def _config(backbone_folder: Path, chunk: int, picture_px: int, layers: int) -> SmolVLAConfig:
    height, width, colours = picture_shape(picture_px)
    return SmolVLAConfig(
        vlm_model_name=str(backbone_folder),
        num_vlm_layers=layers,
        resize_imgs_with_padding=(backbone.PICTURE_PX, backbone.PICTURE_PX),
        chunk_size=chunk,
        n_action_steps=chunk,
        push_to_hub=False,
        device="cpu",
        input_features={
            OBS_STATE: PolicyFeature(FeatureType.STATE, (STATE_SIZE,)),
            OBS_IMAGE: PolicyFeature(FeatureType.VISUAL, (colours, height, width)),
        },
        output_features={ACTION: PolicyFeature(FeatureType.ACTION, (ACTION_SIZE,))},
    )
