"""A matrix product over a prompt, without barriers, for small models: each thread makes one output
of eight tokens, and unpacks each weight once for all of them."""
from tvm.script import tirx as T

from quantization import GROUP, Quantization

TOKENS = 8
THREADS = 64


def many_tokens(rows: int, columns: int, q: Quantization, out_dtype: str):
    """The kernel for x [1, count, columns] and a matrix [rows, columns], quantised or not."""
    per_word = q.per_word if q.bits else 1
    mask, zero = (2**q.bits - 1, q.zero) if q.bits else (0, 0)

    @T.macro
    def store(out, state, count, tile, row):
        for i in T.unroll(TOKENS):
            if tile * TOKENS + i < count:
                out[0, tile * TOKENS + i, row] = T.Cast(out_dtype, state[i])

    @T.prim_func(private=True, s_tir=True)
    def packed(a: T.handle, b: T.handle, c: T.handle, d: T.handle):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        count = T.int64()
        x = T.match_buffer(a, (1, count, columns), q.dtype)
        words = T.match_buffer(b, (rows, columns // per_word), "uint32")
        scale = T.match_buffer(c, (rows, columns // GROUP), q.dtype)
        out = T.match_buffer(d, (1, count, rows), out_dtype)
        for block in T.thread_binding(
            T.ceildiv(T.ceildiv(count, TOKENS) * rows, THREADS), thread="blockIdx.x"
        ):
            for thread in T.thread_binding(THREADS, thread="threadIdx.x"):
                with T.sblock():
                    T.reads()
                    T.writes()
                    state = T.sblock_alloc_buffer((TOKENS,), "float32", scope="local")
                    weight = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    word = T.sblock_alloc_buffer((1,), "uint32", scope="local")
                    at = T.sblock_alloc_buffer((TOKENS,), "int32", scope="local")
                    tile: T.let[T.int64] = (block * THREADS + thread) // rows
                    row: T.let[T.int64] = (block * THREADS + thread) % rows
                    if tile * TOKENS < count:
                        for i in T.unroll(TOKENS):
                            state[i] = T.float32(0)
                            at[i] = T.Cast("int32", T.min(tile * TOKENS + i, count - 1))
                        for w in T.serial(columns // per_word):
                            word[0] = words[row, w]
                            for j in T.serial(per_word):
                                weight[0] = (
                                    T.Cast("float32", T.bitwise_and(word[0], T.uint32(mask)))
                                    - T.float32(zero)
                                ) * T.Cast("float32", scale[row, w * per_word // GROUP])
                                word[0] = T.shift_right(word[0], T.uint32(q.bits))
                                for i in T.unroll(TOKENS):
                                    state[i] = state[i] + weight[0] * T.Cast(
                                        "float32", x[0, at[i], w * per_word + j]
                                    )
                        store(out, state, count, tile, row)

    @T.prim_func(private=True, s_tir=True)
    def plain(a: T.handle, b: T.handle, d: T.handle):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        count = T.int64()
        x = T.match_buffer(a, (1, count, columns), q.dtype)
        matrix = T.match_buffer(b, (rows, columns), q.dtype)
        out = T.match_buffer(d, (1, count, rows), out_dtype)
        for block in T.thread_binding(
            T.ceildiv(T.ceildiv(count, TOKENS) * rows, THREADS), thread="blockIdx.x"
        ):
            for thread in T.thread_binding(THREADS, thread="threadIdx.x"):
                with T.sblock():
                    T.reads()
                    T.writes()
                    state = T.sblock_alloc_buffer((TOKENS,), "float32", scope="local")
                    at = T.sblock_alloc_buffer((TOKENS,), "int32", scope="local")
                    tile: T.let[T.int64] = (block * THREADS + thread) // rows
                    row: T.let[T.int64] = (block * THREADS + thread) % rows
                    if tile * TOKENS < count:
                        for i in T.unroll(TOKENS):
                            state[i] = T.float32(0)
                            at[i] = T.Cast("int32", T.min(tile * TOKENS + i, count - 1))
                        for k in T.serial(columns):
                            for i in T.unroll(TOKENS):
                                state[i] = state[i] + T.Cast("float32", matrix[row, k]) * T.Cast(
                                    "float32", x[0, at[i], k]
                                )
                        store(out, state, count, tile, row)

    return packed if q.bits else plain
