"""A Qwen3 model's shape, read from Hugging Face's config.json."""
import json
import math
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Yarn:
    """RoPE stretched to a longer context, as Hugging Face defines "yarn"."""

    factor: float
    original: int  # context window the model was trained with, tokens
    beta_fast: float
    beta_slow: float
    attention_factor: float  # multiplies cosine and sine, hence scores by its square


@dataclass(frozen=True)
class Config:
    vocab_size: int
    hidden_size: int
    intermediate_size: int
    num_hidden_layers: int
    num_attention_heads: int
    num_key_value_heads: int
    head_dim: int
    rms_norm_eps: float
    rope_theta: float
    max_position_embeddings: int
    tie_word_embeddings: bool
    yarn: Yarn | None = None

    @property
    def is_small(self) -> bool:
        """Small models get kernels that software WebGPU runs well."""
        return self.hidden_size < 1024

    @property
    def score_scale(self) -> float:
        """What a query-key product is multiplied with before the softmax."""
        factor = self.yarn.attention_factor if self.yarn else 1.0
        return factor * factor / math.sqrt(self.head_dim)


def parse_yarn(scaling: dict | None, max_position_embeddings: int) -> Yarn | None:
    if not scaling:
        return None
    kind = scaling.get("rope_type", scaling.get("type"))
    if kind in (None, "default"):
        return None
    if kind != "yarn":
        raise ValueError(f"RoPE scaling {kind!r} is not supported; plain and yarn are")
    factor = float(scaling["factor"])
    attention_factor = scaling.get("attention_factor")
    if attention_factor is None:
        attention_factor = 0.1 * math.log(factor) + 1.0 if factor > 1 else 1.0
    return Yarn(
        factor=factor,
        original=int(scaling.get("original_max_position_embeddings") or max_position_embeddings),
        beta_fast=float(scaling.get("beta_fast") or 32),
        beta_slow=float(scaling.get("beta_slow") or 1),
        attention_factor=float(attention_factor),
    )


def parse_config(raw: dict) -> Config:
    if raw.get("model_type") != "qwen3":
        raise ValueError(f"model_type is {raw.get('model_type')!r}, not 'qwen3'")
    if raw.get("attention_bias"):
        raise ValueError("Attention biases are not supported")
    if raw.get("use_sliding_window"):
        raise ValueError("Sliding windows are not supported")
    rope = raw.get("rope_parameters") or {}
    names = Config.__dataclass_fields__.keys() - {"yarn", "rope_theta", "tie_word_embeddings"}
    return Config(
        **{name: raw[name] for name in names},
        rope_theta=float(raw.get("rope_theta") or rope["rope_theta"]),
        tie_word_embeddings=bool(raw.get("tie_word_embeddings")),
        yarn=parse_yarn(raw.get("rope_scaling") or rope, raw["max_position_embeddings"]),
    )


def read_config(path: Path | str) -> Config:
    return parse_config(json.loads(Path(path).read_text()))


def rope_ramp(config: Config) -> tuple[float, float]:
    """Rotary pairs below the first bound keep their frequency, those above the second are
    stretched by the whole factor, those between get some of both."""
    yarn = config.yarn
    assert yarn is not None

    def pair(rotations: float) -> float:
        turns = math.log(yarn.original / (rotations * 2 * math.pi))
        return config.head_dim * turns / (2 * math.log(config.rope_theta))

    low = max(math.floor(pair(yarn.beta_fast)), 0)
    high = min(math.ceil(pair(yarn.beta_slow)), config.head_dim - 1)
    return low, high if high != low else high + 0.001


def rope_frequencies(config: Config) -> list[float]:
    """Radians per position of each of the head_dim / 2 rotary pairs."""
    half = config.head_dim // 2
    plain = [config.rope_theta ** (-2 * pair / config.head_dim) for pair in range(half)]
    if not config.yarn:
        return plain
    low, high = rope_ramp(config)
    stretched = [min(max((pair - low) / (high - low), 0.0), 1.0) for pair in range(half)]
    return [f * (1 - s) + f / config.yarn.factor * s for f, s in zip(plain, stretched)]
