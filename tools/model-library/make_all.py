"""Makes every library and all MLC weights that the repository carries, with this folder's defaults,
and writes down beside the libraries what made them. About ten minutes on two cores.
"""
import hashlib
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import fixtures
from compile import build_webgpu
from config import read_config
from convert import convert
from quantization import QUANTIZATIONS
from runtime import HERE, compress

ROOT = HERE.parent.parent
LIBRARIES = ROOT / "public" / "models" / "lib"
POCKET = ROOT / "public" / "models" / "jan-pocket"
CHECKPOINT = ROOT / "tools" / "pocket" / "checkpoint"
CHUNK = 512

JAN_NANO = {
    f"{config}-{quantization}": (HERE / "configs" / f"{config}.json", quantization)
    for config in ("jan-nano", "jan-nano-yarn")
    for quantization in ("q4f32_1", "q4f16_1", "q8f32_1", "q8f16_1")
}
JAN_POCKET = {
    f"jan-pocket-{quantization}": (CHECKPOINT / "config.json", quantization)
    for quantization in ("q4f32_1", "q4f16_1")
}

RECORD = """# Model libraries

Qwen3 compiled to WebGPU for WebLLM 0.2.86, as gzip files. Made by `python make_all.py` in
`tools/model-library`; its README says what has been checked. **Those of Jan-Nano are experimental**:
no GPU has run them yet.

{versions}

| library | gzipped, bytes | SHA-256 of the WebAssembly |
| --- | ---: | --- |
{rows}
"""


def tool(command: str) -> str:
    said = subprocess.run([command, "--version"], capture_output=True, text=True, check=True).stdout
    number = re.search(r"\d+(\.\d+)*", said)
    return f"{command} {number[0] if number else '?'}"


def main() -> None:
    rows = []
    for name, (config, quantization) in {**JAN_POCKET, **JAN_NANO}.items():
        library, target = HERE / ".cache" / f"{name}.wasm", LIBRARIES / f"{name}.wasm.gz"
        build_webgpu(read_config(config), QUANTIZATIONS[quantization], library, CHUNK, HERE / ".cache")
        compress(library, target)
        digest = hashlib.sha256(library.read_bytes()).hexdigest()
        rows.append(f"| `{target.name}` | {target.stat().st_size:,} | `{digest}` |")
        print(rows[-1], flush=True)
    versions = [
        *(f"{package} {version(package)}" for package in ("apache-tvm", "apache-tvm-ffi", "numpy")),
        *map(tool, ("emcc", "wasm-opt")),
    ]
    (LIBRARIES / "README.md").write_text(
        RECORD.format(versions=", ".join(versions) + ".", rows="\n".join(rows))
    )
    for quantization, folder in (("q4f32_1", "mlc"), ("q4f16_1", "mlc-q4f16_1")):
        convert(CHECKPOINT, QUANTIZATIONS[quantization], POCKET / folder, None, CHUNK)
    # The app hands every engine the tokenizer beside the folders.
    (POCKET / "mlc-q4f16_1" / "tokenizer.json").unlink()
    fixtures.main([str(ROOT / "tests" / "fixtures" / "libraries")])


if __name__ == "__main__":
    main()
