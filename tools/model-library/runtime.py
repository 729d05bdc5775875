"""Builds TVM's web runtime to WebAssembly objects, from the sources in the apache-tvm wheel.

The wheel has the runtime's sources but not the support headers that they include; `shims/` has
ours. Remote procedure calls, CPU sorting and tests are left out: a page uses none of them.
"""
import argparse
import gzip
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
LEFT_OUT = [
    *(
        f"src/runtime/rpc/rpc_{part}.cc"
        for part in ("channel", "endpoint", "event_impl", "local_session", "module", "session")
    ),
    "src/runtime/extra/contrib/sort/sort.cc",
    "3rdparty/tvm-ffi/src/ffi/testing/testing.cc",
]
# "../support/…" in a source is looked up from each of these when it is not beside the source.
ANCHORS = ["src/runtime", "src/runtime/vm", "web/emcc"]


def wheel(package: str) -> Path:
    import importlib.util

    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{package} is not installed: pip install -r requirements.txt")
    return Path(spec.origin).parent


def prepare(build: Path) -> list[str]:
    """Lays out the folders that complete the wheel's sources; returns the include flags."""
    shadow = build / "shadow"
    shutil.rmtree(shadow, ignore_errors=True)
    for path in LEFT_OUT:
        (shadow / path).parent.mkdir(parents=True, exist_ok=True)
        (shadow / path).write_text("// left out\n")
    shutil.copytree(HERE / "shims" / "src", shadow / "src", dirs_exist_ok=True)
    for anchor in ANCHORS:
        (shadow / anchor).mkdir(parents=True, exist_ok=True)
    tvm, ffi = wheel("tvm"), wheel("tvm_ffi")
    sources = build / "sources" / "3rdparty"
    sources.mkdir(parents=True, exist_ok=True)
    link = sources / "tvm-ffi"
    link.unlink(missing_ok=True)
    link.symlink_to(ffi)
    folders = [
        HERE / "shims",
        shadow,
        *(shadow / anchor for anchor in ANCHORS),
        sources.parent,
        tvm,
        tvm / "include",
        ffi / "include",
        ffi / "3rdparty" / "dlpack" / "include",
    ]
    return [f"-I{folder}" for folder in folders]


def build_runtime(build: Path) -> list[Path]:
    """The runtime's object files, compiled when they or what they are made of changed."""
    build.mkdir(parents=True, exist_ok=True)
    emcc = shutil.which("emcc")
    if emcc is None:
        raise SystemExit("emcc is not installed: apt-get install emscripten")
    version = subprocess.run([emcc, "--version"], capture_output=True, text=True, check=True).stdout
    includes = prepare(build)
    web = wheel("tvm") / "web" / "emcc"
    objects = []
    for source in (HERE / "shims" / "bridge.cc", web / "webgpu_runtime.cc", web / "wasm_runtime.cc"):
        command = [emcc, "-O2", "-std=c++17", "-Wno-ignored-attributes", *includes, "-c", str(source)]
        stamp = hashlib.sha256(repr((command, version, LEFT_OUT)).encode())
        for header in sorted((HERE / "shims").rglob("*.*")):
            stamp.update(header.read_bytes())
        target, stamp_file = build / f"{source.stem}.o", build / f"{source.stem}.stamp"
        if not (target.exists() and stamp_file.exists() and stamp_file.read_text() == stamp.hexdigest()):
            subprocess.run([*command, "-o", str(target)], check=True)
            stamp_file.write_text(stamp.hexdigest())
        objects.append(target)
    return objects


def link(objects: list[Path], target: Path) -> None:
    """Links objects to a WebAssembly module that runs without a script of its own."""
    flags = [
        "-O1",
        "--no-entry",
        "-sWASM_BIGINT=1",
        "-sSTANDALONE_WASM=1",
        "-sALLOW_MEMORY_GROWTH=1",
        "-sERROR_ON_UNDEFINED_SYMBOLS=0",
    ]
    # Absolute: emcc's output name decides where it puts what it makes in between.
    output = str(target.resolve())
    subprocess.run(["emcc", *map(str, objects), *flags, "-o", output], check=True, env=os.environ)
    # The names of functions are a quarter of the file.
    subprocess.run(["wasm-opt", "--strip-debug", "--strip-producers", output, "-o", output], check=True)


def compress(source: Path, target: Path) -> None:
    """Writes a gzip file whose bytes follow from the source's alone: no name, no time."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(source.read_bytes(), 9, mtime=0))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", type=Path, default=HERE / ".cache")
    for made in build_runtime(parser.parse_args().build):
        print(made, made.stat().st_size)
