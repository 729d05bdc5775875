import type { Candidate } from './sampling';

/** Logits that one workgroup looks through; each gives its own best, and the page picks among those. */
const CHUNK = 1024;
/** Rounds of the search grow with it; for more, all logits are read instead. */
export const MOST = 64;
/** Stands for "no logit left": no model gives one as low. */
const LOWEST = -3.4e38;

/** Bits of WebGPU's GPUBufferUsage and GPUMapMode, whose names TypeScript's library lacks. */
const MAP_READ = 0x01;
const COPY_SRC = 0x04;
const COPY_DST = 0x08;
const UNIFORM = 0x40;
const STORAGE = 0x80;

const SHADER = `
struct Shape { first: u32, length: u32, count: u32 }
@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<uniform> shape: Shape;
@group(0) @binding(2) var<storage, read_write> best: array<vec2u>;

const CHUNK = ${CHUNK}u;
const THREADS = 64u;
const LOWEST = ${LOWEST}f;
var<workgroup> left: array<f32, CHUNK>;
var<workgroup> high: array<f32, THREADS>;
var<workgroup> place: array<u32, THREADS>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_id) local: vec3u) {
  let me = local.x;
  let start = group.x * CHUNK;
  for (var i = me; i < CHUNK; i += THREADS) {
    left[i] = LOWEST;
    if (start + i < shape.length) { left[i] = logits[shape.first + start + i]; }
  }
  workgroupBarrier();
  for (var round = 0u; round < shape.count; round++) {
    high[me] = LOWEST;
    place[me] = CHUNK;
    for (var i = me; i < CHUNK; i += THREADS) {
      if (left[i] > high[me]) { high[me] = left[i]; place[me] = i; }
    }
    workgroupBarrier();
    for (var half = THREADS / 2u; half > 0u; half /= 2u) {
      if (me < half) {
        let other = me + half;
        if (high[other] > high[me] || (high[other] == high[me] && place[other] < place[me])) {
          high[me] = high[other];
          place[me] = place[other];
        }
      }
      workgroupBarrier();
    }
    if (me == 0u) {
      best[group.x * shape.count + round] = vec2u(start + place[0], bitcast<u32>(high[0]));
      if (place[0] < CHUNK) { left[place[0]] = LOWEST; }
    }
    workgroupBarrier();
  }
}`;

/** Finds the highest logits on the GPU, so that kilobytes are read back and not the whole vocabulary. */
export class TopLogits {
  readonly #device: GPUDevice;
  readonly #pipeline: GPUComputePipeline;
  #buffers: {
    count: number;
    length: number;
    shape: GPUBuffer;
    best: GPUBuffer;
    host: GPUBuffer;
  }[] = [];

  constructor(device: GPUDevice) {
    this.#device = device;
    const module = device.createShaderModule({ code: SHADER });
    this.#pipeline = device.createComputePipeline({
      layout: 'auto',
      compute: { module, entryPoint: 'main' },
    });
  }

  /**
   * The `count` (at most MOST) highest of `length` logits that begin at element `first` of a buffer of
   * 32-bit floats, and some more that are lower; in no order. NaN is never among them.
   */
  async read(
    logits: GPUBuffer,
    { first, length, count }: { first: number; length: number; count: number },
  ): Promise<Candidate[]> {
    const { shape, best, host } = this.#buffersFor(length, count);
    this.#device.queue.writeBuffer(shape, 0, Uint32Array.of(first, length, count));
    const group = this.#device.createBindGroup({
      layout: this.#pipeline.getBindGroupLayout(0),
      entries: [logits, shape, best].map((buffer, binding) => ({
        binding,
        resource: { buffer },
      })),
    });
    const encoder = this.#device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(Math.ceil(length / CHUNK));
    pass.end();
    encoder.copyBufferToBuffer(best, 0, host, 0, host.size);
    this.#device.queue.submit([encoder.finish()]);
    await host.mapAsync(MAP_READ);
    const data = host.getMappedRange().slice(0);
    host.unmap();
    const ids = new Uint32Array(data);
    const values = new Float32Array(data);
    return Array.from({ length: ids.length / 2 }, (_, i) => ({
      id: ids[2 * i] ?? 0,
      logit: values[2 * i + 1] ?? LOWEST,
    })).filter(({ logit }) => logit > LOWEST);
  }

  #buffersFor(length: number, count: number) {
    const known = this.#buffers.find((one) => one.count === count && one.length === length);
    if (known) return known;
    const size = Math.ceil(length / CHUNK) * count * 8;
    const buffer = (bytes: number, usage: number) =>
      this.#device.createBuffer({ size: bytes, usage });
    const fresh = {
      count,
      length,
      shape: buffer(16, UNIFORM | COPY_DST),
      best: buffer(size, STORAGE | COPY_SRC),
      host: buffer(size, MAP_READ | COPY_DST),
    };
    this.#buffers.push(fresh);
    return fresh;
  }
}
