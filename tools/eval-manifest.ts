/** What an evaluation ran on, so that its figure can be repeated: the same manifest at temperature 0 gives the same answers. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EvalSettings, Manifest } from '../src/evaluate/manifest';
import { catalogue } from '../src/models/catalogue';
import { root } from './steps.mjs';

const digest = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
export const digestOf = (path: string): string => digest(readFileSync(path));

export function makeManifest(settings: EvalSettings, chromium: string): Manifest {
  const card = catalogue.find(({ id }) => id === (settings.model || catalogue[0]?.id));
  const weights: Manifest['weights'] = {};
  for (const engine of settings.engines) {
    const found = card?.engines[engine];
    if (!found) continue;
    const files = found.files.map(({ url }) => ({
      url,
      sha256: digestOf(join(root, 'public', url)),
    }));
    weights[engine] = { quantisation: found.quantisation, files };
  }
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const corpus = join(root, 'public/corpus/pages.json.gz');
  const depends = {
    settings,
    weights,
    template: digestOf(join(root, 'src/agent/chat-template.ts')),
    tokenizer: card ? digestOf(join(root, 'public', card.tokenizer.url)) : '',
    ...(settings.tools === 'offline' && existsSync(corpus) ? { corpus: digestOf(corpus) } : {}),
    versions: {
      app: version,
      '@mlc-ai/web-llm': installed('@mlc-ai/web-llm'),
      '@wllama/wllama': installed('@wllama/wllama'),
      chromium,
    },
  };
  return {
    identity: digest(JSON.stringify(depends)).slice(0, 16),
    ...depends,
    commit: commit(),
    date: new Date().toISOString(),
  };
}

function installed(name: string): string {
  const { version } = JSON.parse(
    readFileSync(join(root, 'node_modules', name, 'package.json'), 'utf8'),
  ) as { version: string };
  return version;
}

function commit(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, {
        cwd: root,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    const changed = git('status', '--porcelain', '--untracked-files=no').trim() !== '';
    return `${git('rev-parse', 'HEAD').trim()}${changed ? ', with changes' : ''}`;
  } catch {
    // An unpacked archive has no history; the digests say what it is.
    return 'unknown';
  }
}
