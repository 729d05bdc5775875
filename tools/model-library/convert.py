"""Converts a Qwen3 checkpoint (Hugging Face's safetensors) to MLC weights for WebLLM.

Writes `tensor-cache.json` and its shards, `mlc-chat-config.json`, and a copy of `tokenizer.json`.
One tensor at a time is in memory, so a model of any size converts on a small machine.
"""
import argparse
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from config import Config, parse_config
from quantization import QUANTIZATIONS, Quantization, quantize

DTYPES = {"F32": np.dtype("<f4"), "F16": np.dtype("<f2"), "BF16": np.dtype("<u2")}


class Checkpoint:
    """Tensors of one or several .safetensors files, as 32-bit floats, read when asked for."""

    def __init__(self, folder: Path):
        index = folder / "model.safetensors.index.json"
        files = [folder / "model.safetensors"]
        if index.exists():
            names = json.loads(index.read_text())["weight_map"].values()
            files = [folder / name for name in sorted(set(names))]
        self.entries: dict[str, tuple[Path, int, dict]] = {}
        for file in files:
            with open(file, "rb") as f:
                size = int.from_bytes(f.read(8), "little")
                header = json.loads(f.read(size))
            header.pop("__metadata__", None)
            self.entries |= {name: (file, 8 + size, entry) for name, entry in header.items()}

    def __getitem__(self, name: str) -> np.ndarray:
        if name not in self.entries:
            raise KeyError(f"The checkpoint has no tensor {name}")
        file, base, entry = self.entries[name]
        if entry["dtype"] not in DTYPES:
            raise ValueError(f"{name} is {entry['dtype']}; only {', '.join(DTYPES)} are read")
        start, end = entry["data_offsets"]
        raw = np.fromfile(file, np.uint8, count=end - start, offset=base + start)
        values = raw.view(DTYPES[entry["dtype"]]).reshape(entry["shape"])
        if entry["dtype"] == "BF16":
            return (values.astype(np.uint32) << 16).view(np.float32)
        return values.astype(np.float32)


def parameters(weights, c: Config, q: Quantization) -> Iterator[tuple[str, np.ndarray]]:
    """MLC's parameters (name, values), in the library's order, from Hugging Face's tensors."""

    def matrix(name: str, *sources: str) -> Iterator[tuple[str, np.ndarray]]:
        whole = np.concatenate([np.asarray(weights[f"{s}.weight"], np.float32) for s in sources])
        if q.bits:
            packed, scale = quantize(whole, q)
            yield f"{name}.q_weight", packed
            yield f"{name}.q_scale", scale
        else:
            yield f"{name}.weight", whole.astype(q.dtype)

    def vector(name: str) -> Iterator[tuple[str, np.ndarray]]:
        yield f"{name}.weight", np.asarray(weights[f"{name}.weight"]).astype(q.dtype)

    yield from matrix("model.embed_tokens", "model.embed_tokens")
    for i in range(c.num_hidden_layers):
        layer = f"model.layers.{i}"
        attention, mlp = f"{layer}.self_attn", f"{layer}.mlp"
        yield from matrix(f"{attention}.c_attn", *(f"{attention}.{n}_proj" for n in "qkv"))
        yield from matrix(f"{attention}.o_proj", f"{attention}.o_proj")
        yield from vector(f"{attention}.q_norm")
        yield from vector(f"{attention}.k_norm")
        yield from matrix(f"{mlp}.gate_up_proj", f"{mlp}.gate_proj", f"{mlp}.up_proj")
        yield from matrix(f"{mlp}.down_proj", f"{mlp}.down_proj")
        yield from vector(f"{layer}.input_layernorm")
        yield from vector(f"{layer}.post_attention_layernorm")
    yield from vector("model.norm")
    if not c.tie_word_embeddings:
        yield from matrix("lm_head", "lm_head")


def chat_config(raw: dict, c: Config, q: Quantization, context: int, chunk: int) -> dict:
    """What WebLLM reads beside the library. Prompts are rendered by the app, so the conversation
    template only has to be one that WebLLM accepts."""
    stops = raw.get("eos_token_id")
    stops = stops if isinstance(stops, list) else [stops]
    return {
        "version": "0.1.0",
        "model_type": "qwen3",
        "quantization": q.name,
        "model_config": {
            **{k: raw[k] for k in Config.__dataclass_fields__ if k in raw},
            "context_window_size": context,
            "prefill_chunk_size": chunk,
            "rope_scaling": raw.get("rope_scaling"),
        },
        "vocab_size": c.vocab_size,
        "context_window_size": context,
        "sliding_window_size": -1,
        "prefill_chunk_size": chunk,
        "attention_sink_size": -1,
        "tensor_parallel_shards": 1,
        "temperature": 0.7,
        "presence_penalty": 0.0,
        "frequency_penalty": 0.0,
        "repetition_penalty": 1.0,
        "top_p": 0.8,
        "tokenizer_files": ["tokenizer.json"],
        "tokenizer_info": {
            "token_postproc_method": "byte_level",
            "prepend_space_in_encode": False,
            "strip_space_in_decode": False,
        },
        "conv_template": {
            "name": "chatml",
            "system_template": "<|im_start|>system\n{system_message}<|im_end|>\n",
            "system_message": "",
            "add_role_after_system_message": True,
            "roles": {"user": "<|im_start|>user", "assistant": "<|im_start|>assistant"},
            "role_templates": {
                "user": "{user_message}",
                "assistant": "{assistant_message}",
                "tool": "{tool_message}",
            },
            "messages": [],
            "seps": ["<|im_end|>\n"],
            "role_content_sep": "\n",
            "role_empty_sep": "\n",
            "stop_str": [],
            "stop_token_ids": [s for s in stops if s is not None],
            "function_string": "",
            "use_function_calling": False,
        },
        "pad_token_id": raw.get("pad_token_id", 0),
        "bos_token_id": raw.get("bos_token_id"),
        "eos_token_id": stops if len(stops) > 1 else stops[0],
    }


def convert(source: Path, q: Quantization, output: Path, context: int | None, chunk: int) -> None:
    from tvm.contrib import tvmjs

    raw = json.loads((source / "config.json").read_text())
    c = parse_config(raw)
    output.mkdir(parents=True, exist_ok=True)
    tvmjs.dump_tensor_cache(
        parameters(Checkpoint(source), c, q),
        str(output),
        encode_format="raw",  # bf16 would round the scales
        show_progress=False,
    )
    settings = chat_config(raw, c, q, context or c.max_position_embeddings, chunk)
    (output / "mlc-chat-config.json").write_text(json.dumps(settings, indent=2) + "\n")
    shutil.copyfile(source / "tokenizer.json", output / "tokenizer.json")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path, help="folder of config.json, tokenizer.json, *.safetensors")
    parser.add_argument("quantization", choices=QUANTIZATIONS)
    parser.add_argument("output", type=Path, help="folder to write")
    parser.add_argument("--context", type=int, help="context window, tokens; the model's own if absent")
    parser.add_argument("--chunk", type=int, default=512, help="as the library was compiled with")
    args = parser.parse_args()
    convert(args.source, QUANTIZATIONS[args.quantization], args.output, args.context, args.chunk)


if __name__ == "__main__":
    main()
