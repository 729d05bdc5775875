"""Parts of TVM's attention kernels that are replaced while a KV cache is built.

- RoPE: TVM's YaRN ramps over the raw index of a head's entries, not over rotary pairs, which is
  wrong for Qwen's pairing (i, i + d/2). And WebGPU promises sin, cos and pow only to some three
  digits, which is not enough far from the start; here they are made of sums and products.
- Merging two attention results: in TVM's kernel one thread overwrites a sum that the other threads
  of its row may not have read yet, unless they all run in one subgroup. It gives wrong results
  where subgroups are small (four wide in software WebGPU). Here one thread has a whole row.
"""
from contextlib import contextmanager

from tvm import tirx
from tvm.relax.frontend.nn.llm import kv_cache, position_embedding
from tvm.script import tirx as T

from config import Config, rope_frequencies

THREADS = 256


def f32(value: float):
    return tirx.const(value, "float32")


def frequency(pair, table: list[float]):
    """table[pair] of a geometric table that starts at 1: a product over the bits of the pair."""
    bits = (len(table) - 1).bit_length()
    value = f32(1.0)
    for bit in range(bits):
        is_set = tirx.bitwise_and(tirx.shift_right(pair, bit), 1) == 1
        value = value * tirx.Select(is_set, f32(table[1] ** (1 << bit)), f32(1.0))
    return value


def sine_cosine(angle):
    """(sin, cos) of an angle in radians, to about 1e-7, for angles up to 100,000."""
    quarter = tirx.floor(angle * f32(0.6366197723675814) + f32(0.5))
    # pi / 2 in three parts, of which the first two multiply without rounding.
    rest = angle - quarter * f32(1.5703125)
    rest = rest - quarter * f32(4.837512969970703e-4)
    rest = rest - quarter * f32(7.549789948768648e-8)
    square = rest * rest
    sine = f32(-1.9515295891e-4)
    for c in (8.3321608736e-3, -1.6666654611e-1):
        sine = sine * square + f32(c)
    sine = sine * square * rest + rest
    cosine = f32(2.443315711809948e-5)
    for c in (-1.388731625493765e-3, 4.166664568298827e-2):
        cosine = cosine * square + f32(c)
    cosine = cosine * square * square - square * f32(0.5) + f32(1.0)
    turn = tirx.bitwise_and(quarter.astype("int32"), 3)
    odd = tirx.bitwise_and(turn, 1) == 1
    a = tirx.Select(odd, cosine, sine)
    b = tirx.Select(odd, sine, cosine)
    sin = tirx.Select(turn >= 2, -a, a)
    cos = tirx.Select(tirx.any(turn == 1, turn == 2), -b, b)
    return sin, cos


def rope_of(c: Config):
    plain = [c.rope_theta ** (-2 * p / c.head_dim) for p in range(c.head_dim // 2)]
    scaled = rope_frequencies(c)
    # How much of each pair's frequency is left: 1 up to a pair, straight down, then 1 / factor.
    kept = [s / p for s, p in zip(scaled, plain)]

    def frequencies(position, index, dimensions, theta, dtype, **_):
        pair = (index % (dimensions // 2)).astype("int32")
        rate = frequency(pair, plain)
        for i, share in enumerate(kept):
            if share != 1.0 and (i == 0 or share != kept[i - 1]):
                rate = rate * tirx.Select(pair >= i, f32(share / (kept[i - 1] if i else 1.0)), f32(1.0))
        angle = tirx.Var("angle", "float32")
        sin, cos = sine_cosine(angle)
        value = position.astype("float32") * rate
        return cos.astype(dtype), sin.astype(dtype), {angle: value}

    return frequencies


def merge_kernel(heads: int, dim: int, dtype: str, target, symbol: str | None = None):
    @T.prim_func(s_tir=True)
    def merge(a: T.handle, b: T.handle, c: T.handle, d: T.handle):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        rows, row_heads, row_dim = T.int32(), T.int32(), T.int32()
        value = T.match_buffer(a, (rows, row_heads, row_dim), dtype)
        total = T.match_buffer(b, (rows, row_heads), "float32")
        value_other = T.match_buffer(c, (rows, row_heads, row_dim), dtype)
        total_other = T.match_buffer(d, (rows, row_heads), "float32")
        for block in T.thread_binding(T.ceildiv(rows * heads, THREADS), thread="blockIdx.x"):
            for thread in T.thread_binding(THREADS, thread="threadIdx.x"):
                with T.sblock():
                    T.reads()
                    T.writes()
                    share = T.sblock_alloc_buffer((2,), "float32", scope="local")
                    row: T.let[T.int32] = (block * THREADS + thread) // heads
                    head: T.let[T.int32] = (block * THREADS + thread) % heads
                    if row < rows:
                        peak: T.let[T.float32] = T.max(total[row, head], total_other[row, head])
                        share[0] = T.exp2(total[row, head] - peak)
                        share[1] = T.exp2(total_other[row, head] - peak)
                        whole: T.let[T.float32] = share[0] + share[1]
                        for i in T.serial(dim):
                            value[row, head, i] = T.Cast(
                                dtype,
                                (
                                    T.Cast("float32", value[row, head, i]) * share[0]
                                    + T.Cast("float32", value_other[row, head, i]) * share[1]
                                )
                                / whole,
                            )
                        total[row, head] = T.log2(whole) + peak

    return merge.with_attr("global_symbol", symbol) if symbol else merge


@contextmanager
def own_kernels(c: Config):
    """Within it, TVM builds KV caches with the kernels above. The attention factor of YaRN is not
    in the RoPE but in `Config.score_scale`, once for both of query and key."""
    rope, merge = position_embedding.switch_rope_freq_func, kv_cache._merge_state_inplace
    position_embedding.switch_rope_freq_func = lambda _: rope_of(c)
    kv_cache._merge_state_inplace = merge_kernel
    try:
        yield
    finally:
        position_embedding.switch_rope_freq_func = rope
        kv_cache._merge_state_inplace = merge
