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
from tvm.relax.frontend.nn.llm import _kernel_common, kv_cache
from tvm.script import tirx as T

import small_attention
from config import Config, rope_frequencies

THREADS = 256


def f32(value: float):
    return tirx.const(value, "float32")


def power(base: float, exponent, limit: int):
    """base ** exponent for whole exponents below the limit: a product over their bits."""
    value = f32(1.0)
    for bit in range((limit - 1).bit_length()):
        is_set = tirx.bitwise_and(tirx.shift_right(exponent, bit), 1) == 1
        value = value * tirx.Select(is_set, f32(base ** (1 << bit)), f32(1.0))
    return value


def quarters(angle):
    """The nearest number of quarter turns, as a float."""
    return tirx.floor(angle * f32(0.6366197723675814) + f32(0.5))


def remainder(angle, quarter):
    """What is left after the quarter turns, within an eighth: pi / 2 is taken away in three parts,
    of which the first two multiply without rounding. Good to 1e-7 for angles up to 100,000."""
    rest = angle - quarter * f32(1.5703125)
    rest = rest - quarter * f32(4.837512969970703e-4)
    return rest - quarter * f32(7.549789948768648e-8)


def near_sine(x):
    square = x * x
    value = f32(-1.9515295891e-4)
    for c in (8.3321608736e-3, -1.6666654611e-1):
        value = value * square + f32(c)
    return value * square * x + x


def near_cosine(x):
    square = x * x
    value = f32(2.443315711809948e-5)
    for c in (-1.388731625493765e-3, 4.166664568298827e-2):
        value = value * square + f32(c)
    return value * square * square - square * f32(0.5) + f32(1.0)


def turned(turn, sine, cosine):
    """The sine of an angle from its quarter turn (0 to 3) and its remainder's sine and cosine."""
    value = tirx.Select(tirx.bitwise_and(turn, 1) == 1, cosine, sine)
    return tirx.Select(turn >= 2, -value, value)


def rate_of(c: Config, pair):
    """Radians per position of a rotary pair: plain RoPE's, times what YaRN leaves of it."""
    plain = [c.rope_theta ** (-2 * p / c.head_dim) for p in range(c.head_dim // 2)]
    kept = [scaled / p for scaled, p in zip(rope_frequencies(c), plain)]
    rate = power(plain[1], pair, len(plain))
    for i, share in enumerate(kept):
        before = kept[i - 1] if i else 1.0
        if share != before:
            rate = rate * tirx.Select(pair >= i, f32(share / before), f32(1.0))
    return rate


def rope_kernel(c: Config, dtype: str):
    """Splits fused heads into queries, keys and values, and rotates the first two."""
    queries, keys, half = c.num_attention_heads, c.num_key_value_heads, c.head_dim // 2
    fused, dim = queries + 2 * keys, c.head_dim

    def rate(pair):
        return rate_of(c, pair)

    @T.prim_func(s_tir=True)
    def split_rotary(
        var_qkv: T.handle,
        var_position_map: T.handle,
        var_q: T.handle,
        var_k: T.handle,
        var_v: T.handle,
        apply_rope: T.int64,
    ):
        T.func_attr({"op_pattern": 8, "tirx.noalias": True})
        count, offset = T.int32(), T.int32()
        qkv = T.match_buffer(var_qkv, (count, fused, dim), dtype)
        q = T.match_buffer(var_q, (count, queries, dim), dtype)
        k = T.match_buffer(var_k, (count, keys, dim), dtype)
        v = T.match_buffer(var_v, (count, keys, dim), dtype)
        position_map = T.match_buffer(var_position_map, (count,), "int32", elem_offset=offset)
        for i in T.grid(count, fused, half):
            with T.sblock("rotate"):
                s, h, p = T.axis.remap("SSS", i)
                T.reads(position_map[s], qkv[s, h, p], qkv[s, h, p + half])
                T.writes(
                    q[s, h, p],
                    q[s, h, p + half],
                    k[s, h - queries, p],
                    k[s, h - queries, p + half],
                    v[s, h - queries - keys, p],
                    v[s, h - queries - keys, p + half],
                )
                # Buffers, not names: the compiler would write out a name's value at each use.
                x = T.sblock_alloc_buffer((2,), "float32", scope="local")
                turn = T.sblock_alloc_buffer((2,), "int32", scope="local")
                wave = T.sblock_alloc_buffer((4,), "float32", scope="local")
                turn[0] = T.Cast("int32", p)
                x[0] = T.if_then_else(
                    apply_rope > T.int64(0),
                    T.Cast("float32", position_map[s]) * rate(turn[0]),
                    T.float32(0),
                )
                x[1] = quarters(x[0])
                turn[0] = T.bitwise_and(T.Cast("int32", x[1]), 3)
                turn[1] = T.bitwise_and(turn[0] + 1, 3)
                x[0] = remainder(x[0], x[1])
                wave[0] = near_sine(x[0])
                wave[1] = near_cosine(x[0])
                wave[2] = turned(turn[0], wave[0], wave[1])
                wave[3] = turned(turn[1], wave[0], wave[1])
                x[0] = T.Cast("float32", qkv[s, h, p])
                x[1] = T.Cast("float32", qkv[s, h, p + half])
                if h < queries:
                    q[s, h, p] = T.Cast(dtype, x[0] * wave[3] - x[1] * wave[2])
                    q[s, h, p + half] = T.Cast(dtype, x[1] * wave[3] + x[0] * wave[2])
                elif h < queries + keys:
                    k[s, h - queries, p] = T.Cast(dtype, x[0] * wave[3] - x[1] * wave[2])
                    k[s, h - queries, p + half] = T.Cast(dtype, x[1] * wave[3] + x[0] * wave[2])
                else:
                    v[s, h - queries - keys, p] = qkv[s, h, p]
                    v[s, h - queries - keys, p + half] = qkv[s, h, p + half]

    return split_rotary


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


def unsupported(*_args, **_named):
    """Stands for a kernel that WebLLM never launches. Calling it fails: it takes no arguments."""

    @T.prim_func(s_tir=True)
    def not_in_this_library():
        T.func_attr({"tirx.is_scheduled": True})
        T.evaluate(0)

    return not_in_this_library


def without_sliding_window(kernel):
    def build(*args, **named):
        return unsupported() if args[4] else kernel(*args, **named)

    return build


@contextmanager
def own_kernels(c: Config, dtype: str, small: bool):
    """Within it, TVM builds KV caches with the kernels above. The attention factor of YaRN is not
    in the RoPE but in `Config.score_scale`, once for both of query and key.

    What a page never launches is left out, for a page compiles every shader that it loads:
    sliding windows, tree attention, copies of pages, and RoPE inside of attention."""
    identity = lambda _: lambda *_args: (f32(1.0), f32(0.0), {})  # noqa: E731
    replaced = {
        (_kernel_common, "switch_rope_freq_func"): identity,
        (kv_cache, "llama_rope_with_position_map"): lambda *_args: rope_kernel(c, dtype),
        (kv_cache, "_merge_state_inplace"): merge_kernel,
        (kv_cache, "_attention_prefill"): without_sliding_window(kv_cache._attention_prefill),
        (kv_cache, "_attention_decode"): without_sliding_window(kv_cache._attention_decode),
    }
    if small:
        replaced[kv_cache, "_attention_prefill"] = without_sliding_window(small_attention.paged)
        replaced[kv_cache, "_attention_prefill_ragged"] = small_attention.ragged
    for name in (
        "tree_attn",
        "tree_attn_with_paged_kv_cache",
        "_copy_single_page",
        "_compact_kv_copy",
        "_kv_cache_debug_get_kv",
        "_kv_cache_transpose_append_mla",
    ):
        replaced[kv_cache, name] = unsupported
    originals = {place: getattr(*place) for place in replaced}
    try:
        for (module, name), value in replaced.items():
            setattr(module, name, value)
        yield
    finally:
        for (module, name), value in originals.items():
            setattr(module, name, value)
