"""How kernels are spread over threads."""
import tvm
from tvm import s_tir, tirx
from tvm.s_tir import dlight
from tvm.s_tir.dlight.gpu.base import GPUScheduleRule
from tvm.s_tir.dlight.gpu.matmul import auto_inline_consumer_chain

TOKENS = 8  # that one thread computes one output of
THREADS = 64


class ManyTokens(GPUScheduleRule):
    """A matrix product over a prompt, without barriers: each thread makes one output of several
    tokens and unpacks each weight once for all of them."""

    def apply(self, func: tirx.PrimFunc, target: tvm.target.Target, _):
        if not isinstance(func, tirx.PrimFunc) or not self.is_target_available(target):
            return None
        sch = s_tir.Schedule(func)
        blocks = {sch.get(b).name_hint: b for b in sch.get_child_blocks(sch.get_sblock("root"))}
        if "product" not in blocks:
            return None
        product = blocks["product"]
        b, s, o, k = sch.get_loops(product)
        if isinstance(sch.get(s).extent, tirx.IntImm):
            return None
        outer, inner = sch.split(s, [None, TOKENS])
        sch.reorder(b, outer, o, k, inner)
        block, thread = sch.split(sch.fuse(b, outer, o), [None, THREADS])
        sch.bind(block, "blockIdx.x")
        sch.bind(thread, "threadIdx.x")
        result = sch.cache_write(product, 0, "local")
        sch.reverse_compute_at(result, thread)
        auto_inline_consumer_chain(sch, result)
        if "unpacked" in blocks:
            sch.compute_at(blocks["unpacked"], k)
            sch.set_scope(blocks["unpacked"], 0, "local")
        sch.decompose_reduction(product, k)
        return sch


def schedules(small: bool) -> list:
    """For small models the time goes into compiling shaders and, in software WebGPU, into waiting
    at barriers: there each thread makes its outputs by itself."""
    if small:
        return [ManyTokens(), dlight.gpu.Fallback()]
    return [
        dlight.gpu.Matmul(),
        dlight.gpu.GEMV(),
        dlight.gpu.Reduction(),
        dlight.gpu.GeneralReduction(),
        dlight.gpu.Fallback(),
    ]
