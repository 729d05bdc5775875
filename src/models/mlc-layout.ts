/**
 * What MLC weights of a Qwen3 model consist of: the parameters that a model library asks for, in its
 * order. tools/model-library/model.py says the same in Python; tests hold both against each other.
 */
import { AppError } from '../errors';
import { offers as words } from '../i18n/en/offers';

/** The part of Hugging Face's config.json that shapes depend on, under its names there. */
export interface QwenShape {
  vocab_size: number;
  hidden_size: number;
  intermediate_size: number;
  num_hidden_layers: number;
  num_attention_heads: number;
  num_key_value_heads: number;
  head_dim: number;
  tie_word_embeddings?: boolean;
}

export interface MlcParameter {
  name: string;
  shape: number[];
  dtype: 'uint32' | 'float32' | 'float16';
}

/** The file that says what the model is, and the one that lists the tensors of each shard. */
export const CHAT_CONFIG = 'mlc-chat-config.json';
export const TENSOR_CACHE = 'tensor-cache.json';
/** As earlier versions of MLC name the latter. */
export const EARLIER_TENSOR_CACHE = 'ndarray-cache.json';

/** Neighbouring inputs of a matrix that share one scale. */
export const MLC_GROUP = 32;

/** Bits per weight, 0 where they are not quantised, and the type of activations and scales. */
export const mlcQuantisations = {
  q0f32: { bits: 0, dtype: 'float32' },
  q0f16: { bits: 0, dtype: 'float16' },
  q4f32_1: { bits: 4, dtype: 'float32' },
  q4f16_1: { bits: 4, dtype: 'float16' },
  q8f32_1: { bits: 8, dtype: 'float32' },
  q8f16_1: { bits: 8, dtype: 'float16' },
} as const;

export type MlcQuantisation = keyof typeof mlcQuantisations;

/**
 * A quantised matrix [out, in] is two parameters: codes packed into 32-bit words, and scales.
 * Throws an AppError `model-unsupported` where a matrix does not divide into groups.
 */
export function mlcLayout(config: QwenShape, quantisation: MlcQuantisation): MlcParameter[] {
  const { bits, dtype } = mlcQuantisations[quantisation];
  const { hidden_size: hidden, intermediate_size: inner, head_dim: head } = config;
  const queries = config.num_attention_heads * head;
  const keysAndValues = 2 * config.num_key_value_heads * head;

  const vector = (name: string, size: number): MlcParameter[] => [
    { name: `${name}.weight`, shape: [size], dtype },
  ];
  const matrix = (name: string, rows: number, columns: number): MlcParameter[] => {
    if (bits === 0) return [{ name: `${name}.weight`, shape: [rows, columns], dtype }];
    if (columns % MLC_GROUP !== 0) {
      throw new AppError(
        'model-unsupported',
        words.oddInputs(name, columns, MLC_GROUP, quantisation),
      );
    }
    return [
      { name: `${name}.q_weight`, shape: [rows, (columns * bits) / 32], dtype: 'uint32' },
      { name: `${name}.q_scale`, shape: [rows, columns / MLC_GROUP], dtype },
    ];
  };
  const layer = (name: string): MlcParameter[] => [
    ...matrix(`${name}.self_attn.c_attn`, queries + keysAndValues, hidden),
    ...matrix(`${name}.self_attn.o_proj`, hidden, queries),
    ...vector(`${name}.self_attn.q_norm`, head),
    ...vector(`${name}.self_attn.k_norm`, head),
    ...matrix(`${name}.mlp.gate_up_proj`, 2 * inner, hidden),
    ...matrix(`${name}.mlp.down_proj`, hidden, inner),
    ...vector(`${name}.input_layernorm`, hidden),
    ...vector(`${name}.post_attention_layernorm`, hidden),
  ];
  const layers = Array.from({ length: config.num_hidden_layers }, (_, i) =>
    layer(`model.layers.${i}`),
  );
  return [
    ...matrix('model.embed_tokens', config.vocab_size, hidden),
    ...layers.flat(),
    ...vector('model.norm', hidden),
    ...(config.tie_word_embeddings ? [] : matrix('lm_head', config.vocab_size, hidden)),
  ];
}
