/**
 * Weights on the relay's disk, at `/models/FOLDER/FILE`. A folder is served when it is whole: `npm run
 * convert` writes its `manifest.json` last. A folder with a GGUF file and no manifest gets one without
 * digests.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { serveFile } from './static-files';

const MANIFEST = 'manifest.json';
/** One folder, one file: nothing deeper is served, nothing hidden, nothing above. */
const PATH = /^\/([\w-][\w.-]*)\/([\w-][\w.-]*)$/;

const manifestSchema = z.object({
  files: z.array(
    z.object({
      name: z.string(),
      bytes: z.number(),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/)
        .optional(),
    }),
  ),
});
type Listed = z.infer<typeof manifestSchema>['files'][number];

/**
 * Answers `path` (below `/models`) from `root`; false where no such model is there, with the response
 * untouched. Range, ETag and conditional requests are as in the standard; the digest is the ETag and
 * stands in `Repr-Digest` (RFC 9530). Files of a conversion never change: `convert` refuses a folder
 * that holds another one.
 */
export async function serveModel(
  root: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const [, folder, name] = PATH.exec(path) ?? [];
  if (!folder || !name) return false;
  const directory = join(root, folder);
  const written = await readManifest(join(directory, MANIFEST));
  const listed = written ?? (await listGguf(directory));
  if (!listed) return false;
  if (name === MANIFEST) {
    response.setHeader('Cache-Control', 'no-cache');
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ files: listed }));
    return true;
  }
  const file = listed.find((one) => one.name === name);
  // Of another length it is not the file that the digest was taken of.
  if (!file || (await sizeOf(join(directory, name))) !== file.bytes) return false;
  const { sha256 } = file;
  if (sha256) {
    response.setHeader('ETag', `"${sha256}"`);
    const digest = Buffer.from(sha256, 'hex').toString('base64');
    response.setHeader('Repr-Digest', `sha-256=:${digest}:`);
  }
  const caching = sha256 ? 'public, max-age=31536000, immutable' : 'no-cache';
  await serveFile(directory, `/${name}`, caching, request, response);
  return true;
}

async function readManifest(path: string): Promise<Listed[] | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
  // A manifest that says nothing sensible is a fault of the disk or the hand that wrote it: logged as 500.
  return manifestSchema.parse(JSON.parse(text)).files;
}

/** A GGUF file that someone has put there with its tokenizer; a digest would take a minute to make. */
async function listGguf(directory: string): Promise<Listed[] | undefined> {
  const names = await readdir(directory).catch(() => []);
  const shown = names.filter((name) => /^[\w-].*\.(gguf|json)$/i.test(name));
  if (!shown.some((name) => name.toLowerCase().endsWith('.gguf'))) return undefined;
  const sizes = await Promise.all(shown.map((name) => sizeOf(join(directory, name))));
  return shown.flatMap((name, i) => (sizes[i] ? [{ name, bytes: sizes[i] }] : []));
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : undefined;
  } catch {
    return undefined;
  }
}
