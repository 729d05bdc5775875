"""How kernels are spread over threads."""
from tvm.s_tir import dlight


def schedules(small: bool) -> list:
    """For small models the time goes into compiling shaders and, in software WebGPU, into waiting
    at barriers: there each thread makes its outputs by itself."""
    if small:
        return [dlight.gpu.Fallback()]
    return [
        dlight.gpu.Matmul(),
        dlight.gpu.GEMV(),
        dlight.gpu.Reduction(),
        dlight.gpu.GeneralReduction(),
        dlight.gpu.Fallback(),
    ]
