/** What a page says of itself outside of its text: head metadata and JSON-LD. */

/** More JSON-LD than this, in characters, is a catalogue and not a description. */
const MAX_JSON_LD = 4000;
const MAX_VALUE = 500;

export interface Head {
  title: string;
  metadata: Record<string, string>;
  jsonld?: unknown[];
  /** When it was published, else changed: YYYY-MM-DD. */
  date?: string;
}

const NAMES: Record<string, string[]> = {
  description: ['description', 'og:description', 'twitter:description', 'dc.description'],
  author: ['author', 'article:author', 'dc.creator', 'citation_author'],
  site: ['og:site_name', 'application-name'],
  type: ['og:type'],
  published: [
    'article:published_time',
    'datepublished',
    'date',
    'dc.date',
    'citation_publication_date',
    'publish-date',
  ],
  modified: ['article:modified_time', 'datemodified', 'og:updated_time', 'last-modified'],
  keywords: ['keywords', 'news_keywords'],
};

export function readHead(document: Document): Head {
  const named = new Map<string, string>();
  for (const meta of document.querySelectorAll('meta')) {
    const name = ['property', 'name', 'itemprop', 'http-equiv']
      .map((attribute) => meta.getAttribute(attribute))
      .find(Boolean);
    const content = meta.getAttribute('content')?.trim();
    const key = name?.toLowerCase();
    if (key && content && !named.has(key)) named.set(key, content.slice(0, MAX_VALUE));
  }
  const metadata: Record<string, string> = {};
  const put = (key: string, value: unknown): void => {
    if (typeof value === 'string' && value.trim() && !(key in metadata)) {
      metadata[key] = value.trim().slice(0, MAX_VALUE);
    }
  };
  for (const [key, names] of Object.entries(NAMES)) {
    put(key, names.map((name) => named.get(name)).find(Boolean));
  }
  const jsonld = readJsonLd(document);
  for (const item of jsonld) {
    put('published', item['datePublished']);
    put('modified', item['dateModified']);
    put('description', item['description']);
    const [author] = asArray(item['author']);
    put(
      'author',
      typeof author === 'object' && author ? (author as { name?: unknown }).name : author,
    );
  }
  put('published', document.querySelector('time[datetime]')?.getAttribute('datetime'));
  put('language', document.documentElement.getAttribute('lang') ?? named.get('content-language'));
  put('canonical', document.querySelector('link[rel="canonical"]')?.getAttribute('href'));

  const title =
    named.get('og:title') ??
    document.querySelector('title')?.textContent ??
    document.querySelector('h1')?.textContent ??
    '';
  const date = [metadata['published'], metadata['modified']]
    .map((text) => /^\d{4}-\d{2}-\d{2}/.exec(text ?? '')?.[0])
    .find(Boolean);
  return {
    title: title.replace(/\s+/g, ' ').trim().slice(0, MAX_VALUE),
    metadata,
    ...(jsonld.length > 0 ? { jsonld } : {}),
    ...(date ? { date } : {}),
  };
}

function readJsonLd(document: Document): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  let size = 0;
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    const text = script.textContent;
    size += text.length;
    if (size > MAX_JSON_LD) break;
    try {
      const data: unknown = JSON.parse(text);
      const graph = (data as { '@graph'?: unknown } | null)?.['@graph'] ?? data;
      for (const item of asArray(graph)) {
        if (typeof item === 'object' && item !== null) found.push(item as Record<string, unknown>);
      }
    } catch {
      // Broken JSON-LD is common, and the page is read without it.
    }
  }
  return found;
}

function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [value];
}
