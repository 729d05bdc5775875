/** A Qwen3 GGUF under Hugging Face's names: its config.json, tensors and tokenizer.json. */
import { AppError } from '../../errors';
import { importing as words } from '../../i18n/en/importing';
import { corrupt } from './bytes';
import type { Gguf, GgufValue } from './gguf';
import type { StoredTensor } from './tensors';

/** RoPE is of the NEOX kind in both, so no rows change places. */
const layerNames: Record<string, string> = {
  attn_norm: 'input_layernorm',
  attn_q: 'self_attn.q_proj',
  attn_k: 'self_attn.k_proj',
  attn_v: 'self_attn.v_proj',
  attn_output: 'self_attn.o_proj',
  attn_q_norm: 'self_attn.q_norm',
  attn_k_norm: 'self_attn.k_norm',
  ffn_norm: 'post_attention_layernorm',
  ffn_gate: 'mlp.gate_proj',
  ffn_up: 'mlp.up_proj',
  ffn_down: 'mlp.down_proj',
};
const otherNames: Record<string, string> = {
  'token_embd.weight': 'model.embed_tokens.weight',
  'output_norm.weight': 'model.norm.weight',
  'output.weight': 'lm_head.weight',
};

/**
 * Tensors that have no place in a Qwen3 keep their name. Throws `model-unsupported` where one is of a
 * type that cannot be converted.
 */
export function huggingFaceTensors({ tensors, unreadable }: Gguf): StoredTensor[] {
  if (unreadable) throw unreadable;
  return tensors.map((tensor) => {
    const [, layer = '', part = ''] = /^blk\.(\d+)\.(\w+)\.weight$/.exec(tensor.name) ?? [];
    const inLayer = layerNames[part];
    const name = inLayer ? `model.layers.${layer}.${inLayer}.weight` : otherNames[tensor.name];
    return { ...tensor, name: name ?? tensor.name };
  });
}

/** Hugging Face's config.json from the metadata. Throws `model-unsupported` and `model-corrupt`. */
export function configOf(gguf: Gguf): Record<string, unknown> {
  const { source, metadata, shapes } = gguf;
  const architecture = metadata.get('general.architecture');
  if (architecture !== 'qwen3') {
    throw new AppError(
      'model-unsupported',
      words.otherKind(source.name, JSON.stringify(architecture ?? 'unknown')),
    );
  }
  const count = (key: string) => number(gguf, `qwen3.${key}`);
  const vocabulary = shapes.get('token_embd.weight')?.[0];
  const heads = count('attention.head_count');
  const hidden = count('embedding_length');
  const stop = metadata.get('tokenizer.ggml.eos_token_id');
  const start = metadata.get('tokenizer.ggml.bos_token_id');
  const padding = metadata.get('tokenizer.ggml.padding_token_id');
  return {
    architectures: ['Qwen3ForCausalLM'],
    model_type: 'qwen3',
    vocab_size: vocabulary ?? tokensOf(gguf).length,
    hidden_size: hidden,
    intermediate_size: count('feed_forward_length'),
    num_hidden_layers: count('block_count'),
    num_attention_heads: heads,
    num_key_value_heads: metadata.has('qwen3.attention.head_count_kv')
      ? count('attention.head_count_kv')
      : heads,
    head_dim: metadata.has('qwen3.attention.key_length')
      ? count('attention.key_length')
      : hidden / heads,
    rms_norm_eps: short(count('attention.layer_norm_rms_epsilon')),
    rope_theta: short(count('rope.freq_base')),
    max_position_embeddings: count('context_length'),
    tie_word_embeddings: !shapes.has('output.weight'),
    ...(metadata.get('qwen3.rope.scaling.type') === 'yarn'
      ? {
          rope_scaling: {
            rope_type: 'yarn',
            factor: short(count('rope.scaling.factor')),
            original_max_position_embeddings: count('rope.scaling.original_context_length'),
          },
        }
      : {}),
    ...(typeof stop === 'number' ? { eos_token_id: stop } : {}),
    ...(typeof start === 'number' ? { bos_token_id: start } : {}),
    ...(typeof padding === 'number' ? { pad_token_id: padding } : {}),
  };
}

/** A 32-bit float as it was written before it became one: 1e-6, not 9.999999974752427e-7. */
function short(value: number): number {
  return Number(value.toPrecision(7));
}

function number({ source, metadata }: Gguf, key: string): number {
  const value = metadata.get(key);
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  throw corrupt(source, words.noNumber(key));
}

function tokensOf({ source, metadata }: Gguf): string[] {
  return strings(metadata.get('tokenizer.ggml.tokens')) ?? fail(source);
}

function strings(value: GgufValue | undefined): string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.every((entry) => typeof entry === 'string') ? value : undefined;
}

function fail(source: { name: string }): never {
  throw new AppError('model-missing', words.noTokenizerInside(source.name));
}

/** Qwen's pre-tokeniser: every digit stands alone. */
const splitPattern =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*" +
  '|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';
/** llama.cpp's types of tokens. */
const CONTROL = 3;
const USER_DEFINED = 4;
const UNUSED = 5;

/**
 * Hugging Face's tokenizer.json from the metadata. Throws `model-missing` where the tokenizer
 * inside is none, or not Qwen's byte-level BPE.
 */
export function tokenizerOf(gguf: Gguf): Record<string, unknown> {
  const { source, metadata } = gguf;
  const tokens = tokensOf(gguf);
  const merges = strings(metadata.get('tokenizer.ggml.merges')) ?? fail(source);
  const types = metadata.get('tokenizer.ggml.token_type');
  if (metadata.get('tokenizer.ggml.model') !== 'gpt2') fail(source);
  if (metadata.get('tokenizer.ggml.pre') !== 'qwen2') fail(source);
  const typeOf = (id: number) => (Array.isArray(types) ? types[id] : undefined);
  const isAdded = (id: number) => typeOf(id) === CONTROL || typeOf(id) === USER_DEFINED;
  const entries = tokens.map((content, id) => ({ id, content }));
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: entries
      .filter(({ id }) => isAdded(id))
      .map(({ id, content }) => ({
        id,
        content,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: typeOf(id) === CONTROL,
      })),
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        {
          type: 'Split',
          pattern: { Regex: splitPattern },
          behavior: 'Isolated',
          invert: false,
        },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
      ],
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(
        entries
          .filter(({ id }) => !isAdded(id) && typeOf(id) !== UNUSED)
          .map(({ id, content }) => [content, id]),
      ),
      merges: merges.map((merge) => pair(source, merge)),
    },
  };
}

function pair(source: { name: string }, merge: string): [string, string] {
  const [left, right, ...more] = merge.split(' ');
  if (left && right && more.length === 0) return [left, right];
  throw corrupt(source, words.oddMerge(JSON.stringify(merge)));
}
