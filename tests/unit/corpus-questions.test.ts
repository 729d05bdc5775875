import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { OfflineBackend } from '../../server/search/offline';
import { subjects } from '../../tools/corpus/subjects/all';
import { INVENTED } from '../../tools/pocket/attributes';
import { corpusFacts } from '../../tools/pocket/heldout';
import { normalise } from '../../src/evaluate/words';

interface CorpusQuestion {
  question: string;
  expected: string;
  url: string;
}

const root = join(import.meta.dirname, '../..');
const questions = readFileSync(join(root, 'tests/eval/corpus-questions.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as CorpusQuestion);

describe('questions on the corpus that were written by hand', () => {
  let corpus: OfflineBackend;
  beforeAll(async () => {
    corpus = await OfflineBackend.load(join(root, 'public/corpus'));
  });

  it('are a hundred, each another', () => {
    expect(new Set(questions.map(({ question }) => question)).size).toBe(100);
  });

  it('have the expected answer on the page that is named', () => {
    for (const { question, expected, url } of questions) {
      const page = corpus.page(url);
      const text = page?.sections.map((section) => section.text).join(' ') ?? '';
      expect(` ${normalise(text)} `, question).toContain(` ${normalise(expected)} `);
    }
  });

  it('are in no form that training examples are made from', () => {
    const templates = [...INVENTED, ...subjects.flatMap((subject) => subject.attributes)].flatMap(
      (attribute) => attribute.questions,
    );
    const letters = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '');
    const entities = new Map(corpusFacts().map(({ url, entity }) => [url, entity]));
    for (const { question, url } of questions) {
      const entity = entities.get(url) ?? '';
      const forms = templates.map((template) => letters(template.replaceAll('{e}', () => entity)));
      expect(entity, question).not.toBe('');
      expect(forms, question).not.toContain(letters(question));
    }
  });
});
