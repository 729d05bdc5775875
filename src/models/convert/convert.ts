/**
 * Converts a Qwen3 checkpoint to MLC weights for WebLLM. Streams: whatever the model's size, it
 * holds less than 128 MB (see ParameterMaker). What it has finished it does not do again.
 */
import { createMD5, createSHA256 } from 'hash-wasm';
import { AppError } from '../../errors';
import { importing as words } from '../../i18n/en/importing';
import {
  CHAT_CONFIG,
  mlcLayout,
  mlcQuantisations,
  TENSOR_CACHE,
  type MlcQuantisation,
} from '../mlc-layout';
import { parseJson, type Sink } from './bytes';
import { ParameterMaker } from './parameters';
import type { Rounding } from './quantise';
import { chatConfig, qwenShape } from './qwen-config';
import { planShards, type Shard } from './shards';
import type { Checkpoint } from './tensors';

export interface ConvertOptions {
  quantisation: MlcQuantisation;
  /** `least-squares` when absent. */
  rounding?: Rounding;
  /** The model's own window when absent. */
  contextTokens?: number;
  /** Tokens prefilled at once, as the model library was compiled with; 512 when absent. */
  prefillChunk?: number;
  /** Begin anew where the folder holds another conversion. */
  overwrite?: boolean;
  /** Weights read and quantised at once, which bounds the memory; 4 million when absent. */
  slabWeights?: number;
  /** 32 MiB, as MLC has it, when absent. */
  shardBytes?: number;
  signal?: AbortSignal;
  onProgress?: (progress: ConvertProgress) => void;
}

/** Bytes of weights written, those of an earlier attempt included. */
export interface ConvertProgress {
  done: number;
  total: number;
  file: string;
}

export interface Manifest {
  format: 'mlc';
  /** Of everything that the result depends on. */
  key: string;
  quantisation: MlcQuantisation;
  rounding: Rounding;
  /** Everything but this manifest. */
  files: { name: string; bytes: number; sha256: string }[];
}

/** What is kept between attempts: the shards that are finished, in their order. */
interface Finished {
  key: string;
  shards: { bytes: number; sha256: string; md5: string }[];
}

export const MANIFEST = 'manifest.json';
export const PROGRESS = 'convert-progress.json';

export function isMlcQuantisation(value: unknown): value is MlcQuantisation {
  return typeof value === 'string' && Object.hasOwn(mlcQuantisations, value);
}

/**
 * Throws AppErrors: `model-unsupported`, `model-corrupt` and `model-missing` for the checkpoint,
 * `bad-input` where the folder holds another conversion, `aborted`, and what source and sink throw.
 * After any of them the same call goes on with the shard that was being written.
 */
export async function convert(
  checkpoint: Checkpoint,
  sink: Sink,
  options: ConvertOptions,
): Promise<Manifest> {
  const { quantisation, rounding = 'least-squares', slabWeights, signal, onProgress } = options;
  const shape = qwenShape(checkpoint.config, checkpoint.name);
  const settings = {
    quantisation,
    contextTokens: options.contextTokens ?? shape.max_position_embeddings,
    prefillChunk: options.prefillChunk ?? 512,
  };
  const shards = planShards(mlcLayout(shape, quantisation), options.shardBytes);
  const rowsOf = {
    q_proj: shape.num_attention_heads * shape.head_dim,
    k_proj: shape.num_key_value_heads * shape.head_dim,
    v_proj: shape.num_key_value_heads * shape.head_dim,
    gate_proj: shape.intermediate_size,
    up_proj: shape.intermediate_size,
  };
  const maker = new ParameterMaker(checkpoint, rowsOf, {
    quantisation,
    rounding,
    slabWeights,
    signal,
  });
  for (const record of shards.flatMap(({ records }) => records)) maker.check(record);

  const key = await keyOf(checkpoint, { ...settings, rounding, shards: shards.length });
  const earlier = await readEarlier(sink, key, options.overwrite ?? false);
  if (earlier.manifest) return earlier.manifest;
  const finished: Finished = { key, shards: await stillThere(sink, shards, earlier.shards) };

  const total = shards.reduce((sum, { nbytes }) => sum + nbytes, 0);
  let done = 0;
  for (const [i, shard] of shards.entries()) {
    const report = () => onProgress?.({ done, total, file: shard.dataPath });
    if (i < finished.shards.length) {
      done += shard.nbytes;
      report();
      continue;
    }
    const digests = await writeShard(shard, maker, sink, signal, (bytes) => {
      done += bytes;
      report();
    });
    finished.shards.push(digests);
    await writeJson(sink, PROGRESS, finished);
  }

  const records = shards.map((shard, i) => ({ ...shard, md5sum: finished.shards[i]?.md5 }));
  const files = [
    await writeFile(sink, 'tokenizer.json', checkpoint.tokenizer),
    await writeJson(sink, CHAT_CONFIG, chatConfig(checkpoint.config, settings)),
    // As Python writes it: comparable byte by byte with what MLC's own tools make.
    await writeText(sink, TENSOR_CACHE, JSON.stringify({ metadata: {}, records }, null, 4)),
    ...shards.map(({ dataPath, nbytes }, i) => ({
      name: dataPath,
      bytes: nbytes,
      sha256: finished.shards[i]?.sha256 ?? '',
    })),
  ];
  const manifest: Manifest = {
    format: 'mlc',
    key,
    quantisation,
    rounding,
    files,
  };
  // Last: a folder with a manifest is complete.
  await writeJson(sink, MANIFEST, manifest);
  await sink.remove(PROGRESS);
  return manifest;
}

/** Everything that the result depends on, without reading the weights. */
async function keyOf(checkpoint: Checkpoint, settings: object): Promise<string> {
  const sources = checkpoint.sources.map(({ name, size, version }) => [name, size, version]);
  const tensors = [...checkpoint.tensors.values()].map(({ name, type, offset }) => [
    name,
    type,
    offset,
  ]);
  const text = JSON.stringify([settings, checkpoint.config, sources, tensors]);
  return sha256Of([new TextEncoder().encode(text), checkpoint.tokenizer]);
}

async function sha256Of(parts: Uint8Array[]): Promise<string> {
  const hash = await createSHA256();
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** What the folder holds of this conversion; throws `bad-input` where it is of another one. */
async function readEarlier(
  sink: Sink,
  key: string,
  overwrite: boolean,
): Promise<{ manifest?: Manifest; shards: unknown[] }> {
  const manifest = await readRecord(sink, MANIFEST);
  const progress = await readRecord(sink, PROGRESS);
  if (manifest?.['key'] === key && (await isComplete(sink, manifest as unknown as Manifest))) {
    return { manifest: manifest as unknown as Manifest, shards: [] };
  }
  const other = [manifest, progress].find((record) => record && record['key'] !== key);
  if (other && !overwrite) {
    throw new AppError('bad-input', words.otherWeights);
  }
  if (manifest) await sink.remove(MANIFEST);
  const shards = progress?.['key'] === key ? progress['shards'] : undefined;
  return { shards: Array.isArray(shards) ? shards : [] };
}

async function isComplete(sink: Sink, { files }: Manifest): Promise<boolean> {
  for (const { name, bytes } of files) {
    if ((await sink.size(name)) !== bytes) return false;
  }
  return true;
}

/** The finished shards from the first on whose files are there in full. */
async function stillThere(
  sink: Sink,
  shards: readonly Shard[],
  recorded: unknown[],
): Promise<Finished['shards']> {
  const kept: Finished['shards'] = [];
  for (const [i, { dataPath, nbytes }] of shards.entries()) {
    const entry = recorded[i] as Partial<Finished['shards'][number]> | undefined;
    if (typeof entry?.sha256 !== 'string' || typeof entry.md5 !== 'string') break;
    if (entry.bytes !== nbytes || (await sink.size(dataPath)) !== nbytes) break;
    kept.push({ bytes: nbytes, sha256: entry.sha256, md5: entry.md5 });
  }
  return kept;
}

async function readRecord(sink: Sink, name: string) {
  const bytes = await sink.read(name);
  return bytes && parseJson({ name }, bytes);
}

async function writeShard(
  shard: Shard,
  maker: ParameterMaker,
  sink: Sink,
  signal: AbortSignal | undefined,
  onBytes: (bytes: number) => void,
): Promise<Finished['shards'][number]> {
  const [sha256, md5] = await Promise.all([createSHA256(), createMD5()]);
  const file = await sink.create(shard.dataPath, shard.nbytes);
  try {
    for (const record of shard.records) {
      for await (const chunk of maker.make(record)) {
        signal?.throwIfAborted();
        sha256.update(chunk);
        md5.update(chunk);
        await file.write(chunk);
        onBytes(chunk.length);
      }
    }
    await file.close();
  } catch (error) {
    await file.abort();
    throw error;
  }
  return { bytes: shard.nbytes, sha256: sha256.digest(), md5: md5.digest() };
}

function writeJson(sink: Sink, name: string, value: unknown) {
  return writeText(sink, name, `${JSON.stringify(value, null, 2)}\n`);
}

function writeText(sink: Sink, name: string, text: string) {
  return writeFile(sink, name, new TextEncoder().encode(text));
}

async function writeFile(sink: Sink, name: string, bytes: Uint8Array<ArrayBuffer>) {
  const file = await sink.create(name, bytes.length);
  try {
    await file.write(bytes);
    await file.close();
  } catch (error) {
    await file.abort();
    throw error;
  }
  return { name, bytes: bytes.length, sha256: await sha256Of([bytes]) };
}
