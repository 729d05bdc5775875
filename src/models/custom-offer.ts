/** An offer for a model that a person brings: from the disk or by its address. */
import { AppError } from '../errors';
import { offers as words } from '../i18n/en/offers';
import { origins } from '../i18n/en/origins';
import { catalogue } from './catalogue';
import { isRecord } from './convert/bytes';
import { isMlcQuantisation } from './convert/convert';
import { qwenShape } from './convert/qwen-config';
import { MOST_CPU_BYTES } from './fit';
import { isJanPocket, libraryFor, noLibrary } from './libraries';
import { mlcQuantisations, type MlcQuantisation } from './mlc-layout';
import { kvBytes, largestMlcTensor, mlcBytes, sampling, type Offer, type Source } from './offers';

export interface Brought {
  /** For people: the name of the file, folder or repository. */
  name: string;
  /** Hugging Face's config.json, or what a GGUF says in its place. */
  config: Record<string, unknown>;
  source: Source;
  licence?: string;
}

/** Throws `model-unsupported` where it is no Qwen3, or no library fits. */
export function mlcOffer(brought: Brought, quantisation: MlcQuantisation): Offer {
  const { name, config } = brought;
  const shape = qwenShape(config, name);
  const library = libraryFor(config, quantisation);
  if (!library) throw noLibrary(name, config, quantisation);
  const { dtype } = mlcQuantisations[quantisation];
  return {
    ...common(brought, quantisation, shape.max_position_embeddings),
    description: words.brought(quantisation),
    engine: 'webllm',
    estimatedBytes: mlcBytes(shape, quantisation),
    kvBytesPerToken: kvBytes(shape, dtype === 'float32'),
    largestTensorBytes: largestMlcTensor(shape, quantisation),
    needsF16: dtype === 'float16',
    library,
  };
}

/** wllama holds the weights, the context and its own buffers in 4 GB of WebAssembly memory. */
const MOST_GGUF_BYTES = 3e9;

/** Throws `model-unsupported` where it is no Qwen3, or too large for wllama. */
export function ggufOffer(brought: Brought, quantisation: string, bytes: number): Offer {
  const { name, config } = brought;
  const shape = qwenShape(config, name);
  if (bytes > MOST_GGUF_BYTES) throw new AppError('model-unsupported', origins.ggufTooLarge(name));
  return {
    ...common(brought, quantisation, shape.max_position_embeddings),
    description: words.broughtGguf(quantisation),
    engine: 'wllama',
    estimatedBytes: bytes,
    // As it is computed: src/engine/llama-params.ts.
    kvBytesPerToken: kvBytes(shape, bytes <= MOST_CPU_BYTES),
    largestTensorBytes: 0,
    needsF16: bytes > MOST_CPU_BYTES,
  };
}

function common(brought: Brought, quantisation: string, contextTokens: number) {
  const { name, config, source, licence } = brought;
  const imported = source.kind === 'import';
  const said = name.toLowerCase().includes(quantisation.toLowerCase());
  const full = said ? name : `${name} ${quantisation}`;
  const slug = full.toLowerCase().replace(/[^a-z0-9.]+/g, '-');
  return {
    id: `${imported ? 'imported' : 'added'}-${slug}`,
    name: full,
    quantisation,
    contextTokens,
    defaultContextTokens: Math.min(16384, contextTokens),
    licence: licence ?? '',
    advice: imported ? words.fromDisk : words.added,
    sources: [source],
    sampling: isJanPocket(config) ? catalogue[0]!.sampling : sampling,
  };
}

/** What mlc-chat-config.json says, as Hugging Face's config.json would. */
export function configOfMlc(
  name: string,
  chat: Record<string, unknown>,
): { config: Record<string, unknown>; quantisation: MlcQuantisation } {
  const { model_type: type, model_config: model, quantization: quantisation } = chat;
  if (type !== 'qwen3' || !isRecord(model)) {
    throw new AppError('model-unsupported', origins.otherType(name, JSON.stringify(type ?? null)));
  }
  if (!isMlcQuantisation(quantisation)) {
    const known = Object.keys(mlcQuantisations).join(', ');
    throw new AppError(
      'model-unsupported',
      origins.otherQuantisation(name, JSON.stringify(quantisation ?? null), known),
    );
  }
  const longest = model['max_position_embeddings'] ?? model['context_window_size'];
  const config = { ...model, model_type: type, max_position_embeddings: longest };
  return { config, quantisation };
}
