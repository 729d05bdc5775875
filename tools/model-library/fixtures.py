"""Makes what the browser tests of libraries need: libraries of small models, and the log-probabilities
that NumPy gets for them. The weights are not kept: both sides make them from a hash of their index,
here and in tests/fixtures/hashed-weights.ts.
"""
import argparse
import base64
import json
import math
from pathlib import Path

import numpy as np

from compile import build_webgpu, cpu_target
from config import Config, parse_config
from model import Qwen3, model_spec
from quantization import QUANTIZATIONS, Quantization, dequantize
from reference import TINY, YARN, log_softmax, logits
from runtime import HERE, compress

JAN_NANO = json.loads((HERE / "configs" / "jan-nano-yarn.json").read_text())
ONE_LAYER = {**JAN_NANO, "num_hidden_layers": 1, "vocab_size": 2048}
# Name: config, quantisation, tokens of each forward. The first fills four times its own window.
MODELS = {
    "yarn-q0f32": ({**TINY, "rope_scaling": YARN}, "q0f32", [62, 1, 1] * 4),
    # Decode and prefill, in both orders: each takes software WebGPU seconds.
    "one-layer-q4f32_1": ({**ONE_LAYER, "rope_scaling": None}, "q4f32_1", [1, 4]),
    "one-layer-q8f32_1": (ONE_LAYER, "q8f32_1", [4, 1]),
}
# What the codes of a matrix come to on average (root of the mean square), about.
STEPS = {4: 4.32, 8: 73.6}


def mix(h: np.ndarray) -> np.ndarray:
    """MurmurHash3's finaliser on uint32."""
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return h ^ (h >> np.uint32(16))


def hashed(count: int, stream: int) -> np.ndarray:
    return mix(np.arange(count, dtype=np.uint32) ^ mix(np.array([stream], np.uint32)))


def without_highest(words: np.ndarray, bits: int) -> np.ndarray:
    """Turns the highest code, which quantising never makes, into that of weight 0."""
    ones = words.copy()
    for i in range(1, bits):
        ones &= words >> np.uint32(i)
    ones &= np.uint32(sum(1 << i for i in range(0, 32, bits)))
    return words ^ (ones << np.uint32(bits - 1))


def values(stream: int, name: str, shape: list[int], q: Quantization) -> np.ndarray:
    """A parameter of a model that was never trained, scaled so that its logits are lively."""
    words = hashed(math.prod(shape), stream).reshape(shape)
    if name.endswith("q_weight"):
        return without_highest(words, q.bits)
    unit = (words >> np.uint32(8)).astype(np.float64) / 2**24
    gain = 4 if name.startswith("model.embed_tokens") else 1
    if len(shape) == 1:
        out = unit + 0.5
    elif name.endswith("q_scale"):
        out = (unit + 0.5) * (gain / (math.sqrt(shape[1] * 32) * STEPS[q.bits]))
    else:
        out = (unit * 2 - 1) * (gain * math.sqrt(3 / shape[1]))
    return out.astype(np.float32)


def parameters(c: Config, q: Quantization) -> dict[str, np.ndarray]:
    _, named = Qwen3(c, q, cpu_target()).export_tvm(model_spec(c, q))
    return {
        name: values(i + 1, name, [int(n) for n in p.shape], q) for i, (name, p) in enumerate(named)
    }


def unfused(weights: dict[str, np.ndarray], c: Config, q: Quantization) -> dict[str, np.ndarray]:
    """The numbers that the library computes with, under Hugging Face's names."""
    heads, groups = c.num_attention_heads * c.head_dim, c.num_key_value_heads * c.head_dim
    parts = {
        "c_attn": (("q_proj", "k_proj", "v_proj"), (heads, heads + groups)),
        "gate_up_proj": (("gate_proj", "up_proj"), (c.intermediate_size,)),
    }
    out = {}
    for name, value in weights.items():
        if name.endswith("q_scale"):
            continue
        if name.endswith("q_weight"):
            name = name.removesuffix("q_weight")
            value, name = dequantize(value, weights[f"{name}q_scale"], q), f"{name}weight"
        kind = name.split(".")[-2]
        names, borders = parts.get(kind, ((kind,), ()))
        for part, rows in zip(names, np.split(value, borders)):
            out[name.replace(kind, part)] = rows
    return out


def fixture(raw: dict, q: Quantization, slices: list[int]) -> dict:
    c = parse_config(raw)
    tokens = [int(t) for t in hashed(sum(slices), 0) % np.uint32(c.vocab_size)]
    weights = parameters(c, q)
    ends = np.cumsum(slices) - 1
    expected = log_softmax(logits(tokens, unfused(weights, c, q), c)[ends])
    sample = lambda flat: [int(flat[i]) for i in (0, len(flat) // 2, -1)]  # noqa: E731
    return {
        "config": raw,
        "quantization": q.name,
        "tokens": tokens,
        "slices": slices,
        # First, middle and last word of each parameter: does the other side make the same?
        "words": {name: sample(w.reshape(-1).view(np.uint32)) for name, w in weights.items()},
        # After each slice, [slices, vocabulary], 32-bit floats, base64.
        "logProbabilities": base64.b64encode(expected.astype("<f4").tobytes()).decode(),
    }


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("output", type=Path)
    parser.add_argument("names", nargs="*", default=list(MODELS))
    args = parser.parse_args(arguments)
    args.output.mkdir(parents=True, exist_ok=True)
    for name in args.names:
        raw, quantization, slices = MODELS[name]
        q = QUANTIZATIONS[quantization]
        content = json.dumps(fixture(raw, q, slices), separators=(",", ":"))
        (args.output / f"{name}.json").write_text(content + "\n")
        library = HERE / ".cache" / f"{name}.wasm"
        build_webgpu(parse_config(raw), q, library, 512, HERE / ".cache")
        compress(library, args.output / f"{name}.wasm.gz")


if __name__ == "__main__":
    main()
