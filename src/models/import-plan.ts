/** What can be made of the files that a person drops or chooses, found out from their headers. */
import type { Said } from '../contracts';
import { AppError, isAppError } from '../errors';
import { importing as words } from '../i18n/en/importing';
import { readJson, type SourceFolder } from './convert/bytes';
import { blobSource, filesFolder } from './convert/file-sources';
import { readGguf } from './convert/gguf';
import { configOf, huggingFaceTensors } from './convert/gguf-qwen3';
import { openCheckpoint } from './convert/open-checkpoint';
import { qwenShape } from './convert/qwen-config';
import { configOfMlc, ggufOffer, mlcOffer, type Brought } from './custom-offer';
import { CHAT_CONFIG, type MlcQuantisation } from './mlc-layout';
import type { Offer } from './offers';
import { inOneLine, whatFailed } from './resolve';

export interface ImportChoice {
  /** `keep`: stored as the files are. */
  how: 'keep' | 'convert';
  /** For a person: what comes of it. */
  label: Said;
  offer: Offer;
}

export interface ImportPlan {
  name: string;
  files: File[];
  /** One at least; the first is the plainest. */
  choices: ImportChoice[];
  /** Why something that one might expect is not among them. */
  notes: (string | Said)[];
}

/** In the order in which they are offered; those of 32-bit floats run on any graphics processor. */
const targets: MlcQuantisation[] = ['q8f16_1', 'q4f16_1', 'q4f32_1'];

/**
 * `folderName` is that of a dropped folder; files from a picker know it themselves.
 * Throws AppErrors: `bad-input` where no model or more than one is there, `model-unsupported` where
 * nothing can be made of it, `model-corrupt`, `model-missing`.
 */
export async function planImport(files: File[], folderName?: string): Promise<ImportPlan> {
  const ends = (end: string) => files.filter(({ name }) => name.toLowerCase().endsWith(end));
  const ggufs = ends('.gguf');
  const [gguf] = ggufs;
  const name = folderName ?? nameOf(files);
  const folder = filesFolder(name, files);
  if (files.some((file) => file.name === CHAT_CONFIG)) return planMlc(name, folder, files);
  if (ends('.safetensors').length > 0) return planSafetensors(name, folder, files);
  if (ggufs.length > 1) {
    const names = ggufs.map((file) => file.name).join(', ');
    throw new AppError('bad-input', words.severalModels(names));
  }
  if (gguf) return planGguf(gguf, files);
  throw new AppError('bad-input', words.noModel(CHAT_CONFIG));
}

async function planMlc(name: string, folder: SourceFolder, files: File[]): Promise<ImportPlan> {
  const source = await folder.open(CHAT_CONFIG);
  const { config, quantisation } = configOfMlc(name, source ? await readJson(source) : {});
  const offer = mlcOffer({ ...from(name), config }, quantisation);
  return { name, files, choices: [{ how: 'keep', label: words.asItIs, offer }], notes: [] };
}

async function planSafetensors(
  name: string,
  folder: SourceFolder,
  files: File[],
): Promise<ImportPlan> {
  const { config } = await openCheckpoint(folder, onlySafetensors(files));
  qwenShape(config, name);
  const { choices, notes } = conversions({ ...from(name), config });
  if (choices.length === 0) throw new AppError('model-unsupported', inOneLine(notes));
  return { name, files, choices, notes };
}

/** A single file may have any name; several are named by their index. */
export function onlySafetensors(files: File[]): string | undefined {
  const names = files.map((file) => file.name).filter((name) => name.endsWith('.safetensors'));
  return names.length === 1 ? names[0] : undefined;
}

async function planGguf(file: File, files: File[]): Promise<ImportPlan> {
  const gguf = await readGguf(blobSource(file.name, file));
  const name = file.name.replace(/\.gguf$/i, '');
  if (Number(gguf.metadata.get('split.count') ?? 1) > 1) {
    throw new AppError('model-unsupported', words.onePart(file.name));
  }
  const brought = { ...from(name), config: configOf(gguf) };
  const choices: ImportChoice[] = [];
  const notes: (string | Said)[] = [];
  try {
    const offer = ggufOffer(brought, gguf.quantisation, file.size);
    choices.push({ how: 'keep', label: words.keepGguf, offer });
  } catch (error) {
    notes.push(messageOf(error));
  }
  try {
    huggingFaceTensors(gguf);
    const converted = conversions(brought);
    choices.push(...converted.choices);
    notes.push(...converted.notes);
  } catch (error) {
    notes.push(messageOf(error));
  }
  if (choices.length === 0) throw new AppError('model-unsupported', inOneLine(notes));
  return { name, files, choices, notes };
}

function conversions(brought: Brought): Pick<ImportPlan, 'choices' | 'notes'> {
  const choices: ImportChoice[] = [];
  const notes: (string | Said)[] = [];
  for (const quantisation of targets) {
    try {
      const offer = mlcOffer(brought, quantisation);
      choices.push({ how: 'convert', label: words.convertTo(quantisation), offer });
    } catch (error) {
      notes.push(messageOf(error));
    }
  }
  // One of several reasons is enough, and none where something is possible.
  return { choices, notes: choices.length > 0 ? [] : notes.slice(0, 1) };
}

function from(name: string): Omit<Brought, 'config'> {
  return { name, source: { kind: 'import', from: name } };
}

/** The folder's name; without a folder, that of the largest file. */
function nameOf(files: File[]): string {
  // Not every browser that can choose files can choose folders.
  const paths = files.map((file) => (file as Partial<File>).webkitRelativePath);
  const [folder] = paths.map((path) => path?.split('/')[0]).filter(Boolean);
  const largest = files.toSorted((a, b) => b.size - a.size)[0]?.name ?? 'model';
  return folder ?? largest.replace(/\.\w+$/, '');
}

/** What is no statement about the model goes on to the caller. */
function messageOf(error: unknown): string | Said {
  if (isAppError(error) && error.code === 'model-unsupported') return whatFailed(error);
  throw error;
}
