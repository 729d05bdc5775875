"""Layers whose weights may be quantised. Weights are unpacked inside the kernel that uses them,
so a full-size copy never exists."""
from tvm import te, tirx
from tvm.relax.frontend import nn
from tvm.relax.frontend.nn import op

from many_tokens import many_tokens
from quantization import GROUP, Quantization


def unpacked(packed: te.Tensor, scale: te.Tensor, q: Quantization):
    """weight(o, i) as an expression over packed words and scales."""

    def weight(o, i):
        word = packed[o, i // q.per_word]
        shift = tirx.Cast("uint32", i % q.per_word) * tirx.const(q.bits, "uint32")
        code = (word >> shift) & tirx.const(2**q.bits - 1, "uint32")
        step = tirx.Cast(q.dtype, code) - tirx.const(q.zero, q.dtype)
        return step * scale[o, i // GROUP]

    return weight


class Weight(nn.Module):
    """A matrix [out, in], quantised or not, named as MLC names it."""

    def __init__(self, rows: int, columns: int, q: Quantization):
        super().__init__()
        self.q, self.rows, self.columns = q, rows, columns
        self.alone = False  # whether threads of a prompt's product work each by itself
        if q.bits:
            if columns % GROUP:
                raise ValueError(f"{columns} inputs are not a multiple of {GROUP}")
            self.q_weight = nn.Parameter((rows, columns // q.per_word), "uint32")
            self.q_scale = nn.Parameter((rows, columns // GROUP), q.dtype)
        else:
            self.weight = nn.Parameter((rows, columns), q.dtype)

    def parts(self) -> list:
        return [self.q_weight, self.q_scale] if self.q.bits else [self.weight]

    def reader(self, parts: list):
        if self.q.bits:
            return unpacked(parts[0], parts[1], self.q)
        return lambda o, i: parts[0][o, i]


class Linear(Weight):
    """x [1, positions, in] times the matrix; sums are kept in 32-bit floats."""

    def forward(self, x: nn.Tensor, out_dtype: str | None = None) -> nn.Tensor:
        out_dtype = out_dtype or self.q.dtype
        if self.alone and not isinstance(x.shape[1], (int, tirx.IntImm)):
            kernel = many_tokens(self.rows, self.columns, self.q, out_dtype)
            out = nn.Tensor.placeholder((1, x.shape[1], self.rows), out_dtype)
            return op.tensor_ir_op(kernel, "many_tokens", [x, *self.parts()], out)

        def compute(x, *parts):
            read = self.reader(list(parts))
            matrix = parts[0]
            if self.q.bits:
                matrix = te.compute((self.rows, self.columns), read, name="unpacked")
            k = te.reduce_axis((0, self.columns), name="k")
            product = te.compute(
                (x.shape[0], x.shape[1], self.rows),
                lambda b, s, o: te.sum(
                    x[b, s, k].astype("float32") * matrix[o, k].astype("float32"), axis=k
                ),
                name="product",
            )
            if out_dtype == "float32":
                return product
            return te.compute(product.shape, lambda *i: product(*i).astype(out_dtype), name="cast")

        return op.tensor_expr_op(compute, "linear", [x, *self.parts()])


class Embedding(Linear):
    """Rows of the matrix by token; `forward` gives the logits of a tied output."""

    def lookup(self, tokens: nn.Tensor) -> nn.Tensor:
        def compute(tokens, *parts):
            read = self.reader(list(parts))
            return te.compute(
                (tokens.shape[0], self.columns), lambda s, i: read(tokens[s], i), name="rows"
            )

        return op.tensor_expr_op(compute, "embed_rows", [tokens, *self.parts()])


class RMSNorm(nn.Module):
    def __init__(self, size: int, eps: float, dtype: str):
        super().__init__()
        self.weight = nn.Parameter((size,), dtype)
        self.size, self.eps, self.dtype = size, eps, dtype

    def forward(self, x: nn.Tensor) -> nn.Tensor:
        def compute(x, weight):
            k = te.reduce_axis((0, self.size), name="k")
            squares = te.compute(
                x.shape[:2],
                lambda b, s: te.sum(
                    x[b, s, k].astype("float32") * x[b, s, k].astype("float32"), axis=k
                ),
                name="squares",
            )
            return te.compute(
                x.shape,
                lambda b, s, i: (
                    x[b, s, i].astype("float32")
                    * tirx.rsqrt(squares[b, s] / self.size + tirx.const(self.eps, "float32"))
                    * weight[i].astype("float32")
                ).astype(self.dtype),
                name="normalised",
            )

        return op.tensor_expr_op(compute, "rms_norm", [x, self.weight])


def normalise_heads(
    qkv: nn.Tensor, q_weight: nn.Tensor, k_weight: nn.Tensor, queries: int, keys: int, eps: float
) -> nn.Tensor:
    """QK-norm: every query and key head of [1, positions, heads, head_dim], each with its own
    weight for all heads; values pass through."""

    def compute(qkv, q_weight, k_weight):
        dim = qkv.shape[3]
        k = te.reduce_axis((0, dim), name="k")
        squares = te.compute(
            qkv.shape[:3],
            lambda b, s, h: te.sum(
                qkv[b, s, h, k].astype("float32") * qkv[b, s, h, k].astype("float32"), axis=k
            ),
            name="squares",
        )

        def entry(b, s, h, i):
            x = qkv[b, s, h, i].astype("float32")
            unit = x * tirx.rsqrt(squares[b, s, h] / dim + tirx.const(eps, "float32"))
            weight = tirx.Select(h < queries, q_weight[i], k_weight[i]).astype("float32")
            return tirx.Select(h < queries + keys, unit * weight, x).astype(qkv.dtype)

        return te.compute(qkv.shape, entry, name="normalised")

    return op.tensor_expr_op(compute, "normalise_heads", [qkv, q_weight, k_weight])


def gated(gate_up: nn.Tensor, size: int) -> nn.Tensor:
    """SwiGLU: silu of the first half times the second."""

    def compute(x):
        def entry(b, s, i):
            gate, up = x[b, s, i].astype("float32"), x[b, s, i + size].astype("float32")
            return (gate / (1 + tirx.exp(-gate)) * up).astype(x.dtype)

        return te.compute((x.shape[0], x.shape[1], size), entry, name="gated")

    return op.tensor_expr_op(compute, "gated", [gate_up])
