"""Qwen3 for TVM: embed, prefill and decode over a paged KV cache, as WebLLM calls them.

Weight names and shapes are those of MLC's published Qwen3 libraries (fused `c_attn` and
`gate_up_proj`), so weights converted here load there and the other way round.
"""
import tvm
from tvm import relax, te, tirx
from tvm.relax.frontend import nn
from tvm.relax.frontend.nn import op, spec
from tvm.relax.frontend.nn.llm.kv_cache import PagedKVCache, RopeMode, TIRPagedKVCache

from attention import own_kernels
from config import Config
from layers import Embedding, Linear, RMSNorm, gated, normalise_heads
from quantization import Quantization


class HeadNorm(nn.Module):
    """The weight of a query or key norm; `normalise_heads` applies both at once."""

    def __init__(self, size: int, dtype: str):
        super().__init__()
        self.weight = nn.Parameter((size,), dtype)


class Attention(nn.Module):
    def __init__(self, c: Config, q: Quantization):
        super().__init__()
        self.c = c
        self.heads = c.num_attention_heads + 2 * c.num_key_value_heads
        self.c_attn = Linear(self.heads * c.head_dim, c.hidden_size, q)
        self.o_proj = Linear(c.hidden_size, c.num_attention_heads * c.head_dim, q)
        self.q_norm = HeadNorm(c.head_dim, q.dtype)
        self.k_norm = HeadNorm(c.head_dim, q.dtype)

    def forward(self, x: nn.Tensor, cache: PagedKVCache, layer: int) -> nn.Tensor:
        c = self.c
        _, count, _ = x.shape
        qkv = op.reshape(self.c_attn(x), (1, count, self.heads, c.head_dim))
        qkv = normalise_heads(
            qkv,
            self.q_norm.weight,
            self.k_norm.weight,
            c.num_attention_heads,
            c.num_key_value_heads,
            c.rms_norm_eps,
        )
        out = cache.attention_with_fused_qkv(layer, qkv, c.num_attention_heads, c.score_scale)
        return self.o_proj(op.reshape(out, (1, count, c.num_attention_heads * c.head_dim)))


class Feedforward(nn.Module):
    def __init__(self, c: Config, q: Quantization):
        super().__init__()
        self.size = c.intermediate_size
        self.gate_up_proj = Linear(2 * c.intermediate_size, c.hidden_size, q)
        self.down_proj = Linear(c.hidden_size, c.intermediate_size, q)

    def forward(self, x: nn.Tensor) -> nn.Tensor:
        return self.down_proj(gated(self.gate_up_proj(x), self.size))


class Layer(nn.Module):
    def __init__(self, c: Config, q: Quantization):
        super().__init__()
        self.self_attn = Attention(c, q)
        self.mlp = Feedforward(c, q)
        self.input_layernorm = RMSNorm(c.hidden_size, c.rms_norm_eps, q.dtype)
        self.post_attention_layernorm = RMSNorm(c.hidden_size, c.rms_norm_eps, q.dtype)

    def forward(self, h: nn.Tensor, cache: PagedKVCache, layer: int) -> nn.Tensor:
        h = op.add(h, self.self_attn(self.input_layernorm(h), cache, layer))
        return op.add(h, self.mlp(self.post_attention_layernorm(h)))


class Stack(nn.Module):
    def __init__(self, c: Config, q: Quantization):
        super().__init__()
        self.embed_tokens = Embedding(c.vocab_size, c.hidden_size, q)
        self.layers = nn.ModuleList([Layer(c, q) for _ in range(c.num_hidden_layers)])
        self.norm = RMSNorm(c.hidden_size, c.rms_norm_eps, q.dtype)

    def forward(self, h: nn.Tensor, cache: PagedKVCache) -> nn.Tensor:
        for i, layer in enumerate(self.layers):
            h = layer(h, cache, i)
        return h


def last_position(h: nn.Tensor) -> nn.Tensor:
    def compute(x):
        return te.compute((1, 1, x.shape[2]), lambda b, s, i: x[b, x.shape[1] - 1, i], name="last")

    return op.tensor_expr_op(compute, "last_position", [h])


class Qwen3(nn.Module):
    def __init__(self, c: Config, q: Quantization, target: tvm.target.Target):
        super().__init__()
        self.c, self.q, self.target = c, q, target
        self.model = Stack(c, q)
        if not c.tie_word_embeddings:
            self.lm_head = Linear(c.vocab_size, c.hidden_size, q)
        if c.is_small and target.kind.name == "webgpu":
            for layer in self.model.layers:
                attention, mlp = layer.self_attn, layer.mlp
                for linear in (attention.c_attn, attention.o_proj, mlp.gate_up_proj, mlp.down_proj):
                    linear.alone = True

    def logits(self, h: nn.Tensor) -> nn.Tensor:
        head = self.model.embed_tokens if self.c.tie_word_embeddings else self.lm_head
        return head.forward(self.model.norm(h), "float32")

    def embed(self, input_ids: nn.Tensor) -> nn.Tensor:
        return self.model.embed_tokens.lookup(input_ids)

    def prefill(self, input_embed: nn.Tensor, paged_kv_cache: PagedKVCache):
        """Logits after the last of several tokens of one sequence."""
        h = self.model(input_embed, paged_kv_cache)
        return self.logits(last_position(h)), paged_kv_cache

    def decode(self, input_embed: nn.Tensor, paged_kv_cache: PagedKVCache):
        """Logits after one token of one sequence."""
        return self.logits(self.model(input_embed, paged_kv_cache)), paged_kv_cache

    def create_tir_paged_kv_cache(
        self,
        max_batch_size: tirx.Var,
        max_total_seq_len: tirx.Var,
        prefill_chunk_size: tirx.Var,
        page_size: tirx.Var,
        support_sliding_window: tirx.Var,
    ) -> PagedKVCache:
        c = self.c
        with own_kernels(c, self.q.dtype, c.is_small):
            return TIRPagedKVCache(
                attn_kind="mha",
                max_batch_size=max_batch_size,
                max_total_seq_len=max_total_seq_len,
                prefill_chunk_size=prefill_chunk_size,
                page_size=page_size,
                support_sliding_window=support_sliding_window,
                layer_partition=relax.ShapeExpr([0, c.num_hidden_layers]),
                num_hidden_layers=c.num_hidden_layers,
                num_attention_heads=c.num_attention_heads,
                num_key_value_heads=c.num_key_value_heads,
                qk_head_dim=c.head_dim,
                v_head_dim=c.head_dim,
                mla_original_qk_head_dim=0,
                mla_original_v_head_dim=0,
                rope_mode=RopeMode.NORMAL,
                rope_scale=1,
                rope_theta=c.rope_theta,
                rope_scaling={},
                rope_ext_factors=relax.prim_value(0),
                rotary_dim=c.head_dim,
                enable_disaggregation=False,
                dtype=self.q.dtype,
                target=self.target,
            )


def model_spec(c: Config, q: Quantization) -> dict:
    cache = spec.Object(object_type=PagedKVCache)
    packed = {"param_mode": "packed", "effect_mode": "none"}
    return {
        "embed": {"input_ids": spec.Tensor(["seq_len"], "int32"), "$": packed},
        "prefill": {
            "input_embed": spec.Tensor([1, "seq_len", c.hidden_size], q.dtype),
            "paged_kv_cache": cache,
            "$": packed,
        },
        "decode": {
            "input_embed": spec.Tensor([1, 1, c.hidden_size], q.dtype),
            "paged_kv_cache": cache,
            "$": packed,
        },
        "create_tir_paged_kv_cache": {
            "max_batch_size": int,
            "max_total_seq_len": int,
            "prefill_chunk_size": int,
            "page_size": int,
            "support_sliding_window": int,
            "$": {"param_mode": "none", "effect_mode": "none"},
        },
    }
