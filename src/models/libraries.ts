/** Which of WebLLM's compiled libraries runs a model: one of exactly its shape, RoPE and quantisation. */
import { AppError } from '../errors';
import { origins as words } from '../i18n/en/origins';
import { mlcQuantisations, type MlcQuantisation, type QwenShape } from './mlc-layout';
import { offers, qwen3Shape4B, type Offer } from './offers';

type Config = Record<string, unknown>;

const shapeKeys = Object.keys(qwen3Shape4B) as (keyof QwenShape)[];

/** As in its config.json; tests hold both against each other. */
export const janPocketShape: QwenShape = {
  vocab_size: 2048,
  hidden_size: 192,
  intermediate_size: 512,
  num_hidden_layers: 7,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  head_dim: 64,
  tie_word_embeddings: true,
};

export function isJanPocket(config: Config): boolean {
  return hasShape(config, janPocketShape) && ropeTheta(config) === 1e4;
}

/** `config` is that of Hugging Face. Undefined where no library fits. */
export function libraryFor(config: Config, quantisation: MlcQuantisation): Offer['library'] {
  const scaling = config['rope_scaling'] ?? null;
  if (isJanPocket(config)) {
    const made = quantisation === 'q4f16_1' || quantisation === 'q4f32_1';
    if (!made || scaling) return undefined;
    return { url: `models/lib/jan-pocket-${quantisation}.wasm.gz`, experimental: false };
  }
  if (!hasShape(config, qwen3Shape4B) || ropeTheta(config) !== 1e6) return undefined;
  if (mlcQuantisations[quantisation].bits === 0) return undefined;
  if (isYarn4(scaling))
    return { url: `models/lib/jan-nano-yarn-${quantisation}.wasm.gz`, experimental: true };
  if (scaling) return undefined;
  const known = offers.find((offer) => offer.quantisation === quantisation && offer.library);
  return (
    known?.library ?? { url: `models/lib/jan-nano-${quantisation}.wasm.gz`, experimental: true }
  );
}

export function noLibrary(name: string, config: Config, quantisation: string): AppError {
  const size = (key: string) => JSON.stringify(config[key] ?? null);
  return new AppError(
    'model-unsupported',
    words.noLibrary(
      name,
      size('num_hidden_layers'),
      size('hidden_size'),
      quantisation,
      size('rope_scaling'),
    ),
  );
}

function hasShape(config: Config, shape: QwenShape): boolean {
  return shapeKeys.every((key) => (config[key] ?? false) === shape[key]);
}

function ropeTheta(config: Config): unknown {
  const nested = config['rope_parameters'] as { rope_theta?: unknown } | undefined;
  return config['rope_theta'] ?? nested?.rope_theta;
}

/** The document's scaling for 128k: factor 4 over 32,768, which the YaRN libraries are compiled for. */
function isYarn4(scaling: unknown): boolean {
  const given = scaling as Config | null;
  return (
    (given?.['rope_type'] ?? given?.['type']) === 'yarn' &&
    given?.['factor'] === 4 &&
    given['original_max_position_embeddings'] === 32768
  );
}
