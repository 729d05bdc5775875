"""Sorting probabilities on a GPU: a bitonic network whose three kernels serve every step, so a
page compiles three small shaders. (TVM's own sort launches on a third grid axis, which its WebGPU
code generator refuses.) Equal probabilities keep the order of their tokens."""
from tvm import te, tirx
from tvm.relax.frontend import nn
from tvm.relax.frontend.nn import op
from tvm.script import tirx as T

THREADS = 256
BLOCK = 2 * THREADS  # entries that one workgroup sorts in shared memory


def kernels(size: int):
    blocks, levels = size // BLOCK, BLOCK.bit_length() - 1

    @T.macro
    def exchange(keys, tokens, low, high, forward):
        """Puts the two entries in order: larger first if `forward` is 1, smaller first if 0."""
        with T.sblock():
            key_a: T.let[T.float32] = keys[low]
            key_b: T.let[T.float32] = keys[high]
            token_a: T.let[T.int32] = tokens[low]
            token_b: T.let[T.int32] = tokens[high]
            smaller: T.let[T.int32] = T.if_then_else(
                T.Or(key_a < key_b, T.And(key_a == key_b, token_a > token_b)), 1, 0
            )
            if smaller == forward:
                keys[low] = key_b
                keys[high] = key_a
                tokens[low] = token_b
                tokens[high] = token_a

    @T.prim_func(s_tir=True)
    def sort_blocks(a: T.handle, b: T.handle):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        keys = T.match_buffer(a, (size,), "float32")
        tokens = T.match_buffer(b, (size,), "int32")
        for block in T.thread_binding(blocks, thread="blockIdx.x"):
            for thread in T.thread_binding(THREADS, thread="threadIdx.x"):
                with T.sblock():
                    near_keys = T.sblock_alloc_buffer((BLOCK,), "float32", scope="shared")
                    near_tokens = T.sblock_alloc_buffer((BLOCK,), "int32", scope="shared")
                    for half in T.serial(2):
                        near_keys[thread + half * THREADS] = keys[block * BLOCK + thread + half * THREADS]
                        near_tokens[thread + half * THREADS] = tokens[block * BLOCK + thread + half * THREADS]
                    for level in T.serial(levels):
                        for step in T.serial(level + 1):
                            T.tvm_storage_sync("shared")
                            stride: T.let[T.int32] = T.shift_left(1, level - step)
                            low: T.let[T.int32] = 2 * thread - T.bitwise_and(thread, stride - 1)
                            forward: T.let[T.int32] = T.if_then_else(
                                T.bitwise_and(block * BLOCK + low, T.shift_left(2, level)) == 0, 1, 0
                            )
                            exchange(near_keys, near_tokens, low, low + stride, forward)
                    T.tvm_storage_sync("shared")
                    for half in T.serial(2):
                        keys[block * BLOCK + thread + half * THREADS] = near_keys[thread + half * THREADS]
                        tokens[block * BLOCK + thread + half * THREADS] = near_tokens[thread + half * THREADS]

    @T.prim_func(s_tir=True)
    def merge_blocks(a: T.handle, b: T.handle, width: T.int32):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        keys = T.match_buffer(a, (size,), "float32")
        tokens = T.match_buffer(b, (size,), "int32")
        for block in T.thread_binding(blocks, thread="blockIdx.x"):
            for thread in T.thread_binding(THREADS, thread="threadIdx.x"):
                with T.sblock():
                    near_keys = T.sblock_alloc_buffer((BLOCK,), "float32", scope="shared")
                    near_tokens = T.sblock_alloc_buffer((BLOCK,), "int32", scope="shared")
                    for half in T.serial(2):
                        near_keys[thread + half * THREADS] = keys[block * BLOCK + thread + half * THREADS]
                        near_tokens[thread + half * THREADS] = tokens[block * BLOCK + thread + half * THREADS]
                    for step in T.serial(levels):
                        T.tvm_storage_sync("shared")
                        stride: T.let[T.int32] = T.shift_left(1, levels - 1 - step)
                        low: T.let[T.int32] = 2 * thread - T.bitwise_and(thread, stride - 1)
                        forward: T.let[T.int32] = T.if_then_else(
                            T.bitwise_and(block * BLOCK + low, width) == 0, 1, 0
                        )
                        exchange(near_keys, near_tokens, low, low + stride, forward)
                    T.tvm_storage_sync("shared")
                    for half in T.serial(2):
                        keys[block * BLOCK + thread + half * THREADS] = near_keys[thread + half * THREADS]
                        tokens[block * BLOCK + thread + half * THREADS] = near_tokens[thread + half * THREADS]

    @T.prim_func(s_tir=True)
    def merge_across(a: T.handle, b: T.handle, width: T.int32, stride: T.int32):
        T.func_attr({"tirx.is_scheduled": True, "tirx.noalias": True})
        keys = T.match_buffer(a, (size,), "float32")
        tokens = T.match_buffer(b, (size,), "int32")
        for block in T.thread_binding(blocks, thread="blockIdx.x"):
            for thread in T.thread_binding(THREADS, thread="threadIdx.x"):
                with T.sblock():
                    T.reads(keys[0:size], tokens[0:size])
                    T.writes(keys[0:size], tokens[0:size])
                    pair: T.let[T.int32] = block * THREADS + thread
                    low: T.let[T.int32] = 2 * pair - T.bitwise_and(pair, stride - 1)
                    forward: T.let[T.int32] = T.if_then_else(T.bitwise_and(low, width) == 0, 1, 0)
                    exchange(keys, tokens, low, low + stride, forward)

    return sort_blocks, merge_blocks, merge_across


def sort_descending(probs: nn.Tensor, vocab: int) -> tuple[nn.Tensor, nn.Tensor]:
    """(sorted probabilities, their tokens), both [1, vocab]; probabilities are not negative."""
    size = BLOCK
    while size < vocab:
        size *= 2
    sort_blocks, merge_blocks, merge_across = kernels(size)

    def fill(probs):
        inside = lambda i: tirx.if_then_else(  # noqa: E731
            i < vocab, probs[0, tirx.min(i, vocab - 1)], tirx.const(-1, "float32")
        )
        return te.compute((size,), inside, name="padded")

    state = [
        op.tensor_expr_op(fill, "sort_keys", [probs]),
        op.tensor_expr_op(
            lambda: te.compute((size,), lambda i: i.astype("int32"), name="tokens"), "sort_tokens", []
        ),
    ]

    def step(function, name: str, *numbers: int):
        out = [nn.Tensor.placeholder(t.shape, t.dtype) for t in state]
        args = [*state, *(tirx.IntImm("int32", n) for n in numbers)]
        state[:] = op.tensor_ir_inplace_op(function, name, args, inplace_indices=[0, 1], out=out)

    step(sort_blocks, "sort_blocks")
    width = 2 * BLOCK
    while width <= size:
        stride = width // 2
        while stride >= BLOCK:
            step(merge_across, "sort_merge_across", width, stride)
            stride //= 2
        step(merge_blocks, "sort_merge_blocks", width)
        width *= 2

    def first(x):
        return te.compute((1, vocab), lambda b, i: x[i], name="first")

    return tuple(op.tensor_expr_op(first, "sort_result", [t]) for t in state)
