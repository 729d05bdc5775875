"""Compiles a model library: a WebGPU module for WebLLM, or a CPU one to test with."""
import argparse
import json
from pathlib import Path

import tvm
from tvm import relax, tirx
from tvm.s_tir import dlight

from config import Config, read_config
from model import Qwen3, model_spec
from quantization import QUANTIZATIONS, Quantization
from runtime import HERE, build_runtime, compress, link
from schedules import schedules
from sampling import Sampling, sampling_spec


def webgpu_target() -> tvm.target.Target:
    return tvm.target.Target(
        # What every browser's WebGPU grants; SwiftShader grants no more.
        {"kind": "webgpu", "max_num_threads": 256, "max_shared_memory_per_block": 32768},
        host={"kind": "llvm", "mtriple": "wasm32-unknown-unknown-wasm"},
    )


def cpu_target() -> tvm.target.Target:
    return tvm.target.Target("llvm")


def export(c: Config, q: Quantization, target: tvm.target.Target, chunk: int):
    """The model as one TVM module and its parameters in the order that it takes them."""
    module, parameters = Qwen3(c, q, target).export_tvm(model_spec(c, q))
    extra, _ = Sampling(c.vocab_size, target.kind.name == "webgpu").export_tvm(sampling_spec(c.vocab_size))
    for variable, function in extra.functions_items():
        if variable.name_hint in {v.name_hint for v in module.get_global_vars()}:
            raise ValueError(f"Two functions are called {variable.name_hint}")
    module.update(extra)
    for variable, function in module.functions_items():
        if isinstance(function, relax.Function):
            bounds = {"seq_len": chunk, "rows": 1, "sequences": 1, "count": c.vocab_size}
            module[variable] = function.with_attr("tir_var_upper_bound", bounds)
    return add_metadata(module, metadata(c, q, parameters, chunk)), parameters


def metadata(c: Config, q: Quantization, parameters: list, chunk: int) -> dict:
    return {
        "model_type": "qwen3",
        "quantization": q.name,
        "context_window_size": c.max_position_embeddings,
        "sliding_window_size": -1,
        "attention_sink_size": -1,
        "prefill_chunk_size": chunk,
        "kv_state_kind": "kv_cache",
        "rope_theta": c.rope_theta,
        "rope_scaling": vars(c.yarn) if c.yarn else None,
        "params": [
            {"name": name, "shape": [int(n) for n in p.shape], "dtype": str(p.dtype)}
            for name, p in parameters
        ],
    }


def add_metadata(module: tvm.IRModule, content: dict) -> tvm.IRModule:
    builder = relax.BlockBuilder(module)
    with builder.function("_metadata", params=[]):
        builder.emit_func_output(tvm.ir.StringImm(json.dumps(content)))
    return builder.finalize()


def gpu_pipeline(target: tvm.target.Target, small: bool):
    @tvm.transform.module_pass(opt_level=0)
    def pipeline(module: tvm.IRModule, _context) -> tvm.IRModule:
        t = relax.transform
        with target:
            return tvm.transform.Sequential(
                [
                    relax.backend.DispatchSampling(),
                    relax.backend.DispatchSortScan(),
                    # A reshape stays one: it is a view, while its legal form is a kernel that copies.
                    t.LegalizeOps({"relax.reshape": lambda _builder, call: call}),
                    t.AnnotateTIROpPattern(),
                    t.FoldConstant(),
                    t.FuseOps(),
                    t.FuseTIR(),
                    t.DeadCodeElimination(),
                    dlight.ApplyDefaultSchedule(*schedules(small)),
                    t.ToNonDataflow(),
                    t.RemovePurityChecking(),
                    t.CallTIRRewrite(),
                    t.StaticPlanBlockMemory(),
                    # WGSL has no 64-bit integers.
                    tirx.transform.ForceNarrowIndexToInt32(),
                    t.LowerAllocTensor(),
                    t.KillAfterLastUse(),
                    t.LowerRuntimeBuiltin(),
                    t.ComputePrimValue(),
                    t.VMShapeLower(),
                    t.AttachGlobalSymbol(),
                ]
            )(module)

    return pipeline


def build_cpu(c: Config, q: Quantization, chunk: int = 64):
    """A virtual machine on the CPU, and the names of its parameters in order."""
    target = cpu_target()
    module, parameters = export(c, q, target, chunk)
    machine = relax.VirtualMachine(relax.build(module, target), tvm.cpu())
    return machine, [name for name, _ in parameters]


def build_webgpu(c: Config, q: Quantization, target_file: Path, chunk: int, build: Path) -> None:
    target = webgpu_target()
    module, _ = export(c, q, target, chunk)
    executable = relax.build(module, target, relax_pipeline=gpu_pipeline(target, c.is_small), system_lib=True)
    runtime_objects = build_runtime(build)

    def compile_and_link(output: str, objects: list[str], **_) -> None:
        link([*map(Path, objects), *runtime_objects], Path(output))

    compile_and_link.object_format = "o"
    target_file.parent.mkdir(parents=True, exist_ok=True)
    executable.export_library(str(target_file), fcompile=compile_and_link)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("config", type=Path, help="Hugging Face's config.json")
    parser.add_argument("quantization", choices=QUANTIZATIONS)
    parser.add_argument("output", type=Path, help="the library: .wasm, or .wasm.gz as it is served")
    parser.add_argument("--chunk", type=int, default=512, help="tokens prefilled at once, at most")
    parser.add_argument("--build", type=Path, default=HERE / ".cache", help="for what is made between")
    args = parser.parse_args()
    compressed = args.output.suffix == ".gz"
    library = args.build / args.output.stem if compressed else args.output
    build_webgpu(
        read_config(args.config), QUANTIZATIONS[args.quantization], library, args.chunk, args.build
    )
    if compressed:
        compress(library, args.output)


if __name__ == "__main__":
    main()
