"""The tiny model's backbone: a folder as `transformers` wants it, of which only the size is small.

The tokenizer's words are single bytes, so that no vocabulary has to be learned or fetched.
"""

from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import (
    PreTrainedTokenizerFast,
    SmolVLMConfig,
    SmolVLMImageProcessor,
    SmolVLMProcessor,
)
from transformers.models.smolvlm.video_processing_smolvlm import SmolVLMVideoProcessor

PICTURE_PX = 64
PATCH_PX = 16
HEADS_A_KEY = 3  # so many heads share keys and values, as in SmolVLM2
SCALE = 2  # the connector folds 2x2 patches into one token
TOKENS_PER_PICTURE = (PICTURE_PX // PATCH_PX // SCALE) ** 2
BEGIN, UNKNOWN, END, PAD = "<|im_start|>", "<|endoftext|>", "<end_of_utterance>", "<pad>"
MARKS = {
    "fake_image_token": "<fake_token_around_image>",
    "image_token": "<image>",
    "global_image_token": "<global-img>",
    "end_of_utterance_token": END,
}
"""Special tokens that SmolVLA looks up by these names."""


@dataclass(frozen=True)
class Size:
    """How wide and deep the language model is."""

    layers: int
    heads: int
    head_width: int = 16

    @property
    def width(self) -> int:
        """Numbers a token is made of."""
        return self.heads * self.head_width


TINY = Size(layers=4, heads=6)


def write(folder: Path, size: Size = TINY) -> None:
    """Write configuration, tokenizer and processor; weights are drawn when a policy is built."""
    vocabulary = _vocabulary()
    picture = {"longest_edge": PICTURE_PX}
    processor = SmolVLMProcessor(
        SmolVLMImageProcessor(size=picture, max_image_size=picture),
        _tokenizer(vocabulary),
        SmolVLMVideoProcessor(size=picture, max_image_size=picture),
        image_seq_len=TOKENS_PER_PICTURE,
    )
    processor.save_pretrained(folder)
    _config(vocabulary, size).save_pretrained(folder)


def _vocabulary() -> dict[str, int]:
    special = [BEGIN, UNKNOWN, END, MARKS["image_token"], MARKS["fake_image_token"]]
    special += [MARKS["global_image_token"], PAD]
    return {word: n for n, word in enumerate([*special, *sorted(_alphabet())])}


def _alphabet() -> list[str]:
    return list(pre_tokenizers.ByteLevel.alphabet())


def _tokenizer(vocabulary: dict[str, int]) -> PreTrainedTokenizerFast:
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token=BEGIN,
        eos_token=END,
        unk_token=UNKNOWN,
        pad_token=PAD,
        extra_special_tokens=MARKS,
    )


def _config(vocabulary: dict[str, int], size: Size) -> SmolVLMConfig:
    text = {
        "model_type": "llama",
        "vocab_size": len(vocabulary),
        "hidden_size": size.width,
        "intermediate_size": 8 * size.width // 3,
        "num_hidden_layers": size.layers,
        "num_attention_heads": size.heads,
        "num_key_value_heads": size.heads // HEADS_A_KEY,
        "head_dim": size.head_width,
        "max_position_embeddings": 1024,
        "pad_token_id": vocabulary[PAD],
        "bos_token_id": vocabulary[BEGIN],
        "eos_token_id": vocabulary[END],
    }
    vision = {
        "hidden_size": 48,
        "intermediate_size": 96,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "image_size": PICTURE_PX,
        "patch_size": PATCH_PX,
    }
    return SmolVLMConfig(
        text_config=text,
        vision_config=vision,
        image_token_id=vocabulary[MARKS["image_token"]],
        scale_factor=SCALE,
        pad_token_id=vocabulary[PAD],
        tie_word_embeddings=False,
    )
