"""Qwen3 in NumPy, in 64-bit floats: what a compiled library is checked against.

Weights carry Hugging Face's names. Written from the definition of the model, not from the
library's code, so that a fault in one does not hide in the other.
"""
import numpy as np

from config import Config, rope_frequencies

# A model of no use, small enough for 64-bit NumPy, and a RoPE scaling for it.
TINY = {
    "model_type": "qwen3",
    "vocab_size": 512,
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 32,
    "rms_norm_eps": 1e-6,
    "rope_theta": 10000.0,
    "max_position_embeddings": 64,
    "tie_word_embeddings": True,
}
YARN = {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 64}


def rms_norm(x: np.ndarray, weight: np.ndarray, eps: float) -> np.ndarray:
    return x / np.sqrt((x * x).mean(axis=-1, keepdims=True) + eps) * weight


def rotate(x: np.ndarray, config: Config) -> np.ndarray:
    """RoPE of x [positions, heads, head_dim]; entry i pairs with i + head_dim / 2."""
    angles = np.arange(x.shape[0])[:, None] * np.array(rope_frequencies(config))
    amplitude = config.yarn.attention_factor if config.yarn else 1.0
    cos = amplitude * np.cos(angles)[:, None, :]
    sin = amplitude * np.sin(angles)[:, None, :]
    a, b = np.split(x, 2, axis=-1)
    return np.concatenate([a * cos - b * sin, b * cos + a * sin], axis=-1)


def attention(x: np.ndarray, weights: dict, prefix: str, config: Config) -> np.ndarray:
    count, dim = x.shape[0], config.head_dim

    def heads(name: str) -> np.ndarray:
        return (x @ weights[f"{prefix}.{name}_proj.weight"].T).reshape(count, -1, dim)

    q = rotate(rms_norm(heads("q"), weights[f"{prefix}.q_norm.weight"], config.rms_norm_eps), config)
    k = rotate(rms_norm(heads("k"), weights[f"{prefix}.k_norm.weight"], config.rms_norm_eps), config)
    v = heads("v")
    repeat = config.num_attention_heads // config.num_key_value_heads
    k, v = (np.repeat(t, repeat, axis=1) for t in (k, v))
    scores = np.einsum("qhd,khd->hqk", q, k) / np.sqrt(dim)
    scores = np.where(np.tril(np.ones((count, count), bool)), scores, -np.inf)
    scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
    scores /= scores.sum(axis=-1, keepdims=True)
    out = np.einsum("hqk,khd->qhd", scores, v).reshape(count, -1)
    return out @ weights[f"{prefix}.o_proj.weight"].T


def logits(tokens: list[int], weights: dict, config: Config) -> np.ndarray:
    """Logits [position, vocabulary] after each of the tokens."""
    weights = {name: np.asarray(w, np.float64) for name, w in weights.items()}
    h = weights["model.embed_tokens.weight"][tokens]
    for i in range(config.num_hidden_layers):
        layer = f"model.layers.{i}"
        x = rms_norm(h, weights[f"{layer}.input_layernorm.weight"], config.rms_norm_eps)
        h = h + attention(x, weights, f"{layer}.self_attn", config)
        x = rms_norm(h, weights[f"{layer}.post_attention_layernorm.weight"], config.rms_norm_eps)
        gate = x @ weights[f"{layer}.mlp.gate_proj.weight"].T
        up = x @ weights[f"{layer}.mlp.up_proj.weight"].T
        h = h + (gate / (1 + np.exp(-gate)) * up) @ weights[f"{layer}.mlp.down_proj.weight"].T
    h = rms_norm(h, weights["model.norm.weight"], config.rms_norm_eps)
    head = "model.embed_tokens" if config.tie_word_embeddings else "lm_head"
    return h @ weights[f"{head}.weight"].T


def log_softmax(x: np.ndarray) -> np.ndarray:
    x = np.asarray(x, np.float64)
    x = x - x.max(axis=-1, keepdims=True)
    return x - np.log(np.exp(x).sum(axis=-1, keepdims=True))


def greedy(prompt: list[int], count: int, weights: dict, config: Config) -> list[int]:
    """The likeliest `count` tokens after the prompt, one by one; no stop tokens."""
    tokens = list(prompt)
    for _ in range(count):
        tokens.append(int(logits(tokens, weights, config)[-1].argmax()))
    return tokens[len(prompt) :]


def random_weights(config: Config, seed: int = 0) -> dict:
    """Weights of a model that was never trained, scaled so that its logits are lively."""
    rng = np.random.default_rng(seed)

    def matrix(rows: int, columns: int) -> np.ndarray:
        return (rng.standard_normal((rows, columns)) / np.sqrt(columns)).astype(np.float32)

    def norm(size: int) -> np.ndarray:
        return rng.uniform(0.5, 1.5, size).astype(np.float32)

    c = config
    queries, keys = c.num_attention_heads * c.head_dim, c.num_key_value_heads * c.head_dim
    weights = {"model.embed_tokens.weight": matrix(c.vocab_size, c.hidden_size) * 4}
    for i in range(c.num_hidden_layers):
        layer = f"model.layers.{i}"
        weights |= {
            f"{layer}.input_layernorm.weight": norm(c.hidden_size),
            f"{layer}.post_attention_layernorm.weight": norm(c.hidden_size),
            f"{layer}.self_attn.q_norm.weight": norm(c.head_dim),
            f"{layer}.self_attn.k_norm.weight": norm(c.head_dim),
            f"{layer}.self_attn.q_proj.weight": matrix(queries, c.hidden_size),
            f"{layer}.self_attn.k_proj.weight": matrix(keys, c.hidden_size),
            f"{layer}.self_attn.v_proj.weight": matrix(keys, c.hidden_size),
            f"{layer}.self_attn.o_proj.weight": matrix(c.hidden_size, queries),
            f"{layer}.mlp.gate_proj.weight": matrix(c.intermediate_size, c.hidden_size),
            f"{layer}.mlp.up_proj.weight": matrix(c.intermediate_size, c.hidden_size),
            f"{layer}.mlp.down_proj.weight": matrix(c.hidden_size, c.intermediate_size),
        }
    weights["model.norm.weight"] = norm(c.hidden_size)
    if not c.tie_word_embeddings:
        weights["lm_head.weight"] = matrix(c.vocab_size, c.hidden_size)
    return weights
