/** Finds out what a person has chosen, and reads its headers. */
import { AppError } from '../../errors';
import { importing as words } from '../../i18n/en/importing';
import { corrupt, readJson, type ByteSource, type SourceFolder } from './bytes';
import { readGguf } from './gguf';
import { configOf, huggingFaceTensors, tokenizerOf } from './gguf-qwen3';
import { readSafetensors, readSafetensorsFolder } from './safetensors';
import type { Checkpoint, StoredTensor } from './tensors';

/**
 * A folder of a Hugging Face model; with `file`, one file of it: a GGUF, or a .safetensors file with
 * config.json and tokenizer.json beside it. A GGUF takes tokenizer.json from beside it where there is
 * one, else from its metadata. Throws AppErrors `model-missing`, `model-corrupt`,
 * `model-unsupported`.
 */
export async function openCheckpoint(
  folder: SourceFolder,
  file?: string,
  signal?: AbortSignal,
): Promise<Checkpoint> {
  if (file?.toLowerCase().endsWith('.gguf')) {
    return openGguf(folder, await openFile(folder, file, signal), signal);
  }
  const tensors = file
    ? await readSafetensors(await openFile(folder, file, signal), signal)
    : await readSafetensorsFolder(folder, signal);
  if (!tensors) {
    throw new AppError('model-missing', words.noCheckpoint(folder.name));
  }
  const config = await readJson(await openFile(folder, 'config.json', signal), signal);
  const tokenizer = await readTokenizer(await openFile(folder, 'tokenizer.json', signal), signal);
  return checkpoint(folder.name, config, tensors, tokenizer);
}

async function openGguf(
  folder: SourceFolder,
  source: ByteSource,
  signal?: AbortSignal,
): Promise<Checkpoint> {
  const gguf = await readGguf(source, signal);
  const config = configOf(gguf);
  const beside = await folder.open('tokenizer.json', signal);
  const tokenizer = beside
    ? await readTokenizer(beside, signal)
    : new TextEncoder().encode(`${JSON.stringify(tokenizerOf(gguf))}\n`);
  return checkpoint(source.name, config, huggingFaceTensors(gguf), tokenizer);
}

async function readTokenizer(source: ByteSource, signal?: AbortSignal) {
  const { model } = await readJson(source, signal);
  if (model === undefined) throw corrupt(source, words.noTokenizer);
  return source.read(0, source.size, signal);
}

function checkpoint(
  name: string,
  config: Record<string, unknown>,
  tensors: readonly StoredTensor[],
  tokenizer: Uint8Array<ArrayBuffer>,
): Checkpoint {
  const sources = [...new Set(tensors.map(({ source }) => source))];
  const named = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  return { name, config, tensors: named, tokenizer, sources };
}

async function openFile(folder: SourceFolder, name: string, signal?: AbortSignal) {
  const source = await folder.open(name, signal);
  if (source) return source;
  throw new AppError('model-missing', words.noFile(folder.name, name));
}
