"""Ways of decoding a chunk of actions from one backbone: what each runs, and how often.

- `tokens`: each number of each action is a token, and each token a pass of its own (OpenVLA).
- `parallel`: all numbers at once in one pass, read by a small head (OpenVLA-OFT).
- `flow`: the backbone once, a narrower expert ten times over the whole chunk (SmolVLA, pi0.5).
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch
from torch import Tensor, nn

from lab_tasks.jobs.tiny_model import backbone, policy
from lab_tasks.jobs.tiny_model.backbone import Size

ACTION_SIZE = 7  # numbers of an action of LIBERO's arm
PREFIX_TOKENS = 64  # what is seen, told and sensed before the first action
BINS = 256  # an action's number as a token


class Ways:
    """One random model, and every way of decoding from it."""

    def __init__(self, folder: Path, size: Size, seed: int) -> None:
        """Build the model in memory from a backbone's folder."""
        built = policy.build(folder, seed=seed, chunk=1, picture_px=32, layers=size.layers).eval()
        self._policy = built
        self._text: nn.Module = built.model.vlm_with_expert.get_vlm_model().text_model
        self._bins = nn.Linear(size.width, BINS)
        self._head = nn.Sequential(
            nn.Linear(size.width, size.width), nn.ReLU(), nn.Linear(size.width, 1)
        )
        self._prefix = torch.randn(1, PREFIX_TOKENS, size.width)
        self._slots = torch.randn(1, 1, size.width)

    @property
    def parameters(self) -> int:
        """Parameters of the whole policy."""
        return sum(each.numel() for each in self._policy.parameters())

    def of(self, chunk: int) -> dict[str, Callable[[], Tensor]]:
        """Return each way as a call that decodes a chunk of so many actions."""
        return {
            "tokens": partial(self._tokens, chunk),
            "parallel": partial(self._parallel, chunk),
            "flow": partial(self._flow, chunk),
        }

    @torch.inference_mode()
    def _tokens(self, chunk: int) -> Tensor:
        """Take one pass a number, each looking back at all before it through the cache."""
        seen = self._text(inputs_embeds=self._prefix, use_cache=True)
        words = []
        while True:
            words.append(self._bins(seen.last_hidden_state[:, -1]).argmax(-1))
            if len(words) == chunk * ACTION_SIZE:
                break
            embedded = self._text.get_input_embeddings()(words[-1][:, None])
            seen = self._text(
                inputs_embeds=embedded, past_key_values=seen.past_key_values, use_cache=True
            )
        return torch.stack(words, 1).view(1, chunk, ACTION_SIZE)

    @torch.inference_mode()
    def _parallel(self, chunk: int) -> Tensor:
        """Take one pass in which every slot may look at every other: nothing is masked."""
        slots = self._slots.expand(1, chunk * ACTION_SIZE, -1)
        tokens = torch.cat([self._prefix, slots], 1)
        length = tokens.shape[1]
        everything = torch.zeros(1, 1, length, length)
        seen = self._text(inputs_embeds=tokens, attention_mask=everything, use_cache=False)
        numbers: Tensor = self._head(seen.last_hidden_state[:, PREFIX_TOKENS:])
        return numbers.view(1, chunk, ACTION_SIZE)

    @torch.inference_mode()
    def _flow(self, chunk: int) -> Tensor:
        """Let the policy's own expert turn noise into the chunk."""
        self._policy.config.chunk_size = chunk
        words = PREFIX_TOKENS - backbone.TOKENS_PER_PICTURE - 1  # the state is one token
        actions: Tensor = self._policy.model.sample_actions(
            [torch.zeros(1, 3, backbone.PICTURE_PX, backbone.PICTURE_PX)],
            [torch.ones(1, dtype=torch.bool)],
            torch.full((1, words), BINS // 2),
            torch.ones(1, words, dtype=torch.bool),
            torch.zeros(1, self._policy.config.max_state_dim),
        )
        return actions[:, :, :ACTION_SIZE]
