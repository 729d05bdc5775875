/** Runs a model library in WebLLM and hands out its logits, as `window.library`. */
import { MLCEngine } from '@mlc-ai/web-llm';
import { openPipeline, type Pipeline } from '../../../src/engine/webllm-private';

/** Tokens to run, or how many of the last ones to take out of the KV cache. */
export type Step = { run: number[] } | { rewind: number } | { reset: true };

let engine: MLCEngine | undefined;
let pipeline: Pipeline | undefined;

/** Loads the model in a folder beside the page, with a context window of `context` tokens. */
async function load(folder: string, context: number): Promise<void> {
  await engine?.unload();
  const url = new URL(`${folder}/`, location.href).href;
  const record = {
    model_id: folder,
    model: `${url}resolve/main/`,
    model_lib: `${url}library.wasm`,
    overrides: { context_window_size: context },
  };
  engine = new MLCEngine({ appConfig: { model_list: [record] } });
  await engine.reload(folder);
  pipeline = openPipeline(engine, folder);
}

/** The logits after each run, base64 of 32-bit floats. */
async function logits(steps: Step[]): Promise<string[]> {
  if (!pipeline) throw new Error('No library is loaded');
  const rows: string[] = [];
  for (const step of steps) {
    if ('run' in step) rows.push(base64(await (await pipeline.forward(step.run, true)).all()));
    else if ('reset' in step) pipeline.reset();
    else if (!pipeline.rewind(step.rewind)) throw new Error('The KV cache cannot be rewound');
  }
  return rows;
}

function base64({ buffer, byteOffset, byteLength }: Float32Array): string {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

function encode(text: string): number[] {
  if (!pipeline) throw new Error('No library is loaded');
  return pipeline.encode(text);
}

const library = { load, logits, encode };
declare global {
  interface Window {
    library: typeof library;
  }
}
window.library = library;
