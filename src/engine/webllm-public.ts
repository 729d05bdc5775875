/**
 * WebLLM's own loop, for a build whose inside is not known here: it reads each prompt from its
 * beginning, and its sampler knows neither top-k nor min-p.
 */
import type { MLCEngineInterface } from '@mlc-ai/web-llm';
import type { GenerateEvent, GenerateRequest, Usage } from '../contracts';
import { noUsage } from './usage';

export async function* generatePublicly(
  engine: Pick<MLCEngineInterface, 'completions' | 'interruptGenerate'>,
  { prompt, sampling, stop, maxTokens, signal }: GenerateRequest,
): AsyncGenerator<GenerateEvent, void, undefined> {
  const usage: Usage = { ...noUsage(), fullPrefill: true };
  const begin = performance.now();
  let first: number | undefined;
  const interrupt = () => void engine.interruptGenerate();
  signal.addEventListener('abort', interrupt);
  try {
    const chunks = signal.aborted
      ? []
      : await engine.completions.create({
          prompt,
          stream: true,
          stream_options: { include_usage: true },
          max_tokens: maxTokens,
          // The best one alone is what both of these ask for.
          temperature: sampling.topK === 1 ? 0 : sampling.temperature,
          top_p: sampling.topP,
          ...(sampling.seed === undefined ? {} : { seed: sampling.seed }),
          ...(stop.length > 0 ? { stop } : {}),
        });
    for await (const chunk of chunks) {
      first ??= performance.now();
      const [choice] = chunk.choices;
      if (choice?.text) yield { type: 'token', text: choice.text };
      if (choice?.finish_reason === 'stop' || choice?.finish_reason === 'length')
        usage.finish = choice.finish_reason;
      usage.promptTokens = chunk.usage?.prompt_tokens ?? usage.promptTokens;
      usage.completionTokens = chunk.usage?.completion_tokens ?? usage.completionTokens;
    }
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
  const end = performance.now();
  usage.prefillMs = (first ?? end) - begin;
  usage.decodeMs = end - (first ?? end);
  yield { type: 'usage', usage };
}
