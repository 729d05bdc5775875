/**
 * Models that can be downloaded: what each needs and where it comes from. Sizes and digests are not
 * here: the host is asked for them when a person wants the model (resolve.ts). What stands here as
 * `estimatedBytes` is computed from the shapes of the weights and shown as an estimate.
 */
import type { ModelCard, Said } from '../contracts';
import { offers as words } from '../i18n/en/offers';
import { mlcLayout, mlcQuantisations, type MlcQuantisation, type QwenShape } from './mlc-layout';

/** One place that a model can come from. */
export type Source =
  /** `<base>/<path>/manifest.json` lists the files; a relay serves such folders under `/models/`. */
  | { kind: 'folder'; base: 'relay' | 'mirror'; path: string }
  /** A folder of any address. */
  | { kind: 'url'; url: string }
  /** A repository on the hub; of GGUF files, the one whose name ends in `file`. */
  | { kind: 'hub'; repo: string; file?: string; tokenizerRepo?: string }
  /** Files from the disk, or made from the official ones. */
  | { kind: 'import'; from: string };

export interface Offer {
  id: string;
  name: string;
  description: string | Said;
  engine: 'webllm' | 'wllama';
  quantisation: string;
  /** Of all weights; an estimate. */
  estimatedBytes: number;
  /** Memory of keys and values of one token. */
  kvBytesPerToken: number;
  /** The largest single tensor, which one GPU buffer must hold; an estimate. */
  largestTensorBytes: number;
  needsF16: boolean;
  /** Longest context that the weights and their library can do. */
  contextTokens: number;
  /** What a load takes where nothing else is chosen. */
  defaultContextTokens: number;
  licence: string;
  /** What the source document says of this quantisation. */
  advice: string | Said;
  /** In order of preference. */
  sources: Source[];
  /** WebLLM's compiled model library: the published one, and this project's own where there is one. */
  library?: { url: string; experimental: boolean };
  sampling: ModelCard['sampling'];
}

/** Jan-Nano is a fine-tune of Qwen3-4B: the shape is that of Qwen3-4B's config.json. */
export const qwen3Shape4B: QwenShape = {
  vocab_size: 151936,
  hidden_size: 2560,
  intermediate_size: 9728,
  num_hidden_layers: 36,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  head_dim: 128,
  tie_word_embeddings: true,
};

/** The document's recommendation: temperature 0.7, top-p 0.8, top-k 20, min-p 0. */
export const sampling = { temperature: 0.7, topP: 0.8, topK: 20, minP: 0 };

/** docs/ of Jan-Nano, FAQ: "What are the recommended GGUF quantizations?" */
export const adviceOf = {
  eight: words.best,
  iq4: words.littleMemory,
  four: words.fourBits,
} as const;

const typeBytes = { uint32: 4, float32: 4, float16: 2 } as const;

const PREBUILT =
  'https://raw.githubusercontent.com/mlc-ai/binary-mlc-llm-libs/main/web-llm-models/v0_2_86/base/';

const bases = [
  {
    id: 'jan-nano',
    name: 'Jan-Nano',
    repo: 'Menlo/Jan-nano',
    // Published libraries have no YaRN, so longer contexts than Qwen3's own need another build.
    contextTokens: 40960,
    about: words.nano,
  },
  {
    id: 'jan-nano-128k',
    name: 'Jan-Nano-128k',
    repo: 'Menlo/Jan-nano-128k',
    contextTokens: 131072,
    about: words.nano128k,
  },
];

const mlcVariants: {
  quantisation: MlcQuantisation;
  advice: Said;
  library: (id: string) => { url: string; experimental: boolean };
}[] = [
  {
    quantisation: 'q8f16_1',
    advice: adviceOf.eight,
    library: () => ({ url: 'models/lib/jan-nano-q8f16_1.wasm.gz', experimental: true }),
  },
  {
    quantisation: 'q4f16_1',
    advice: adviceOf.four,
    library: () => ({ url: `${PREBUILT}Qwen3-4B-q4f16_1_cs1k-webgpu.wasm`, experimental: false }),
  },
  {
    quantisation: 'q4f32_1',
    advice: adviceOf.four,
    library: () => ({ url: `${PREBUILT}Qwen3-4B-q4f32_1_cs1k-webgpu.wasm`, experimental: false }),
  },
];

/** Every model that the app offers to download. */
export const offers: readonly Offer[] = bases.flatMap((base) => [
  ...mlcVariants.map(({ quantisation, advice, library }): Offer => {
    const id = `${base.id}-${quantisation}`;
    return {
      id,
      name: `${base.name} ${quantisation}`,
      description: words.forGpu(base.about),
      engine: 'webllm',
      quantisation,
      estimatedBytes: mlcBytes(qwen3Shape4B, quantisation),
      kvBytesPerToken: kvBytes(qwen3Shape4B, mlcQuantisations[quantisation].dtype === 'float32'),
      largestTensorBytes: largestMlcTensor(qwen3Shape4B, quantisation),
      needsF16: mlcQuantisations[quantisation].dtype === 'float16',
      contextTokens: Math.min(base.contextTokens, 40960),
      defaultContextTokens: 16384,
      licence: 'Apache-2.0',
      advice,
      sources: [
        { kind: 'folder', base: 'relay', path: id },
        { kind: 'folder', base: 'mirror', path: id },
        { kind: 'import', from: base.repo },
      ],
      library: library(id),
      sampling,
    };
  }),
  {
    id: `${base.id}-iq4-xs`,
    name: `${base.name} iQ4_XS`,
    description: words.asGguf(base.about),
    engine: 'wllama',
    quantisation: 'iQ4_XS',
    // llama.cpp: 136 bytes for 256 weights.
    estimatedBytes: Math.round((weightCount(qwen3Shape4B) * 136) / 256),
    kvBytesPerToken: kvBytes(qwen3Shape4B, false),
    // The embeddings, which llama.cpp keeps in Q6_K: 210 bytes for 256 weights.
    largestTensorBytes: Math.round(
      (qwen3Shape4B.vocab_size * qwen3Shape4B.hidden_size * 210) / 256,
    ),
    needsF16: true,
    contextTokens: base.contextTokens,
    defaultContextTokens: 16384,
    licence: 'Apache-2.0',
    advice: adviceOf.iq4,
    sources: [
      { kind: 'folder', base: 'relay', path: `${base.id}-iq4-xs` },
      { kind: 'folder', base: 'mirror', path: `${base.id}-iq4-xs` },
      { kind: 'hub', repo: `${base.repo}-gguf`, file: 'iQ4_XS.gguf', tokenizerRepo: base.repo },
      { kind: 'import', from: `${base.repo}-gguf` },
    ],
    sampling,
  },
]);

/** Keys and values of all layers for one token. */
export function kvBytes(shape: QwenShape, f32: boolean): number {
  const { num_hidden_layers: layers, num_key_value_heads: heads, head_dim: size } = shape;
  return 2 * layers * heads * size * (f32 ? 4 : 2);
}

function mlcTensorBytes(shape: QwenShape, quantisation: MlcQuantisation): number[] {
  return mlcLayout(shape, quantisation).map(
    ({ shape: sizes, dtype }) => sizes.reduce((all, size) => all * size, 1) * typeBytes[dtype],
  );
}

/** All tensors as MLC stores them. */
export function mlcBytes(shape: QwenShape, quantisation: MlcQuantisation): number {
  return mlcTensorBytes(shape, quantisation).reduce((sum, bytes) => sum + bytes, 0);
}

/** Of Jan-Nano in four bits: the embeddings, which no shard may split. */
export const largestShardBytes = largestMlcTensor(qwen3Shape4B, 'q4f16_1');

export function largestMlcTensor(shape: QwenShape, quantisation: MlcQuantisation): number {
  return Math.max(...mlcTensorBytes(shape, quantisation));
}

function weightCount(shape: QwenShape): number {
  return mlcLayout(shape, 'q0f16')
    .map(({ shape: sizes }) => sizes.reduce((all, size) => all * size, 1))
    .reduce((sum, count) => sum + count, 0);
}
