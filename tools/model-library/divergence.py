"""How far quantised weights move a model's predictions: KL divergence from the 32-bit checkpoint.

    python divergence.py ../pocket/checkpoint ../pocket/work/val-tokens.jsonl FOLDER...

Each FOLDER holds MLC weights of the checkpoint. Prints, for each, the mean of
KL(32-bit || quantised) in nats over all positions and over those of the model's own turns, and the
share of positions whose likeliest token is the same. The tokens come from tools/pocket/tokens.ts.
"""
import json
import sys
from pathlib import Path

import numpy as np

from config import Config, read_config
from convert import Checkpoint
from quantization import QUANTIZATIONS, dequantize
from reference import log_softmax, logits


def read_mlc(folder: Path, c: Config) -> dict[str, np.ndarray]:
    """Weights under Hugging Face's names, as a library computes with them."""
    q = QUANTIZATIONS[json.loads((folder / "mlc-chat-config.json").read_text())["quantization"]]
    values = {}
    for shard in json.loads((folder / "tensor-cache.json").read_text())["records"]:
        raw = (folder / shard["dataPath"]).read_bytes()
        for r in shard["records"]:
            part = raw[r["byteOffset"] : r["byteOffset"] + r["nbytes"]]
            values[r["name"]] = np.frombuffer(part, r["dtype"]).reshape(r["shape"])
    queries, keys = c.num_attention_heads * c.head_dim, c.num_key_value_heads * c.head_dim
    splits = {
        "c_attn": (["q_proj", "k_proj", "v_proj"], [queries, queries + keys]),
        "gate_up_proj": (["gate_proj", "up_proj"], [c.intermediate_size]),
    }
    weights = {}
    for name, value in values.items():
        base, kind = name.rsplit(".", 1)
        if kind == "q_scale":
            continue
        if kind == "q_weight":
            value = dequantize(value, values[f"{base}.q_scale"], q)
        parent, last = base.rsplit(".", 1)
        parts, at = splits.get(last, ([last], []))
        for part, rows in zip(parts, np.split(value, at)):
            weights[f"{parent}.{part}.weight"] = rows
    return weights


def main() -> None:
    checkpoint, tokens, *folders = map(Path, sys.argv[1:])
    c = read_config(checkpoint / "config.json")
    original = Checkpoint(checkpoint)
    exact = {name: original[name] for name in original.entries}
    models = {folder.name: read_mlc(folder, c) for folder in folders}
    sums = {name: np.zeros(4) for name in models}
    positions = own = 0
    for line in tokens.read_text().splitlines():
        example = json.loads(line)
        ids, first = example["ids"][:-1], example["answer"] - 1
        wanted = log_softmax(logits(ids, exact, c))
        positions += len(ids)
        own += len(ids) - first
        for name, weights in models.items():
            got = log_softmax(logits(ids, weights, c))
            kl = (np.exp(wanted) * (wanted - got)).sum(axis=-1)
            same = wanted.argmax(axis=-1) == got.argmax(axis=-1)
            sums[name] += kl.sum(), kl[first:].sum(), same.sum(), same[first:].sum()
    print(f"{positions} positions, {own} of them in the model's own turns")
    for name, (kl, kl_own, same, same_own) in sums.items():
        print(
            f"{name:24} KL {kl / positions:.6f}, own turns {kl_own / own:.6f}; "
            f"same token {same / positions:.2%}, own turns {same_own / own:.2%}"
        )


if __name__ == "__main__":
    main()
