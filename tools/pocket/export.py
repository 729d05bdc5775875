"""Writes a checkpoint as what ships: GGUF and tokenizer for the browser, f32 weights for building other formats.

    python export.py --checkpoint work/run/last.pt

Writes public/models/jan-pocket/{jan-pocket.gguf,tokenizer.json,config.json}, src/models/jan-pocket.json and
tools/pocket/checkpoint/{model.safetensors,config.json,tokenizer.json}.
"""
import argparse
import hashlib
import json
import shutil
from pathlib import Path

import gguf
import numpy as np
import torch
from gguf import GGMLQuantizationType as Q, TokenType
from safetensors.torch import save_file

ROOT = Path(__file__).resolve().parents[2]
# Hugging Face name -> GGUF name, in every layer. RoPE is of the NEOX kind in both, so nothing is permuted.
LAYER = {
    "input_layernorm": "attn_norm",
    "self_attn.q_proj": "attn_q",
    "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v",
    "self_attn.o_proj": "attn_output",
    "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm",
    "post_attention_layernorm": "ffn_norm",
    "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}
FILE_TYPES = {"Q8_0": gguf.LlamaFileType.MOSTLY_Q8_0, "F16": gguf.LlamaFileType.MOSTLY_F16, "F32": gguf.LlamaFileType.ALL_F32}


def write_gguf(path: Path, config: dict, weights: dict[str, np.ndarray], tokenizer: dict, template: str, kind: str) -> None:
    """config: the keys of Hugging Face's Qwen3Config; weights: its names -> float32 arrays [out, in]; kind: type of the matrices."""
    w = gguf.GGUFWriter(str(path), "qwen3")
    w.add_name("Jan-Pocket")
    w.add_license("apache-2.0")
    w.add_block_count(config["num_hidden_layers"])
    w.add_context_length(config["max_position_embeddings"])
    w.add_embedding_length(config["hidden_size"])
    w.add_feed_forward_length(config["intermediate_size"])
    w.add_head_count(config["num_attention_heads"])
    w.add_head_count_kv(config["num_key_value_heads"])
    w.add_key_length(config["head_dim"])
    w.add_value_length(config["head_dim"])
    w.add_layer_norm_rms_eps(config["rms_norm_eps"])
    w.add_rope_freq_base(config["rope_theta"])
    w.add_file_type(FILE_TYPES[kind])

    added = {token["content"]: token for token in tokenizer["added_tokens"]}
    by_id = {i: text for text, i in tokenizer["model"]["vocab"].items()} | {t["id"]: text for text, t in added.items()}
    tokens = [by_id[i] for i in range(config["vocab_size"])]
    # CONTROL tokens never appear in the text that an engine gives back; USER_DEFINED ones do.
    types = [
        TokenType.NORMAL if t not in added else TokenType.CONTROL if added[t]["special"] else TokenType.USER_DEFINED
        for t in tokens
    ]
    merges = [m if isinstance(m, str) else " ".join(m) for m in tokenizer["model"]["merges"]]
    w.add_tokenizer_model("gpt2")
    w.add_tokenizer_pre("qwen2")
    w.add_token_list(tokens)
    w.add_token_types(types)
    w.add_token_merges(merges)
    w.add_eos_token_id(tokens.index("<|im_end|>"))
    w.add_pad_token_id(tokens.index("<|endoftext|>"))
    w.add_add_bos_token(False)
    w.add_chat_template(template)

    def put(name: str, array: np.ndarray) -> None:
        if array.ndim == 1 or kind == "F32":
            w.add_tensor(name, array)  # norms stay F32
        else:
            w.add_tensor(name, gguf.quants.quantize(array, Q[kind]), raw_dtype=Q[kind])

    # Tied embeddings: without output.weight llama.cpp uses token_embd for the output.
    put("token_embd.weight", weights["model.embed_tokens.weight"])
    for i in range(config["num_hidden_layers"]):
        for theirs, ours in LAYER.items():
            put(f"blk.{i}.{ours}.weight", weights[f"model.layers.{i}.{theirs}.weight"])
    put("output_norm.weight", weights["model.norm.weight"])
    w.write_header_to_file()
    w.write_kv_data_to_file()
    w.write_tensors_to_file()
    w.close()


def describe(path: Path) -> dict:
    return {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--tokenizer", default="work/tokenizer.json")
    parser.add_argument("--kind", default="Q8_0", choices=FILE_TYPES)
    parser.add_argument("--only-gguf", default="", help="write nothing but a GGUF, to this path")
    args = parser.parse_args()

    saved = torch.load(args.checkpoint, weights_only=False, map_location="cpu")
    state = {name: value.float().contiguous() for name, value in saved["model"].items()}
    weights = {name: value.numpy() for name, value in state.items()}
    tokenizer = json.loads(Path(args.tokenizer).read_text())
    template = (ROOT / "tests/fixtures/chat_template.jinja").read_text()
    if args.only_gguf:
        write_gguf(Path(args.only_gguf), saved["config"], weights, tokenizer, template, args.kind)
        return

    config = {
        "architectures": ["Qwen3ForCausalLM"],
        "model_type": "qwen3",
        **saved["config"],
        "tie_word_embeddings": True,
        "hidden_act": "silu",
        "attention_bias": False,
        "torch_dtype": "float32",
        "eos_token_id": next(t["id"] for t in tokenizer["added_tokens"] if t["content"] == "<|im_end|>"),
    }
    served = ROOT / "public/models/jan-pocket"
    kept = ROOT / "tools/pocket/checkpoint"
    for folder in (served, kept):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    write_gguf(served / "jan-pocket.gguf", saved["config"], weights, tokenizer, template, args.kind)
    (served / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False) + "\n")
    save_file(state, str(kept / "model.safetensors"), metadata={"format": "pt"})
    shutil.copy(served / "tokenizer.json", kept / "tokenizer.json")
    manifest = {
        "parameters": sum(value.size for value in weights.values()),
        "quantisation": args.kind,
        "weights": describe(served / "jan-pocket.gguf"),
        "tokenizer": describe(served / "tokenizer.json"),
    }
    (ROOT / "src/models/jan-pocket.json").write_text(json.dumps(manifest, indent=2) + "\n")
    print(json.dumps(manifest, indent=2), "step", saved["step"], "tokens", saved["seen"])


if __name__ == "__main__":
    main()
