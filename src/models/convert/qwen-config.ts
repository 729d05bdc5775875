/** The parts of Hugging Face's config.json that a conversion needs, checked. */
import { AppError } from '../../errors';
import type { Said } from '../../contracts';
import { importing as words } from '../../i18n/en/importing';
import type { MlcQuantisation, QwenShape } from '../mlc-layout';

const shapeKeys = [
  'vocab_size',
  'hidden_size',
  'intermediate_size',
  'num_hidden_layers',
  'num_attention_heads',
  'num_key_value_heads',
  'head_dim',
] as const;

/** Throws an AppError `model-unsupported` for all but a plain Qwen3. */
export function qwenShape(
  config: Record<string, unknown>,
  name: string,
): QwenShape & { max_position_embeddings: number } {
  if (config['model_type'] !== 'qwen3') {
    throw unsupported(words.wrongType(name, JSON.stringify(config['model_type'] ?? null)));
  }
  if (config['attention_bias'] === true) throw unsupported(words.attentionBias(name));
  if (config['use_sliding_window'] === true) throw unsupported(words.slidingWindow(name));
  const size = (key: string) => {
    const value = config[key];
    if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
    throw unsupported(words.oddConfig(name, key, JSON.stringify(value ?? null)));
  };
  const sizes = Object.fromEntries(shapeKeys.map((key) => [key, size(key)])) as Record<
    (typeof shapeKeys)[number],
    number
  >;
  return {
    ...sizes,
    tie_word_embeddings: config['tie_word_embeddings'] === true,
    max_position_embeddings: size('max_position_embeddings'),
  };
}

function unsupported(what: Said): AppError {
  return new AppError('model-unsupported', what);
}

const modelKeys = [...shapeKeys, 'rms_norm_eps', 'max_position_embeddings', 'tie_word_embeddings'];

/**
 * `mlc-chat-config.json`: what WebLLM reads beside the library. Prompts are rendered by the app, so
 * the conversation template only has to be one that WebLLM accepts.
 */
export function chatConfig(
  config: Record<string, unknown>,
  options: { quantisation: MlcQuantisation; contextTokens: number; prefillChunk: number },
): Record<string, unknown> {
  const { quantisation, contextTokens, prefillChunk } = options;
  const eos = config['eos_token_id'];
  const stops = (Array.isArray(eos) ? eos : [eos]).filter((id) => typeof id === 'number');
  const rope = config['rope_parameters'] as { rope_theta?: number } | undefined;
  return {
    version: '0.1.0',
    model_type: 'qwen3',
    quantization: quantisation,
    model_config: {
      ...Object.fromEntries(
        modelKeys.filter((key) => key in config).map((key) => [key, config[key]]),
      ),
      rope_theta: config['rope_theta'] ?? rope?.rope_theta,
      context_window_size: contextTokens,
      prefill_chunk_size: prefillChunk,
      rope_scaling: config['rope_scaling'] ?? null,
    },
    vocab_size: config['vocab_size'],
    context_window_size: contextTokens,
    sliding_window_size: -1,
    prefill_chunk_size: prefillChunk,
    attention_sink_size: -1,
    tensor_parallel_shards: 1,
    temperature: 0.7,
    presence_penalty: 0,
    frequency_penalty: 0,
    repetition_penalty: 1,
    top_p: 0.8,
    tokenizer_files: ['tokenizer.json'],
    tokenizer_info: {
      token_postproc_method: 'byte_level',
      prepend_space_in_encode: false,
      strip_space_in_decode: false,
    },
    conv_template: {
      name: 'chatml',
      system_template: '<|im_start|>system\n{system_message}<|im_end|>\n',
      system_message: '',
      add_role_after_system_message: true,
      roles: { user: '<|im_start|>user', assistant: '<|im_start|>assistant' },
      role_templates: {
        user: '{user_message}',
        assistant: '{assistant_message}',
        tool: '{tool_message}',
      },
      messages: [],
      seps: ['<|im_end|>\n'],
      role_content_sep: '\n',
      role_empty_sep: '\n',
      stop_str: [],
      stop_token_ids: stops,
      function_string: '',
      use_function_calling: false,
    },
    pad_token_id: config['pad_token_id'] ?? 0,
    bos_token_id: config['bos_token_id'] ?? null,
    eos_token_id: stops.length > 1 ? stops : (stops[0] ?? null),
  };
}
