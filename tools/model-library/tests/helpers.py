import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

import numpy as np  # noqa: E402

from config import Config, parse_config  # noqa: E402
from convert import parameters  # noqa: E402
from quantization import Quantization, dequantize, quantize  # noqa: E402
from reference import TINY  # noqa: E402

def tiny(**changes) -> Config:
    return parse_config({**TINY, **changes})


def as_computed(weights: dict, q: Quantization) -> dict:
    """The weights after quantising and back: what a library really computes with."""
    if not q.bits:
        return {n: w.astype(q.dtype) for n, w in weights.items()}
    return {
        n: dequantize(*quantize(w, q), q) if w.ndim == 2 else w.astype(q.dtype)
        for n, w in weights.items()
    }


class Machine:
    """A library on the CPU, driven as WebLLM drives it."""

    def __init__(self, config: Config, q: Quantization, weights: dict, context: int = 64, chunk: int = 64):
        import tvm
        from compile import build_cpu
        from tvm.runtime import ShapeTuple

        self.tvm, self.shape, self.chunk = tvm, ShapeTuple, chunk
        self.vm, names = build_cpu(config, q, chunk)
        values = dict(parameters(weights, config, q))
        assert list(values) == names, "converted weights are not in the library's order"
        self.params = [tvm.runtime.tensor(values[n]) for n in names]
        sizes = (1, context, chunk, 16, 0)
        self.cache = self.vm["create_tir_paged_kv_cache"](*(ShapeTuple([n]) for n in sizes))
        self.call("kv_state_add_sequence", self.cache, 0)

    def call(self, name: str, *args):
        return self.tvm.get_global_func(f"vm.builtin.{name}")(*args)

    def forward(self, tokens: list[int]) -> np.ndarray:
        """Logits after the last of the tokens, which join the KV cache."""
        tensor = self.tvm.runtime.tensor
        embedded = self.vm["embed"](tensor(np.array(tokens, np.int32)), self.params).numpy()
        self.call("kv_state_begin_forward", self.cache, self.shape([0]), self.shape([len(tokens)]))
        run = self.vm["decode" if len(tokens) == 1 else "prefill"]
        out = run(tensor(embedded[None]), self.cache, self.params)
        self.call("kv_state_end_forward", self.cache)
        return out[0].numpy().reshape(-1)

    def pop(self, count: int) -> None:
        self.call("kv_state_popn", self.cache, 0, count)
