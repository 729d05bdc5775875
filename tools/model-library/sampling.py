"""What WebLLM asks of a library between logits and a token. One sequence at a time: with fixed
shapes the sort stays small enough for software WebGPU to compile.

The kernels that change logits in place do not declare that they read them: each entry is read by
the one thread that writes it, but the scheduler would take it for a race and refuse."""
from tvm import te, tirx
from tvm.relax.frontend import nn
from tvm.relax.frontend.nn import op
from tvm.script import tirx as T

from sorting import sort_descending

CHUNK = 4096  # of the vocabulary, reduced by one workgroup


class Sampling(nn.Module):
    """Functions over logits; no weights."""

    def __init__(self, vocab_size: int, gpu: bool):
        super().__init__()
        self.vocab_size, self.gpu = vocab_size, gpu

    def softmax_with_temperature(self, logits: nn.Tensor, temperature: nn.Tensor) -> nn.Tensor:
        vocab, chunks = self.vocab_size, -(-self.vocab_size // CHUNK)

        def maxima(x, t):
            k = te.reduce_axis((0, CHUNK), name="k")
            return te.compute(
                (1, chunks),
                lambda b, c: te.max(
                    tirx.Select(
                        c * CHUNK + k < vocab,
                        x[b, 0, tirx.min(c * CHUNK + k, vocab - 1)] / t[b],
                        tirx.const(-3.4e38, "float32"),
                    ),
                    axis=k,
                ),
                name="maxima",
            )

        def maximum(m):
            k = te.reduce_axis((0, chunks), name="k")
            return te.compute((1,), lambda b: te.max(m[b, k], axis=k), name="maximum")

        def sums(x, t, m):
            k = te.reduce_axis((0, CHUNK), name="k")
            return te.compute(
                (1, chunks),
                lambda b, c: te.sum(
                    tirx.Select(
                        c * CHUNK + k < vocab,
                        tirx.exp(x[b, 0, tirx.min(c * CHUNK + k, vocab - 1)] / t[b] - m[b]),
                        tirx.const(0, "float32"),
                    ),
                    axis=k,
                ),
                name="sums",
            )

        def total(s):
            k = te.reduce_axis((0, chunks), name="k")
            return te.compute((1,), lambda b: te.sum(s[b, k], axis=k), name="total")

        def shares(x, t, m, s):
            return te.compute(
                x.shape, lambda b, o, i: tirx.exp(x[b, o, i] / t[b] - m[b]) / s[b], name="shares"
            )

        largest = op.tensor_expr_op(maxima, "softmax_maxima", [logits, temperature])
        largest = op.tensor_expr_op(maximum, "softmax_maximum", [largest])
        partial = op.tensor_expr_op(sums, "softmax_sums", [logits, temperature, largest])
        whole = op.tensor_expr_op(total, "softmax_total", [partial])
        return op.tensor_expr_op(shares, "softmax_shares", [logits, temperature, largest, whole])

    def argsort_probs(self, probs: nn.Tensor):
        if self.gpu:
            return sort_descending(probs, self.vocab_size)
        order = op.argsort(probs, axis=-1, descending=True, dtype="int32")

        def gather(probs, order):
            return te.compute(probs.shape, lambda b, i: probs[b, order[b, i]], name="sorted")

        return op.tensor_expr_op(gather, "gather_sorted", [probs, order]), order

    def sample_with_top_p(
        self,
        sorted_probs: nn.Tensor,
        sorted_indices: nn.Tensor,
        uniform_samples: nn.Tensor,
        sample_indices: nn.Tensor,
        top_p: nn.Tensor,
    ) -> nn.Tensor:
        """Draws among the likeliest tokens whose probabilities first add up to top_p. One thread
        walks down the sorted list twice: it is short unless top_p is 1."""
        vocab = self.vocab_size

        @T.prim_func(s_tir=True)
        def draw(
            probs: T.Buffer((1, vocab), "float32"),
            order: T.Buffer((1, vocab), "int32"),
            uniform: T.Buffer((1,), "float32"),
            row_of: T.Buffer((1,), "int32"),
            limit: T.Buffer((1,), "float32"),
            token: T.Buffer((1,), "int32"),
        ):
            T.func_attr({"tirx.noalias": True})
            for i in range(1):
                with T.sblock("draw"):
                    v = T.axis.spatial(1, i)
                    T.reads(
                        probs[0, 0:vocab], order[0, 0:vocab], uniform[v], row_of[v], limit[0]
                    )
                    T.writes(token[v])
                    mass = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    count = T.sblock_alloc_buffer((1,), "int32", scope="local")
                    mass[0] = probs[row_of[v], 0]
                    count[0] = 1
                    while mass[0] < limit[0] and count[0] < vocab:
                        mass[0] = mass[0] + probs[row_of[v], count[0]]
                        count[0] = count[0] + 1
                    mass[0] = mass[0] * uniform[v]
                    count[0] = 0
                    while mass[0] >= probs[row_of[v], count[0]] and count[0] < vocab - 1:
                        mass[0] = mass[0] - probs[row_of[v], count[0]]
                        count[0] = count[0] + 1
                    token[v] = order[row_of[v], count[0]]

        return op.tensor_ir_op(
            draw,
            "draw",
            [sorted_probs, sorted_indices, uniform_samples, sample_indices, top_p],
            nn.Tensor.placeholder((1,), "int32"),
        )

    def apply_logit_bias_inplace(self, logits, pos2seq_id, token_ids, logit_bias):
        vocab = self.vocab_size

        @T.prim_func(s_tir=True)
        def bias(a: T.handle, b: T.handle, c: T.handle, d: T.handle):
            T.func_attr({"tirx.noalias": True})
            rows, count = T.int64(), T.int64()
            logits = T.match_buffer(a, (rows, vocab), "float32")
            row_of = T.match_buffer(b, (count,), "int32")
            tokens = T.match_buffer(c, (count,), "int32")
            biases = T.match_buffer(d, (count,), "float32")
            for i in range(count):
                with T.sblock("bias"):
                    v = T.axis.spatial(count, i)
                    T.reads(row_of[v], tokens[v], biases[v])
                    T.writes(logits[row_of[v], tokens[v]])
                    logits[row_of[v], tokens[v]] = logits[row_of[v], tokens[v]] + biases[v]

        return self._inplace(bias, "apply_logit_bias", [logits, pos2seq_id, token_ids, logit_bias])

    def apply_penalty_inplace(
        self, logits, seq_ids, pos2seq_id, token_ids, token_cnt, penalties
    ):
        """Presence and frequency are subtracted, then repetition divides or multiplies."""
        vocab = self.vocab_size

        @T.prim_func(s_tir=True)
        def penalise(a: T.handle, b: T.handle, c: T.handle, d: T.handle, e: T.handle, f: T.handle):
            T.func_attr({"tirx.noalias": True})
            rows, sequences, count = T.int64(), T.int64(), T.int64()
            logits = T.match_buffer(a, (rows, vocab), "float32")
            row_of = T.match_buffer(b, (sequences,), "int32")
            sequence_of = T.match_buffer(c, (count,), "int32")
            tokens = T.match_buffer(d, (count,), "int32")
            counts = T.match_buffer(e, (count,), "int32")
            penalties = T.match_buffer(f, (sequences, 3), "float32")
            for i in range(count):
                with T.sblock("penalise"):
                    v = T.axis.spatial(count, i)
                    T.reads(sequence_of[v], tokens[v], counts[v], row_of[sequence_of[v]])
                    T.writes(logits[row_of[sequence_of[v]], tokens[v]])
                    logits[row_of[sequence_of[v]], tokens[v]] = logits[
                        row_of[sequence_of[v]], tokens[v]
                    ] - (
                        penalties[sequence_of[v], 0]
                        + T.Cast("float32", counts[v]) * penalties[sequence_of[v], 1]
                    )
                    logits[row_of[sequence_of[v]], tokens[v]] = T.if_then_else(
                        logits[row_of[sequence_of[v]], tokens[v]] > T.float32(0),
                        logits[row_of[sequence_of[v]], tokens[v]] / penalties[sequence_of[v], 2],
                        logits[row_of[sequence_of[v]], tokens[v]] * penalties[sequence_of[v], 2],
                    )

        return self._inplace(
            penalise,
            "apply_penalty",
            [logits, seq_ids, pos2seq_id, token_ids, token_cnt, penalties],
        )

    def apply_bitmask_inplace(self, logits, seq_ids, bitmask):
        """Logits of tokens whose bit is 0 become the lowest float: a grammar forbids them."""
        vocab, words = self.vocab_size, -(-self.vocab_size // 32)

        @T.prim_func(s_tir=True)
        def mask(a: T.handle, b: T.handle, c: T.handle):
            T.func_attr({"tirx.noalias": True})
            rows, sequences = T.int64(), T.int64()
            logits = T.match_buffer(a, (rows, vocab), "float32")
            row_of = T.match_buffer(b, (sequences,), "int32")
            bits = T.match_buffer(c, (rows, words), "int32")
            for s, t in T.grid(sequences, vocab):
                with T.sblock("mask"):
                    v, i = T.axis.remap("SS", [s, t])
                    T.reads(row_of[v], bits[row_of[v], i // 32])
                    T.writes(logits[row_of[v], i])
                    logits[row_of[v], i] = T.if_then_else(
                        (bits[row_of[v], i // 32] >> T.Cast("int32", i % 32)) & 1 == 1,
                        logits[row_of[v], i],
                        T.float32(-3.4e38),
                    )

        return self._inplace(mask, "apply_bitmask", [logits, seq_ids, bitmask])

    def _inplace(self, function, name: str, args: list) -> nn.Tensor:
        out = nn.Tensor.placeholder(args[0].shape, args[0].dtype)
        return op.tensor_ir_inplace_op(function, name, args, inplace_indices=[0], out=out)


def sampling_spec(vocab_size: int) -> dict:
    tensor = nn.spec.Tensor
    words = -(-vocab_size // 32)
    logits = tensor(["rows", vocab_size], "float32")

    def plain(**args) -> dict:
        return {**args, "$": {"param_mode": "none", "effect_mode": "none"}}

    return {
        "softmax_with_temperature": plain(
            logits=tensor([1, 1, vocab_size], "float32"), temperature=tensor([1], "float32")
        ),
        "argsort_probs": plain(probs=tensor([1, vocab_size], "float32")),
        "sample_with_top_p": plain(
            sorted_probs=tensor([1, vocab_size], "float32"),
            sorted_indices=tensor([1, vocab_size], "int32"),
            uniform_samples=tensor([1], "float32"),
            sample_indices=tensor([1], "int32"),
            top_p=tensor([1], "float32"),
        ),
        "apply_logit_bias_inplace": plain(
            logits=logits,
            pos2seq_id=tensor(["count"], "int32"),
            token_ids=tensor(["count"], "int32"),
            logit_bias=tensor(["count"], "float32"),
        ),
        "apply_penalty_inplace": plain(
            logits=logits,
            seq_ids=tensor(["sequences"], "int32"),
            pos2seq_id=tensor(["count"], "int32"),
            token_ids=tensor(["count"], "int32"),
            token_cnt=tensor(["count"], "int32"),
            penalties=tensor(["sequences", 3], "float32"),
        ),
        "apply_bitmask_inplace": plain(
            logits=logits,
            seq_ids=tensor(["sequences"], "int32"),
            bitmask=tensor(["rows", words], "int32"),
        ),
    }
