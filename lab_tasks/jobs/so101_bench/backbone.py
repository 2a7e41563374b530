"""The stand-in for VQ-BeT's picture encoder.

VQ-BeT cannot be built without one picture and a torchvision ResNet to read it. The bench's picture
is blank, and eleven million weights that look at nothing made a checkpoint of 53 MB and most of a
training step. lerobot looks the network up by name in `torchvision.models`, asks that the name
begin with "resnet", and drops its last two children; so this one is a single average with nothing
to learn, under such a name: `--policy.vision_backbone=resnet_blank`.
"""

from typing import Any

import torchvision
from torch import nn

NAME = "resnet_blank"


def resnet_blank(weights: None = None, **_options: Any) -> nn.Module:
    """Build children as a ResNet has them: the features, then the two that lerobot drops."""
    if weights is not None:
        raise ValueError("no weights to load: add --policy.pretrained_backbone_weights=null")
    return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Identity(), nn.Identity())


def register() -> None:
    """Make the stand-in known where lerobot looks for picture encoders."""
    setattr(torchvision.models, NAME, resnet_blank)
