/**
 * `npm run bench convert [GIGABYTES]`: how fast weights convert and how much memory it takes, with
 * a synthetic Qwen3 of Jan-Nano's layers in bfloat16 that is generated while it is read. The
 * result is hashed and thrown away, so the disk is not measured.
 */
import { performance } from 'node:perf_hooks';
import type { ByteSource, Sink } from '../src/models/convert/bytes';
import { convert } from '../src/models/convert/convert';
import { readSafetensors } from '../src/models/convert/safetensors';

/** Jan-Nano's, with as many layers as fit. */
const shape = {
  model_type: 'qwen3',
  vocab_size: 151_936,
  hidden_size: 2560,
  intermediate_size: 9728,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  head_dim: 128,
  rms_norm_eps: 1e-6,
  rope_theta: 5_000_000,
  max_position_embeddings: 40_960,
  tie_word_embeddings: true,
};

function tensorShapes(layers: number): [string, number[]][] {
  const { hidden_size: hidden, intermediate_size: inner, head_dim: head } = shape;
  const layer = (i: number): [string, number[]][] => [
    [`model.layers.${i}.self_attn.q_proj.weight`, [shape.num_attention_heads * head, hidden]],
    [`model.layers.${i}.self_attn.k_proj.weight`, [shape.num_key_value_heads * head, hidden]],
    [`model.layers.${i}.self_attn.v_proj.weight`, [shape.num_key_value_heads * head, hidden]],
    [`model.layers.${i}.self_attn.o_proj.weight`, [hidden, shape.num_attention_heads * head]],
    [`model.layers.${i}.self_attn.q_norm.weight`, [head]],
    [`model.layers.${i}.self_attn.k_norm.weight`, [head]],
    [`model.layers.${i}.mlp.gate_proj.weight`, [inner, hidden]],
    [`model.layers.${i}.mlp.up_proj.weight`, [inner, hidden]],
    [`model.layers.${i}.mlp.down_proj.weight`, [hidden, inner]],
    [`model.layers.${i}.input_layernorm.weight`, [hidden]],
    [`model.layers.${i}.post_attention_layernorm.weight`, [hidden]],
  ];
  return [
    ['model.embed_tokens.weight', [shape.vocab_size, hidden]],
    ['model.norm.weight', [hidden]],
    ...Array.from({ length: layers }, (_, i) => layer(i)).flat(),
  ];
}

/** A safetensors file that exists only where it is read: noise, the same block again and again. */
function syntheticFile(layers: number): ByteSource {
  let end = 0;
  const header = Object.fromEntries(
    tensorShapes(layers).map(([name, sizes]) => {
      const start = end;
      end += 2 * sizes.reduce((a, b) => a * b, 1);
      return [name, { dtype: 'BF16', shape: sizes, data_offsets: [start, end] }];
    }),
  );
  const text = new TextEncoder().encode(JSON.stringify(header));
  const head = new Uint8Array(8 + text.length);
  new DataView(head.buffer).setBigUint64(0, BigInt(text.length), true);
  head.set(text, 8);

  const floats = Float32Array.from({ length: 2 ** 20 }, () => {
    const [a, b] = [1 - Math.random(), Math.random()];
    return 0.02 * Math.sqrt(-2 * Math.log(a)) * Math.cos(2 * Math.PI * b);
  });
  const noise = new Uint8Array(
    Uint16Array.from(new Uint32Array(floats.buffer), (w) => w >>> 16).buffer,
  );
  return {
    name: 'synthetic.safetensors',
    size: head.length + end,
    version: '',
    read: async (offset, length) => {
      if (offset < head.length) return head.slice(offset, offset + length);
      const bytes = new Uint8Array(length);
      for (let at = 0; at < length; at += noise.length) {
        bytes.set(noise.subarray(0, Math.min(noise.length, length - at)), at);
      }
      return bytes;
    },
  };
}

const nowhere: Sink = {
  read: async () => undefined,
  size: async () => undefined,
  remove: async () => undefined,
  create: async () => ({
    write: async () => undefined,
    close: async () => undefined,
    abort: async () => undefined,
  }),
};

async function benchConvert(gigabytes: number): Promise<void> {
  const [embedding, layer] = [0.778, 0.2019];
  const layers = Math.max(1, Math.round((gigabytes - embedding) / layer));
  const source = syntheticFile(layers);
  const tensors = await readSafetensors(source);
  const checkpoint = {
    name: source.name,
    config: { ...shape, num_hidden_layers: layers },
    tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])),
    tokenizer: new TextEncoder().encode('{}'),
    sources: [source],
  };
  const rows = [];
  for (const rounding of ['plain', 'least-squares'] as const) {
    const before = process.memoryUsage().rss;
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20);
    const cpu = process.cpuUsage();
    const start = performance.now();
    await convert(checkpoint, nowhere, {
      quantisation: 'q4f16_1',
      rounding,
      onProgress: () => (peak = Math.max(peak, process.memoryUsage().rss)),
    });
    clearInterval(watch);
    const seconds = (performance.now() - start) / 1000;
    const { user, system } = process.cpuUsage(cpu);
    rows.push({
      rounding,
      'source GB': +(source.size / 1e9).toFixed(2),
      seconds: Math.round(seconds),
      'MB/s': +(source.size / 1e6 / seconds).toFixed(1),
      'MB per CPU second': +(source.size / (user + system)).toFixed(1),
      'peak MB above start': Math.round((peak - before) / 1e6),
    });
  }
  console.table(rows);
}

await benchConvert(Number(process.argv[2] ?? 4));
