"""The ResNet that pads: what it makes of a picture, and how many tokens ACT then has."""

from pathlib import Path

import pytest
from laboratory import Lab

pytestmark = pytest.mark.lerobot

PADDED = """
import json, torch
from lab_tasks.jobs.padded_resnet import PadResize
wide, tall = torch.ones(1, 3, 480, 640), torch.ones(2, 3, 640, 480)
fit = PadResize(224)
a, b = fit(wide), fit(tall)
print(json.dumps({
    "shapes": [list(a.shape), list(b.shape)],
    "rows": [int((a[0, 0].abs().sum(1) == 0).sum()), int((b[0, 0].abs().sum(0) == 0).sum())],
    "top": float(a[0, 0, :28].abs().sum()), "middle": float(a[0, 0, 28:196].mean()),
}))
"""

TOKENS = """
import json, torch
import lab_tasks.jobs.padded_resnet
from lerobot.configs.types import FeatureType, PolicyFeature
from lerobot.policies.act.configuration_act import ACTConfig
from lerobot.policies.act.modeling_act import ACTPolicy
views = [f"observation.images.{name}" for name in ("wrist", "overhead")]
policy = ACTPolicy(ACTConfig(
    device="cpu", vision_backbone="resnet18_pad224", pretrained_backbone_weights=None,
    use_vae=False, dim_model=8, n_heads=1, dim_feedforward=8, chunk_size=2, n_action_steps=2,
    input_features={
        "observation.state": PolicyFeature(FeatureType.STATE, (6,)),
        **{view: PolicyFeature(FeatureType.VISUAL, (3, 480, 640)) for view in views},
    },
    output_features={"action": PolicyFeature(FeatureType.ACTION, (6,))},
))
tokens = []
policy.model.encoder.register_forward_pre_hook(lambda _, given: tokens.append(given[0].shape[0]))
seen = {"observation.state": torch.zeros(1, 6)} | {v: torch.rand(1, 3, 480, 640) for v in views}
policy.eval()
with torch.no_grad():
    action = policy.select_action(seen)
print(json.dumps({"tokens": tokens, "action": list(action.shape)}))
"""


@pytest.fixture
def lab(lab_python: str, tmp_path: Path) -> Lab:
    """A lab without demonstrations, which no picture here needs."""
    return Lab(lab_python, tmp_path)


def test_a_wide_picture_gets_rows_of_nothing_and_a_tall_one_columns(lab: Lab) -> None:
    assert lab.probe(PADDED) == {
        "shapes": [[1, 3, 224, 224], [2, 3, 224, 224]],
        "rows": [56, 56],
        "top": 0.0,
        "middle": pytest.approx(1.0),
    }


def test_two_cameras_are_98_tokens_beside_state_and_latent(lab: Lab) -> None:
    assert lab.probe(TOKENS) == {"tokens": [100], "action": [1, 6]}
