/**
 * `npm run convert -- --source SOURCE --quantization q4f16_1 --out DIR`: a Qwen3 model, such as
 * Jan-Nano, as MLC weights for WebLLM. Ends with 1 on an error, 2 on wrong usage, 130 when stopped.
 */
import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError, isAbort } from '../src/errors';
import {
  convert,
  isMlcQuantisation,
  type ConvertOptions,
  type ConvertProgress,
} from '../src/models/convert/convert';
import { openCheckpoint } from '../src/models/convert/open-checkpoint';
import { locateRemote, urlFolder } from '../src/models/convert/url-sources';
import { mlcQuantisations } from '../src/models/mlc-layout';
import { diskFolder, diskSink, statOf } from './convert-files';

const usage = `npm run convert -- --source SOURCE --quantization NAME --out DIR

  --source        a folder of config.json, tokenizer.json and *.safetensors; a .gguf file (Q8_0, F16,
                  BF16, F32); the http(s) address of either; or a Hugging Face id: Menlo/Jan-nano,
                  Menlo/Jan-nano-gguf/FILE.gguf
  --quantization  ${Object.keys(mlcQuantisations).join(', ')}
  --out           folder to write; models/NAME has it served by the relay
  --rounding      least-squares (default), or plain as MLC does it
  --context       context window in tokens (default: the model's own)
  --chunk         tokens prefilled at once, as the model library was compiled with (default: 512)
  --shard         largest shard in megabytes, where no single tensor is larger (default: 32)
  --hub           address of Hugging Face (default: $HF_ENDPOINT or https://huggingface.co)
  --overwrite     write over another conversion in the folder

A stopped conversion goes on where it was when the same command is given again.`;

class UsageError extends Error {}

function readArguments() {
  const { values } = parseArgs({
    options: {
      source: { type: 'string' },
      quantization: { type: 'string' },
      out: { type: 'string' },
      rounding: { type: 'string', default: 'least-squares' },
      context: { type: 'string' },
      chunk: { type: 'string' },
      shard: { type: 'string' },
      hub: { type: 'string' },
      overwrite: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { source, quantization, out, rounding } = values;
  if (values.help) return undefined;
  if (!source || !quantization || !out) {
    throw new UsageError('--source, --quantization and --out are needed.');
  }
  if (!isMlcQuantisation(quantization)) {
    throw new UsageError(`There is no quantization "${quantization}".`);
  }
  if (rounding !== 'plain' && rounding !== 'least-squares') {
    throw new UsageError(`There is no rounding "${rounding}".`);
  }
  const shard = wholeNumber('--shard', values.shard);
  const options: ConvertOptions = {
    quantisation: quantization,
    rounding,
    contextTokens: wholeNumber('--context', values.context),
    prefillChunk: wholeNumber('--chunk', values.chunk),
    ...(shard ? { shardBytes: shard << 20 } : {}),
    overwrite: values.overwrite,
  };
  return { source, out, hub: values.hub ?? process.env['HF_ENDPOINT'], options };
}

function wholeNumber(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new UsageError(`${name} has to be a whole number, not "${text}".`);
  }
  return value;
}

/** What is on the disk comes first: an id of Hugging Face looks like a path. */
async function openSource(source: string, hub: string | undefined, signal: AbortSignal) {
  const found = await statOf(source);
  if (found?.isFile()) {
    return openCheckpoint(diskFolder(dirname(source)), basename(source), signal);
  }
  if (found) {
    const names = await readdir(source);
    const ggufs = names.filter((name) => name.toLowerCase().endsWith('.gguf'));
    const only = names.some((name) => name.endsWith('.safetensors')) ? [] : ggufs;
    if (only.length > 1) {
      throw new AppError(
        'bad-input',
        `${source} has several models: name one of ${only.join(', ')}.`,
      );
    }
    return openCheckpoint(diskFolder(source), only[0], signal);
  }
  const remote = locateRemote(source, hub);
  if (!remote) {
    throw new AppError(
      'model-missing',
      `${source} is no file, folder, address or Hugging Face id.`,
    );
  }
  return openCheckpoint(urlFolder(remote.folder), remote.file, signal);
}

/** One line that is written over on a terminal; elsewhere a line for each tenth. */
function printer(): (progress: ConvertProgress) => void {
  const started = Date.now();
  let before: number | undefined;
  let printed = -1;
  return ({ done, total, file }) => {
    // Of an earlier attempt; not to be counted as speed.
    before ??= done;
    const percent = Math.floor((done / total) * 100);
    const step = process.stderr.isTTY ? percent : Math.floor(percent / 10);
    if (step === printed) return;
    printed = step;
    const seconds = (Date.now() - started) / 1000;
    const left = done > before ? ((total - done) / (done - before)) * seconds : 0;
    const line = `${percent} %  ${file}  ${megabytes(done)} of ${megabytes(total)}, ${Math.ceil(left)} s left`;
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
  };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

async function main(): Promise<void> {
  const args = readArguments();
  if (!args) {
    console.log(usage);
    return;
  }
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  const checkpoint = await openSource(args.source, args.hub, stop.signal);
  const manifest = await convert(checkpoint, diskSink(args.out), {
    ...args.options,
    signal: stop.signal,
    onProgress: printer(),
  });
  if (process.stderr.isTTY) process.stderr.write('\n');
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  console.log(`${args.out}: ${manifest.files.length} files, ${megabytes(bytes)}`);
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (isAbort(error)) {
    console.error('\nStopped. The same command goes on from here.');
    process.exitCode = 130;
  } else if (error instanceof UsageError || code.startsWith('ERR_PARSE_ARGS')) {
    console.error(`${message}\n\n${usage}`);
    process.exitCode = 2;
  } else {
    console.error(`\n${message}`);
    process.exitCode = 1;
  }
});
