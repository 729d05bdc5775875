"""Writes what `npm run convert` is checked against: a tiny Qwen3 checkpoint in two safetensors files
of several types, and the SHA-256 of every parameter that convert.py makes of it. NumPy alone.

    python tests/convert_fixture.py ../../tests/fixtures/convert
"""
import hashlib
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

from config import parse_config  # noqa: E402
from convert import Checkpoint, parameters  # noqa: E402
from quantization import QUANTIZATIONS  # noqa: E402
from reference import random_weights  # noqa: E402

CONFIG = {
    "architectures": ["Qwen3ForCausalLM"],
    "model_type": "qwen3",
    "vocab_size": 96,
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 32,
    "rms_norm_eps": 1e-6,
    "rope_theta": 1000000,
    "max_position_embeddings": 128,
    "tie_word_embeddings": False,
    "bos_token_id": 1,
    "eos_token_id": 2,
}


def difficult_groups(rng: np.random.Generator) -> np.ndarray:
    """Groups of 32 in which rounding goes wrong first."""
    halves = np.arange(-16, 16) / 2
    return np.array(
        [
            np.zeros(32),
            np.full(32, -0.0),
            np.clip(halves, -7, 7),  # ties, for a scale of 1
            np.clip(halves, -7, 7) * 2.0**-20,
            rng.standard_normal(32) * 1e-30,  # scales that 16 bits round to 0
            rng.standard_normal(32) * 2.0**-18,  # scales below the smallest normal of 16 bits
            rng.standard_normal(32) * 2.0**-23,
            rng.standard_normal(32) * 20_000,
            rng.integers(-127, 128, 32) * 0.5,
            np.r_[1e-38, 1e-42, np.zeros(30)],  # subnormal in 32 bits
        ],
        np.float32,
    )


def stored(values: np.ndarray, dtype: str) -> bytes:
    if dtype == "BF16":  # cut off: which of the two neighbours it is does not matter here
        return (values.astype("<f4").view("<u4") >> 16).astype("<u2").tobytes()
    return values.astype({"F32": "<f4", "F16": "<f2"}[dtype]).tobytes()


def write_safetensors(path: Path, tensors: dict[str, tuple[str, np.ndarray]]) -> None:
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name, (dtype, values) in tensors.items():
        raw = stored(values, dtype)
        offsets = [len(data), len(data) + len(raw)]
        header[name] = {"dtype": dtype, "shape": list(values.shape), "data_offsets": offsets}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, "little") + text + data)


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    config = parse_config(CONFIG)
    weights = random_weights(config, seed=5)
    groups = difficult_groups(np.random.default_rng(7))
    weights["model.embed_tokens.weight"].reshape(-1, 32)[: len(groups)] = groups
    types = ["BF16", "F16", "F32"]
    typed = {
        name: ("F32" if "embed" in name else types[i % 3], values)
        for i, (name, values) in enumerate(weights.items())
    }
    first = {n: t for n, t in typed.items() if ".1." not in n}
    second = {n: t for n, t in typed.items() if n not in first}
    files = {f"model-0000{i}-of-00002.safetensors": t for i, t in enumerate((first, second), 1)}
    for name, tensors in files.items():
        write_safetensors(folder / name, tensors)
    index = {"metadata": {}, "weight_map": {n: f for f, t in files.items() for n in t}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=2) + "\n")
    (folder / "config.json").write_text(json.dumps(CONFIG, indent=2) + "\n")

    checkpoint = Checkpoint(folder)
    expected = {
        q.name: {
            name: hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()
            for name, values in parameters(checkpoint, config, q)
        }
        for q in QUANTIZATIONS.values()
    }
    (folder / "expected.json").write_text(json.dumps(expected, indent=2) + "\n")


if __name__ == "__main__":
    main()
