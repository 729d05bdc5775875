import type { CorpusPage } from '../../server/search/types';

/** One thing that is known about the entities of a subject, and the ways to say and to ask it. */
export interface Attribute {
  id: string;
  /** As it is called in a question: 'capital', 'atomic number'. */
  noun: string;
  valueKind: 'name' | 'place' | 'number' | 'year' | 'word' | 'phrase' | 'list';
  /** Heading of the section that holds the sentence. */
  heading: string;
  /** One to three templates; {e} is the entity, {v} the value. */
  sentence: string[];
  /** At least eight templates with {e}. The last three are held out from training. */
  questions: string[];
}

export interface Subject {
  id: string;
  attributes: Attribute[];
}

/** What is known of one entity, before it is put into sentences. */
export interface EntityRecord {
  title: string;
  /** The name as it stands inside a sentence: 'the Bahamas', 'tungsten'. */
  entity: string;
  slug?: string;
  asOf: string;
  source: string;
  /** Attribute id to value. */
  values: Record<string, string>;
  /** Attribute id to the date, or another remark, that follows the value in brackets. */
  notes?: Record<string, string>;
  /** Further prose, in its own sections or after the sentences of a section with the same heading. */
  prose?: { heading: string; text: string }[];
}

export interface Fact {
  url: string;
  subject: string;
  entity: string;
  attribute: string;
  value: string;
  sentence: string;
  heading: string;
}

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Lower case, words joined by dashes, ASCII only. */
export function slugOf(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/['’]/g, '')
    .toLowerCase()
    .replaceAll('++', 'pp')
    .replaceAll('#', '-sharp')
    .replaceAll('*', '-star')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** Straight quotes and plain spaces; nothing that looks like a citation mark or a control token. */
export function plain(text: string): string {
  return (
    text
      .replace(/[‘’ʼ`]/g, "'")
      .replace(/[“”]/g, '"')
      .replace(/[–—]/g, '-')
      .replace(/…/g, '...')
      .replace(/\u00a0/g, ' ')
      // Letters that were lost before the data was packaged.
      .replace(/\ufffd/g, '')
      .replace(/\[([^\]]*)\]/g, '($1)')
      .replace(/<[^>]*>/g, ' ')
      .replace(/[<>|]/g, ' ')
      .replace(/[ \t]+/g, ' ')
      .replace(/ ([,.;])(?=\s|$)/g, '$1')
      .trim()
  );
}

/** A sentence with a full stop at its end and a capital at its start. */
export function asSentence(text: string): string {
  const clean = plain(text)
    .replace(/[\s;,:]+$/, '')
    .replace(/(?<!\.)\.\.$/, '.');
  if (!clean) return '';
  return upper(/[.!?]["')]?$/.test(clean) ? clean : `${clean}.`);
}

/** 'a, b and c' */
export function list(items: string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]!}`;
}

/** A number that depends on a text alone; FNV-1a. */
export function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** The sentence that states one attribute of one entity. Which template is used depends on both alone. */
export function statement(attribute: Attribute, entity: string, value: string, note = ''): string {
  const template =
    attribute.sentence[hash(`${entity}/${attribute.id}`) % attribute.sentence.length]!;
  const said = template.replaceAll('{e}', () => entity).replaceAll('{v}', () => value);
  return asSentence(note ? `${said.replace(/\.$/, '')} (${note})` : said);
}

/** Puts a record into sentences: sections in the order of the subject's attributes, then the further prose. */
export function renderPage(
  subject: Subject,
  record: EntityRecord,
): { page: CorpusPage; facts: Fact[] } {
  const url = `corpus://${subject.id}/${record.slug ?? slugOf(record.title)}`;
  const sections = new Map<string, string[]>();
  const facts: Fact[] = [];
  const entity = plain(record.entity);
  for (const attribute of subject.attributes) {
    const value = plain(record.values[attribute.id] ?? '');
    if (!value) continue;
    const sentence = statement(attribute, entity, value, record.notes?.[attribute.id]);
    const heading = attribute.heading;
    sections.set(heading, [...(sections.get(heading) ?? []), sentence]);
    facts.push({
      url,
      subject: subject.id,
      entity,
      attribute: attribute.id,
      value,
      sentence,
      heading,
    });
  }
  const texts = new Map([...sections].map(([heading, said]) => [heading, said.join(' ')]));
  for (const { heading, text } of record.prose ?? []) {
    const before = texts.get(heading);
    texts.set(heading, before ? `${before}\n\n${text}` : text);
  }
  return {
    page: {
      url,
      title: plain(record.title),
      subject: subject.id,
      asOf: record.asOf,
      source: record.source,
      sections: [...texts].map(([heading, text]) => ({ heading, text })),
    },
    facts,
  };
}

/** Ways to ask that fit any noun; an attribute adds its own and ends with three that training never sees. */
export function questionsFor(
  noun: string,
  own: string[],
  heldOut: [string, string, string],
): string[] {
  const is = noun.endsWith('s') ? 'are' : 'is';
  const general = [
    `What ${is} the ${noun} of {e}?`,
    is === 'is' ? `What's the ${noun} of {e}?` : `Which ${noun} does {e} have?`,
    `Name the ${noun} of {e}.`,
    `{e}: what ${is} the ${noun}?`,
    `Can you tell me the ${noun} of {e}?`,
    `Please look up the ${noun} of {e}.`,
    `I would like to know the ${noun} of {e}.`,
    `${noun} of {e}`,
    `Find the ${noun} of {e}.`,
  ];
  const trained = [...general, ...own].filter((question) => !heldOut.includes(question));
  return [...new Set(trained), ...heldOut];
}
