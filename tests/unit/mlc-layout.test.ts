import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mlcLayout, type QwenShape } from '../../src/models/mlc-layout';

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const pocket = json('public/models/jan-pocket/config.json') as QwenShape;
const janNano = json('tools/model-library/configs/jan-nano.json') as QwenShape;

describe('the layout of MLC weights', () => {
  it('is the one that Jan-Pocket was converted to', () => {
    const { records: shards } = json('public/models/jan-pocket/mlc/tensor-cache.json') as {
      records: { records: { name: string; shape: number[]; dtype: string }[] }[];
    };
    const converted = shards
      .flatMap(({ records }) => records)
      .map(({ name, shape, dtype }) => ({ name, shape, dtype }));
    expect(mlcLayout(pocket, 'q4f32_1')).toEqual(converted);
  });

  it('packs codes into words and keeps scales in the activations’ type', () => {
    const head = (quantisation: Parameters<typeof mlcLayout>[1]) =>
      mlcLayout(janNano, quantisation).slice(0, 2);
    expect(head('q8f16_1')).toEqual([
      { name: 'model.embed_tokens.q_weight', shape: [151936, 640], dtype: 'uint32' },
      { name: 'model.embed_tokens.q_scale', shape: [151936, 80], dtype: 'float16' },
    ]);
    expect(head('q4f32_1')).toEqual([
      { name: 'model.embed_tokens.q_weight', shape: [151936, 320], dtype: 'uint32' },
      { name: 'model.embed_tokens.q_scale', shape: [151936, 80], dtype: 'float32' },
    ]);
    expect(head('q0f16')[0]).toEqual({
      name: 'model.embed_tokens.weight',
      shape: [151936, 2560],
      dtype: 'float16',
    });
  });

  it('has an output matrix where the embeddings do not serve as one', () => {
    const untied = mlcLayout({ ...janNano, tie_word_embeddings: false }, 'q4f16_1');
    expect(untied.at(-1)).toEqual({
      name: 'lm_head.q_scale',
      shape: [151936, 80],
      dtype: 'float16',
    });
    expect(mlcLayout(janNano, 'q4f16_1').at(-1)?.name).toBe('model.norm.weight');
  });

  it('refuses a matrix that does not divide into groups, by its name', () => {
    const odd = { ...janNano, intermediate_size: 9729 };
    expect(() => mlcLayout(odd, 'q4f16_1')).toThrow(/layers\.0\.mlp\.down_proj has 9729 inputs/);
    expect(mlcLayout(odd, 'q0f32').length).toBeGreaterThan(0);
  });
});
