"""ResNet-18 that first fits a picture into 224x224 and pads the rest: `resnet18_pad224`.

lerobot 0.6.1's ACT gives a camera's picture to its ResNet as it is: 640x480 makes 300 tokens a
camera where 224x224 makes 49. The SO-101 devlog's fork of lerobot resized with padding; here the
network itself does, so that training and the robot see the same. Name this package wherever such a
policy is made or loaded: `--policy.discover_packages_path=lab_tasks.jobs.padded_resnet`.
"""

from typing import Any

import torchvision
from torch import Tensor, nn
from torch.nn import functional

NAME, SIDE = "resnet18_pad224", 224


class PadResize(nn.Module):
    """Keeps the aspect: the longer side becomes `side` pixels, zeros fill the shorter one evenly.

    lerobot has subtracted the mean colour before, so that zero is grey and not black.
    """

    def __init__(self, side: int) -> None:
        super().__init__()
        self.side = side

    def forward(self, pictures: Tensor) -> Tensor:
        """Return (batch, channels, side, side) from (batch, channels, height, width)."""
        height, width = pictures.shape[-2:]
        scale = self.side / max(height, width)
        size = (max(1, round(height * scale)), max(1, round(width * scale)))
        fitted = functional.interpolate(
            pictures, size=size, mode="bilinear", align_corners=False, antialias=True
        )
        rows, columns = self.side - size[0], self.side - size[1]
        left, top = columns // 2, rows // 2
        return functional.pad(fitted, (left, columns - left, top, rows - top))


def resnet18_pad224(weights: str | None = None, **options: Any) -> nn.Module:
    """Build torchvision's ResNet-18 with the resize before its first layer.

    lerobot's ACT takes a ResNet's children in their order, and its `fc` for the width.
    """
    resnet = torchvision.models.resnet18(weights=weights, **options)
    children = dict(resnet.named_children())
    first, stem = PadResize(SIDE), children["conv1"]
    resnet.conv1 = nn.Sequential(first, stem)
    return resnet


setattr(torchvision.models, NAME, resnet18_pad224)
