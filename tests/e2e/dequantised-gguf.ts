import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { F32, readGgufHeader, writeGguf } from '../fixtures/gguf-file';

const GROUP = 32;

/**
 * A GGUF file of 32-bit floats with exactly the numbers that the 4-bit MLC weights stand for, so that
 * two engines can be compared on one model. Takes the metadata (tokenizer and shape) of `gguf`.
 */
export function dequantisedGguf(gguf: string, mlc: string): Buffer {
  const header = readGgufHeader(readFileSync(gguf));
  const weights = new MlcWeights(mlc);
  const tensors = header.tensors.map(({ name, dims }) => {
    const values = weights.of(name);
    const count = dims.reduce((product, size) => product * size, 1);
    if (values.length !== count) throw new Error(`${name}: ${values.length} instead of ${count}`);
    return { name, dims, type: F32, data: Buffer.from(values.buffer) };
  });
  return writeGguf(header, tensors);
}

/** MLC's 4-bit weights, by llama.cpp's names. */
class MlcWeights {
  readonly #entries = new Map<string, { shape: number[]; data: Buffer }>();

  constructor(folder: string) {
    const { records } = JSON.parse(readFileSync(join(folder, 'tensor-cache.json'), 'utf8')) as {
      records: {
        dataPath: string;
        records: { name: string; shape: number[]; nbytes: number; byteOffset: number }[];
      }[];
    };
    for (const { dataPath, records: tensors } of records) {
      const shard = readFileSync(join(folder, dataPath));
      for (const { name, shape, nbytes, byteOffset } of tensors)
        this.#entries.set(name, { shape, data: shard.subarray(byteOffset, byteOffset + nbytes) });
    }
  }

  of(name: string): Float32Array {
    const [, layer = '', rest = name] = /^blk\.(\d+)\.(.*)$/.exec(name) ?? [];
    const from = (part: string) => this.#matrix(`model.layers.${layer}.${part}`);
    const vector = (part: string) => this.#vector(part.replace('*', `layers.${layer}`));
    switch (rest) {
      case 'token_embd.weight':
        return this.#matrix('model.embed_tokens');
      case 'output_norm.weight':
        return vector('model.norm');
      case 'attn_norm.weight':
        return vector('model.*.input_layernorm');
      case 'ffn_norm.weight':
        return vector('model.*.post_attention_layernorm');
      case 'attn_q_norm.weight':
        return vector('model.*.self_attn.q_norm');
      case 'attn_k_norm.weight':
        return vector('model.*.self_attn.k_norm');
      case 'attn_output.weight':
        return from('self_attn.o_proj');
      case 'ffn_down.weight':
        return from('mlp.down_proj');
      // Twice as many heads ask as are asked for: half of the rows, a quarter, a quarter.
      case 'attn_q.weight':
        return part(from('self_attn.c_attn'), 0, 1 / 2);
      case 'attn_k.weight':
        return part(from('self_attn.c_attn'), 1 / 2, 3 / 4);
      case 'attn_v.weight':
        return part(from('self_attn.c_attn'), 3 / 4, 1);
      case 'ffn_gate.weight':
        return part(from('mlp.gate_up_proj'), 0, 1 / 2);
      case 'ffn_up.weight':
        return part(from('mlp.gate_up_proj'), 1 / 2, 1);
      default:
        throw new Error(`Where does ${name} come from?`);
    }
  }

  #entry(name: string) {
    const entry = this.#entries.get(name);
    if (!entry) throw new Error(`The shards hold no ${name}`);
    return entry;
  }

  #vector(name: string): Float32Array {
    const { data } = this.#entry(`${name}.weight`);
    return Float32Array.from({ length: data.length / 4 }, (_, i) => data.readFloatLE(4 * i));
  }

  #matrix(name: string): Float32Array {
    const words = this.#entry(`${name}.q_weight`).data;
    const scales = this.#entry(`${name}.q_scale`).data;
    return Float32Array.from({ length: words.length * 2 }, (_, i) => {
      const code = (words.readUInt8(i >> 1) >> (4 * (i & 1))) & 15;
      return (code - 7) * scales.readFloatLE(4 * Math.floor(i / GROUP));
    });
  }
}

function part(values: Float32Array, from: number, to: number): Float32Array {
  return values.slice(values.length * from, values.length * to);
}
