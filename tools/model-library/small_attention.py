"""Attention over a prompt for small models: one thread has one head of one query, and none waits.

TVM's kernels share tiles between threads, which is right for a GPU; software WebGPU pays for each
barrier, and then a prompt takes many times longer. Arguments are those of TVM's kernels; RoPE has
been applied before. Sums are kept against base 2, as the merge of two results expects."""
import math

from tvm.script import tirx as T

THREADS = 32
PAGE = 16  # tokens; WebLLM's page size
LOG2_E = math.log2(math.e)


@T.macro
def start(state, out, dim):
    state[0] = T.float32(-5e4)
    state[1] = T.float32(0)
    for d in T.serial(dim):
        out[d] = T.float32(0)


@T.macro
def advance(state, score):
    """Takes one more score: state is the highest so far, the sum against it, how much the sum
    shrank, and the share of the new one."""
    state[4] = T.max(state[0], score)
    state[2] = T.exp2(state[0] - state[4])
    state[3] = T.exp2(score - state[4])
    state[1] = state[1] * state[2] + state[3]
    state[0] = state[4]


def ragged(h_kv, h_q, dim, _d_v, dtype, *_):
    """New tokens over new tokens."""
    group = h_q // h_kv

    @T.prim_func(s_tir=True)
    def prefill_ragged(
        var_q: T.handle,
        var_q_indptr: T.handle,
        var_k: T.handle,
        var_v: T.handle,
        var_kv_indptr: T.handle,
        var_q_rope_position: T.handle,
        var_k_rope_pos_offset: T.handle,
        var_output: T.handle,
        var_lse: T.handle,
        causal: T.int32,
        rotary_mode: T.int32,
        rope_scale: T.float32,
        rope_theta: T.float32,
        sm_scale: T.float32,
    ):
        T.func_attr({"tirx.is_scheduled": True})
        sequences, queries, keys = T.int32(), T.int32(), T.int32()
        o1, o2, o3, o4 = T.int32(), T.int32(), T.int32(), T.int32()
        q = T.match_buffer(var_q, (queries, h_q, dim), dtype)
        q_indptr = T.match_buffer(var_q_indptr, (sequences + 1,), "int32", elem_offset=o1)
        k = T.match_buffer(var_k, (keys, h_kv, dim), dtype)
        v = T.match_buffer(var_v, (keys, h_kv, dim), dtype)
        kv_indptr = T.match_buffer(var_kv_indptr, (sequences + 1,), "int32", elem_offset=o2)
        q_rope_position = T.match_buffer(var_q_rope_position, (queries,), "int32", elem_offset=o3)
        k_rope_pos_offset = T.match_buffer(
            var_k_rope_pos_offset, (sequences,), "int32", elem_offset=o4
        )
        output = T.match_buffer(var_output, (queries, h_q, dim), dtype)
        lse = T.match_buffer(var_lse, (queries, h_q), "float32")
        for block in T.thread_binding(T.ceildiv(queries * h_q, THREADS), thread="blockIdx.x"):
            for thread in T.thread_binding(THREADS, thread="threadIdx.x"):
                with T.sblock():
                    T.reads()
                    T.writes()
                    at = T.sblock_alloc_buffer((4,), "int32", scope="local")
                    state = T.sblock_alloc_buffer((5,), "float32", scope="local")
                    query = T.sblock_alloc_buffer((dim,), "float32", scope="local")
                    out = T.sblock_alloc_buffer((dim,), "float32", scope="local")
                    score = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    row: T.let[T.int32] = (block * THREADS + thread) // h_q
                    head: T.let[T.int32] = (block * THREADS + thread) % h_q
                    if row < queries:
                        at[0] = 0  # the sequence
                        while at[0] + 1 < sequences and row >= q_indptr[at[0] + 1]:
                            at[0] = at[0] + 1
                        at[1] = kv_indptr[at[0]]
                        at[2] = kv_indptr[at[0] + 1] - at[1]
                        if causal > 0:
                            at[2] = at[2] - (q_indptr[at[0] + 1] - row) + 1
                        start(state, out, dim)
                        for d in T.serial(dim):
                            query[d] = T.Cast("float32", q[row, head, d]) * sm_scale * T.float32(LOG2_E)
                        for j in T.serial(at[2]):
                            score[0] = T.float32(0)
                            for d in T.serial(dim):
                                score[0] = score[0] + query[d] * T.Cast(
                                    "float32", k[at[1] + j, head // group, d]
                                )
                            advance(state, score[0])
                            for d in T.serial(dim):
                                out[d] = out[d] * state[2] + state[3] * T.Cast(
                                    "float32", v[at[1] + j, head // group, d]
                                )
                        for d in T.serial(dim):
                            output[row, head, d] = T.Cast(dtype, out[d] / state[1])
                        lse[row, head] = state[0] + T.log2(state[1])

    return prefill_ragged


def paged(h_kv, h_q, dim, dtype, *_):
    """New tokens over the KV cache."""
    group = h_q // h_kv

    @T.prim_func(s_tir=True)
    def prefill_paged(
        var_q: T.handle,
        var_q_indptr: T.handle,
        var_pages: T.handle,
        var_page_indptr: T.handle,
        var_page_values: T.handle,
        var_length_info: T.handle,
        var_k_rope_pos_offset: T.handle,
        var_q_rope_position: T.handle,
        var_output: T.handle,
        var_lse: T.handle,
        causal: T.int32,
        rotary_mode: T.int32,
        rope_scale: T.float32,
        rope_theta: T.float32,
        sm_scale: T.float32,
    ):
        T.func_attr({"tirx.is_scheduled": True})
        sequences, queries, used, pages_there = T.int32(), T.int32(), T.int32(), T.int32()
        o0 = T.int64()
        o1, o2, o3, o4, o5, o6 = T.int32(), T.int32(), T.int32(), T.int32(), T.int32(), T.int32()
        q = T.match_buffer(var_q, (queries, h_q, dim), dtype)
        q_indptr = T.match_buffer(var_q_indptr, (sequences + 1,), "int32", elem_offset=o1)
        pages = T.match_buffer(
            var_pages, (pages_there, 2, h_kv, PAGE, dim), dtype, elem_offset=o0
        )
        page_indptr = T.match_buffer(var_page_indptr, (sequences + 1,), "int32", elem_offset=o2)
        page_values = T.match_buffer(var_page_values, (used,), "int32", elem_offset=o3)
        length_info = T.match_buffer(var_length_info, (sequences,), "int32", elem_offset=o4)
        k_rope_pos_offset = T.match_buffer(
            var_k_rope_pos_offset, (sequences,), "int32", elem_offset=o5
        )
        q_rope_position = T.match_buffer(var_q_rope_position, (queries,), "int32", elem_offset=o6)
        output = T.match_buffer(var_output, (queries, h_q, dim), dtype)
        lse = T.match_buffer(var_lse, (queries, h_q), "float32")
        for block in T.thread_binding(T.ceildiv(queries * h_q, THREADS), thread="blockIdx.x"):
            for thread in T.thread_binding(THREADS, thread="threadIdx.x"):
                with T.sblock():
                    T.reads()
                    T.writes()
                    at = T.sblock_alloc_buffer((4,), "int32", scope="local")
                    state = T.sblock_alloc_buffer((5,), "float32", scope="local")
                    query = T.sblock_alloc_buffer((dim,), "float32", scope="local")
                    out = T.sblock_alloc_buffer((dim,), "float32", scope="local")
                    score = T.sblock_alloc_buffer((1,), "float32", scope="local")
                    row: T.let[T.int32] = (block * THREADS + thread) // h_q
                    head: T.let[T.int32] = (block * THREADS + thread) % h_q
                    if row < queries:
                        at[0] = 0  # the sequence
                        while at[0] + 1 < sequences and row >= q_indptr[at[0] + 1]:
                            at[0] = at[0] + 1
                        at[1] = page_indptr[at[0]]
                        at[2] = 0
                        if page_indptr[at[0] + 1] > at[1]:
                            at[2] = (page_indptr[at[0] + 1] - at[1] - 1) * PAGE + length_info[at[0]]
                        if causal > 0:
                            at[2] = at[2] - (q_indptr[at[0] + 1] - row) + 1
                        start(state, out, dim)
                        for d in T.serial(dim):
                            query[d] = T.Cast("float32", q[row, head, d]) * sm_scale * T.float32(LOG2_E)
                        for j in T.serial(at[2]):
                            at[3] = page_values[at[1] + j // PAGE]
                            score[0] = T.float32(0)
                            for d in T.serial(dim):
                                score[0] = score[0] + query[d] * T.Cast(
                                    "float32", pages[at[3], 0, head // group, j % PAGE, d]
                                )
                            advance(state, score[0])
                            for d in T.serial(dim):
                                out[d] = out[d] * state[2] + state[3] * T.Cast(
                                    "float32", pages[at[3], 1, head // group, j % PAGE, d]
                                )
                        for d in T.serial(dim):
                            output[row, head, d] = T.Cast(dtype, out[d] / T.max(state[1], T.float32(1e-30)))
                        lse[row, head] = state[0] + T.log2(T.max(state[1], T.float32(1e-30)))

    return prefill_paged
