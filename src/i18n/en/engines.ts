/** What can go wrong while a model is started or writes. */
import { saying } from '../area';

export const en = {
  notLoaded: 'No model is loaded.',
  unloaded: 'The model was unloaded.',
  died: 'The engine stopped unexpectedly. Load it again.',
  diedOf: (why: string) => `The engine stopped unexpectedly (${why}). Load it again.`,
  crashed: (why: string) => `The engine stopped unexpectedly (${why}). Ask again.`,
  internal: 'an internal fault',
  memoryFault: 'a memory fault',
  noLength: 'The length of the answer must be at least one token.',
  tooLong: (prompt: number, answer: number, context: number) =>
    `The prompt has ${prompt} tokens and the answer may take ${answer}, but the model holds ${context} in all. Start a new question, or let fewer results into the prompt.`,
  noMemory:
    'There is not enough memory to run this model. Close other tabs, or choose a smaller model.',
  conversationTooLong: 'The conversation is longer than the model can read. Start a new question.',
  noGguf: 'The model file is damaged or is not a GGUF file. Delete it and download it again.',
  notStarted: (why: string) =>
    `The model could not be started (${why}). Reload the page; if it happens again, this model does not run in this browser.`,
  noWeights: (name: string) => `${name} has no weights for this engine.`,
  noMemory64:
    'This browser cannot run models: it lacks WebAssembly with 64-bit memory. Use a current Chrome, Edge or Firefox.',
  notByteLevel: 'The tokenizer of this model is not byte-level.',
  fileMissing: (file: string) => `The model comes without its file ${file}.`,
  libraryMismatch: (name: string, found: string, wanted: string) =>
    `The model's weights do not fit its library: ${name} is ${found}, and has to be ${wanted}. Weights and library must be of the same model and quantisation.`,
  sampling:
    'The sampling settings are out of range: temperature from 0, top-p above 0 up to 1, top-k a whole number from 0, min-p from 0 to 1, seed a whole number.',
  noToken: 'The model gave no token. Ask again.',

  noGpu:
    'This browser offers no graphics processor that can run the model. Choose the other engine in the settings.',
  gpuLacks:
    'The graphics processor lacks a feature that this model needs. Choose the other engine in the settings, or another model.',
  filesMismatch: (why: string) =>
    `The model's files do not fit together (${why}). Reload the page; if it happens again, the server holds a damaged copy.`,
  notStartedOnGpu: (why: string) =>
    `The model could not be started on the graphics processor (${why}). Choose the other engine in the settings.`,
  gpuLost: 'The graphics processor was taken away. Ask again: the model starts anew by itself.',
  gpuLostOf: (why: string) =>
    `The graphics processor was taken away (${why}). Ask again: the model starts anew by itself.`,
  gpuMemory:
    'The graphics processor has not enough memory for this model. Close other tabs, or choose a smaller model.',

  noServer: 'No model server is named. Look at the settings.',
  serverUnreachable: (address: string) =>
    `The model server at ${address} cannot be reached. Check that it runs and that the address is right.`,
  serverUnreachableOr: (address: string, page: string) =>
    `The model server at ${address} cannot be reached. Check that it runs and that the address is right. If it runs, let it allow pages of ${page} (vLLM: --allowed-origins '["${page}"]'), or go through the relay (LLM_BASE_URL).`,
  serverInsecure: (address: string) =>
    `The model server at ${address} cannot be called: browsers let a page of https call https alone. Put it behind https, or behind the relay (LLM_BASE_URL).`,
  serverForbids: (address: string, page: string) =>
    `The model server at ${address} answers, but does not let this page read what it says: let it allow pages of ${page} (vLLM: --allowed-origins '["${page}"]'), or go through the relay (LLM_BASE_URL).`,
  serverTooLong:
    'The prompt is longer than the model server reads. Start it with a longer context (vLLM: --max-model-len, llama.cpp: -c), or start a new question.',
  serverKey: (address: string) =>
    `The model server at ${address} wants a key, or another one. Check it in the settings.`,
  serverHasNot: (model: string) =>
    `The model server has no model “${model}”. Check its name in the settings.`,
  serverHasNotBut: (model: string, names: string) =>
    `The model server has no model “${model}”. It has: ${names}.`,
  noCompletions: (address: string) =>
    `${address} knows no completions: the address of a model server usually ends with /v1, and a relay has one where LLM_BASE_URL is set.`,
  serverBusy: 'The model server has too many requests. Wait a moment, then ask again.',
  serverFailed: (status: string) =>
    `The model server failed with status ${status}. Ask again later.`,
  serverRefused: (status: string) => `The model server refused the request with status ${status}.`,
  noModelServer: (address: string) =>
    `${address} is no model server: its address usually ends with /v1. Look at the settings.`,
  severalModels: (names: string) =>
    `The model server has several models: ${names}. Name one in the settings.`,
  namesNone: 'The model server names no model. Write its name in the settings.',
  serverSilent: (seconds: number) =>
    `The model server sent nothing for ${seconds} s. Look whether it is overloaded, then ask again.`,
  serverBrokeOff:
    'The model server broke off in the middle of the answer. Look whether it still runs, then ask again.',
  noCompletion: (address: string) =>
    `${address} sent something that is no completion. Check the address.`,
  serverSlow: (address: string, seconds: number) =>
    `The model server at ${address} did not answer in ${seconds} s. Look whether it has started.`,
  noTokenizer:
    'Neither the relay nor the hub has the tokenizer.json of Jan-Nano at present. Let the server count, in the settings.',
  countsNone: (address: string) =>
    `The model server at ${address} counts no tokens. Choose another way of counting in the settings.`,
};

export const engines = saying('engines', en);
