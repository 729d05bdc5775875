/** The committed model libraries, read without running them, and the weights that tests make for some. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readLibraryMetadata } from '../../src/engine/library-metadata';
import { mlcLayout, type MlcQuantisation, type QwenShape } from '../../src/models/mlc-layout';
import { expectedRows, hashedParameters, type LibraryFixture } from '../fixtures/hashed-weights';

const folder = 'public/models/lib';
const fixtures = 'tests/fixtures/libraries';
const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const named = (path: string, ending: string) =>
  readdirSync(path)
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length));

function metadata(path: string) {
  const found = readLibraryMetadata(gunzipSync(readFileSync(path)));
  if (!found) throw new Error(`${path} has no metadata`);
  return found;
}

/** jan-nano-yarn-q4f16_1: the config of "jan-nano-yarn", quantised to "q4f16_1". */
function expectedOf(name: string) {
  const [, model = '', quantisation = ''] = /^(.*)-(q\df\d\d_\d)$/.exec(name) ?? [];
  const config = json(
    model === 'jan-pocket'
      ? 'public/models/jan-pocket/config.json'
      : `tools/model-library/configs/${model}.json`,
  ) as QwenShape & { max_position_embeddings: number; rope_theta: number };
  return { config, quantisation: quantisation as MlcQuantisation };
}

const names = named(folder, '.wasm.gz');

describe('the committed libraries', () => {
  it('are there for Jan-Nano, plain and YaRN, in each quantisation', () => {
    const quantisations = ['q4f16_1', 'q4f32_1', 'q8f16_1', 'q8f32_1'];
    const wanted = ['jan-nano', 'jan-nano-yarn'].flatMap((m) =>
      quantisations.map((q) => `${m}-${q}`),
    );
    expect(names).toEqual(expect.arrayContaining(wanted));
  });

  it.each(names)('%s takes the weights that conversion makes', (name) => {
    const { config, quantisation } = expectedOf(name);
    const found = metadata(`${folder}/${name}.wasm.gz`);
    expect(found.params).toEqual(mlcLayout(config, quantisation));
    expect(found).toMatchObject({
      quantization: quantisation,
      prefill_chunk_size: 512,
      context_window_size: config.max_position_embeddings,
      rope_theta: config.rope_theta,
    });
    // The source document's YaRN; without a factor of attention it is 0.1 ln(4) + 1.
    const yarn = { factor: 4, original: 32768, beta_fast: 32, beta_slow: 1 };
    if (!name.includes('yarn')) expect(found.rope_scaling).toBeNull();
    else expect(found.rope_scaling).toMatchObject(yarn);
    if (found.rope_scaling) {
      expect(found.rope_scaling['attention_factor']).toBeCloseTo(0.1 * Math.log(4) + 1, 12);
    }
  });
});

describe('the record beside the libraries', () => {
  it('has the size and the hash of each', () => {
    const rows = names.map((name) => {
      const data = readFileSync(`${folder}/${name}.wasm.gz`);
      const hash = createHash('sha256').update(gunzipSync(data)).digest('hex');
      return `| \`${name}.wasm.gz\` | ${data.length.toLocaleString('en')} | \`${hash}\` |`;
    });
    const record = readFileSync(`${folder}/README.md`, 'utf8').split('\n');
    expect(record.filter((line) => line.startsWith('| `')).sort()).toEqual(rows.sort());
  });
});

describe('weights made from a hash', () => {
  it.each(named(fixtures, '.json'))('%s: the same words as in Python', (name) => {
    const fixture = json(`${fixtures}/${name}.json`) as LibraryFixture;
    const made: LibraryFixture['words'] = {};
    for (const { name: parameter, count, word } of hashedParameters(fixture)) {
      made[parameter] = [0, count >> 1, count - 1].map(word);
    }
    expect(made).toEqual(fixture.words);
    expect(metadata(`${fixtures}/${name}.wasm.gz`).params).toEqual(
      mlcLayout(fixture.config, fixture.quantization),
    );
    for (const row of expectedRows(fixture)) {
      expect(row.length).toBe(fixture.config.vocab_size);
      expect(row.reduce((sum, x) => sum + Math.exp(x), 0)).toBeCloseTo(1, 4);
    }
  });
});
