/** What is said of each model in the list. */
import { saying } from '../area';

export const en = {
  pocket: (millions: string) =>
    `A tiny demonstration model (${millions} million weights), trained by this project on its offline corpus. It reads search results and cites them; it knows nothing by itself and is no replacement for Jan-Nano.`,
  nano: 'Jan-Nano, four billion weights, made for research with search tools',
  nano128k: 'Jan-Nano for long contexts, four billion weights',
  forGpu: (about: string) => `${about}, for the graphics processor.`,
  asGguf: (about: string) => `${about}, as the official GGUF file, for the graphics processor.`,
  best: 'Recommended for best quality.',
  littleMemory: 'Recommended for very little memory.',
  fourBits:
    'Four bits lose quality: the makers of Jan-Nano saw a significant loss with Q4_0 and Q4_K_M.',
  brought: (quantisation: string) => `Qwen3 for the graphics processor (WebLLM), ${quantisation}.`,
  broughtGguf: (quantisation: string) => `Qwen3 as a GGUF file (llama.cpp), ${quantisation}.`,
  fromDisk: 'From your disk.',
  added: 'Added by you.',
  served: (host: string) =>
    `Runs at ${host}: your questions, and what was read for them, go there.`,
  oddInputs: (tensor: string, inputs: number, group: number, quantisation: string) =>
    `${tensor} has ${inputs} inputs, which is not a multiple of ${group}: it cannot be quantised to ${quantisation}.`,
};

export const offers = saying('offers', en);
