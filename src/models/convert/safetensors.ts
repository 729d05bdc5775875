/**
 * Hugging Face's safetensors: 8 bytes of header length, a JSON header, then the tensors' bytes.
 * https://huggingface.co/docs/safetensors
 */
import { AppError } from '../../errors';
import { importing as words } from '../../i18n/en/importing';
import {
  corrupt,
  isCount,
  isRecord,
  parseJson,
  readChecked,
  readJson,
  type ByteSource,
  type SourceFolder,
} from './bytes';
import { bytesOf, checkExtents, isStoredType, valuesOf, type StoredTensor } from './tensors';

/** The limit of the format's own library. */
const MOST_HEADER_BYTES = 100e6;
const INDEX = 'model.safetensors.index.json';
const SINGLE = 'model.safetensors';

/** The tensors of one file. Throws AppErrors `model-corrupt` and `model-unsupported`. */
export async function readSafetensors(
  source: ByteSource,
  signal?: AbortSignal,
): Promise<StoredTensor[]> {
  const start = await readChecked(source, 0, 8, words.itsHeader, signal);
  const length = Number(new DataView(start.buffer, start.byteOffset).getBigUint64(0, true));
  if (length > MOST_HEADER_BYTES || length < 2) {
    throw corrupt(source, words.noSafetensors);
  }
  const header = parseJson(source, await readChecked(source, 8, length, words.itsHeader, signal));
  const tensors = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, entry]) => tensor(source, 8 + length, name, entry));
  checkExtents(source, tensors);
  return tensors;
}

function tensor(source: ByteSource, base: number, name: string, entry: unknown): StoredTensor {
  if (!isRecord(entry)) throw corrupt(source, words.entryNoObject(name));
  const { dtype, shape, data_offsets: offsets } = entry;
  if (!Array.isArray(shape) || !shape.every(isCount) || !isCount(valuesOf(shape))) {
    throw corrupt(source, words.noShape(name));
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount)) {
    throw corrupt(source, words.noPlace(name));
  }
  if (!isStoredType(dtype) || dtype === 'Q8_0') {
    throw new AppError('model-unsupported', words.tensorTypeSafe(name, source.name, String(dtype)));
  }
  const [from, to] = offsets as [number, number];
  if (to - from !== bytesOf(dtype, valuesOf(shape))) {
    throw corrupt(source, words.placeNotShape(name));
  }
  return { name, shape, type: dtype, source, offset: base + from };
}

/**
 * The tensors of all files of a folder, undefined where it has no safetensors at all. Throws the
 * same, and `model-missing` where a file of the index is absent.
 */
export async function readSafetensorsFolder(
  folder: SourceFolder,
  signal?: AbortSignal,
): Promise<StoredTensor[] | undefined> {
  const index = await folder.open(INDEX, signal);
  if (!index) {
    const single = await folder.open(SINGLE, signal);
    return single && readSafetensors(single, signal);
  }
  const { weight_map: map } = await readJson(index, signal);
  if (!isRecord(map)) throw corrupt(index, words.noWeightMap);
  const tensors: StoredTensor[] = [];
  for (const name of [...new Set(Object.values(map))].sort()) {
    // A name from the index must not lead out of the folder.
    if (typeof name !== 'string' || !/^[\w.-]+\.safetensors$/.test(name)) {
      throw corrupt(index, words.namesOther(JSON.stringify(name)));
    }
    const file = await folder.open(name, signal);
    if (!file) {
      throw new AppError('model-missing', words.noIndexed(folder.name, name));
    }
    const inFile = await readSafetensors(file, signal);
    tensors.push(...inFile.filter((entry) => map[entry.name] === name));
  }
  return tensors;
}
