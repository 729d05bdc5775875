"""Jan-Pocket: Qwen3 in PyTorch, with tensor names as Hugging Face has them."""
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass
class Config:
    vocab_size: int = 2048
    hidden_size: int = 192
    intermediate_size: int = 512
    num_hidden_layers: int = 5
    num_attention_heads: int = 4
    num_key_value_heads: int = 2
    head_dim: int = 64
    rms_norm_eps: float = 1e-6
    rope_theta: float = 10000.0
    max_position_embeddings: int = 4096

    def to_dict(self) -> dict:
        return asdict(self)

    @classmethod
    def of(cls, weights: dict[str, Tensor]) -> "Config":
        """What weights tell of the shape: how many tokens and layers they have."""
        layers = {name.split(".")[2] for name in weights if name.startswith("model.layers.")}
        return cls(vocab_size=len(weights["model.embed_tokens.weight"]), num_hidden_layers=len(layers))


class RMSNorm(nn.Module):
    def __init__(self, size: int, eps: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, (x.shape[-1],), self.weight, self.eps)


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    a, b = x.chunk(2, -1)
    return torch.cat((a * cos - b * sin, b * cos + a * sin), -1)


def attend(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, block=128) -> Tensor:
    """
    Attention of q [B, H, T, head] to k and v [B, H, P + T, head], where no token looks at a later one. The kernel
    works on all of a mask, also where nothing is seen: block by block almost half of it is left out.
    """
    T = q.shape[2]
    P = k.shape[2] - T
    if mask is None:
        return F.scaled_dot_product_attention(q, k, v, is_causal=T > 1)
    if T <= block:
        return F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
    parts = []
    for at in range(0, T, block):
        to = min(at + block, T)
        seen = mask[..., at:to, : P + to]
        parts.append(F.scaled_dot_product_attention(q[:, :, at:to], k[:, :, : P + to], v[:, :, : P + to], attn_mask=seen))
    return torch.cat(parts, 2)


class Attention(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.c = c
        self.q_proj = nn.Linear(c.hidden_size, c.num_attention_heads * c.head_dim, bias=False)
        self.k_proj = nn.Linear(c.hidden_size, c.num_key_value_heads * c.head_dim, bias=False)
        self.v_proj = nn.Linear(c.hidden_size, c.num_key_value_heads * c.head_dim, bias=False)
        self.o_proj = nn.Linear(c.num_attention_heads * c.head_dim, c.hidden_size, bias=False)
        self.q_norm = RMSNorm(c.head_dim, c.rms_norm_eps)
        self.k_norm = RMSNorm(c.head_dim, c.rms_norm_eps)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, past: tuple[Tensor, Tensor] | None, mask: Tensor | None):
        """x: [B, T, hidden]; past: keys and values [1 or B, kv heads, P, head]. Returns output and this layer's keys, values."""
        c, (B, T, _) = self.c, x.shape
        heads = lambda y, n: y.view(B, T, n, c.head_dim).transpose(1, 2)
        q = rotate(self.q_norm(heads(self.q_proj(x), c.num_attention_heads)), cos, sin)
        k = rotate(self.k_norm(heads(self.k_proj(x), c.num_key_value_heads)), cos, sin)
        v = heads(self.v_proj(x), c.num_key_value_heads)
        if past is not None:
            k = torch.cat((past[0].expand(B, -1, -1, -1), k), 2)
            v = torch.cat((past[1].expand(B, -1, -1, -1), v), 2)
        group = c.num_attention_heads // c.num_key_value_heads
        kk, vv = k.repeat_interleave(group, 1), v.repeat_interleave(group, 1)
        y = attend(q, kk, vv, mask)
        return self.o_proj(y.transpose(1, 2).reshape(B, T, -1)), (k, v)


class MLP(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.gate_proj = nn.Linear(c.hidden_size, c.intermediate_size, bias=False)
        self.up_proj = nn.Linear(c.hidden_size, c.intermediate_size, bias=False)
        self.down_proj = nn.Linear(c.intermediate_size, c.hidden_size, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.self_attn = Attention(c)
        self.mlp = MLP(c)
        self.input_layernorm = RMSNorm(c.hidden_size, c.rms_norm_eps)
        self.post_attention_layernorm = RMSNorm(c.hidden_size, c.rms_norm_eps)


class Inner(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.embed_tokens = nn.Embedding(c.vocab_size, c.hidden_size)
        self.layers = nn.ModuleList(Layer(c) for _ in range(c.num_hidden_layers))
        self.norm = RMSNorm(c.hidden_size, c.rms_norm_eps)


class Qwen3(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.c = c
        self.model = Inner(c)
        for name, p in self.named_parameters():
            if p.dim() < 2:
                continue
            std = 0.02 if "embed" in name else p.shape[1] ** -0.5 * (0.5 if "o_proj" in name or "down_proj" in name else 1)
            nn.init.normal_(p, std=std)
        frequency = c.rope_theta ** (-torch.arange(0, c.head_dim, 2) / c.head_dim)
        angle = torch.outer(torch.arange(float(c.max_position_embeddings)), frequency)
        self.register_buffer("cos", angle.cos(), persistent=False)
        self.register_buffer("sin", angle.sin(), persistent=False)

    def forward(self, ids: Tensor, past=None, places: Tensor | None = None, mask: Tensor | None = None):
        """
        ids: [B, T]; past: one (keys, values) a layer, of P positions before. Returns hidden [B, T, d] and the new past.
        places [B, T] and mask [B, 1, T, P + T] (true: may be looked at) are for sequences that branch; without them
        the tokens stand one after another and look at all before them.
        """
        T = ids.shape[1]
        P = past[0][0].shape[2] if past else 0
        if places is None:
            cos, sin = self.cos[P : P + T], self.sin[P : P + T]
            mask = torch.ones(T, P + T, dtype=torch.bool).tril(P) if P and T > 1 else None
        else:
            cos, sin = self.cos[places + P].unsqueeze(1), self.sin[places + P].unsqueeze(1)
        h = self.model.embed_tokens(ids)
        out = []
        for i, layer in enumerate(self.model.layers):
            y, kv = layer.self_attn(layer.input_layernorm(h), cos, sin, past[i] if past else None, mask)
            out.append(kv)
            h = h + y
            h = h + layer.mlp(layer.post_attention_layernorm(h))
        return self.model.norm(h), out

    def logits(self, hidden: Tensor) -> Tensor:
        return hidden @ self.model.embed_tokens.weight.T
