/** Serper's response shape (the parts we read and write) and the interface of a search backend. */
import type { PageContent } from '../scrape/content';

export interface OrganicResult {
  title: string;
  link: string;
  snippet: string;
  position: number;
  date?: string;
  /** Pages of the same site. */
  sitelinks?: { title: string; link: string }[];
}

export interface SearchResponse {
  searchParameters: { q: string; type: 'search'; num?: number; page?: number; engine: string };
  organic: OrganicResult[];
  answerBox?: { title?: string; link?: string; answer?: string; snippet?: string };
  knowledgeGraph?: {
    title?: string;
    type?: string;
    description?: string;
    descriptionLink?: string;
    website?: string;
    attributes?: Record<string, string>;
  };
  peopleAlsoAsk?: { question: string; snippet?: string; title?: string; link?: string }[];
  topStories?: { title: string; link: string; source?: string; date?: string }[];
  relatedSearches?: { query: string }[];
  credits?: number;
  /** Who found it. */
  provider?: string;
}

/** The arguments of `google_search`, as the Serper MCP server names them; only q is required. */
export interface SearchArguments {
  q: string;
  gl?: string;
  hl?: string;
  location?: string;
  num?: number;
  tbs?: string;
  page?: number;
  autocorrect?: boolean;
  site?: string;
  filetype?: string;
  inurl?: string;
  intitle?: string;
  related?: string;
  cache?: string;
  before?: string;
  after?: string;
  exact?: string;
  exclude?: string;
  or?: string;
}

export interface ScrapeArguments {
  url: string;
  includeMarkdown?: boolean;
  /** Which part of a long page, from 1. */
  page?: number;
  /** Without `page`: go to the part that holds most of these words. */
  find?: string;
}

export interface ScrapeResponse {
  url: string;
  title: string;
  /** This part's text. Headings stand on their own line as `## Heading`, paragraphs are separated by an empty line. */
  text: string;
  markdown?: string;
  metadata?: Record<string, string>;
  /** As the page has it; with its first part alone. */
  jsonld?: unknown;
  /** Which part this is, from 1, and of how many. */
  page: number;
  pages: number;
  /** Date of the data, where it is known. */
  date?: string;
  /** Who read it. */
  provider?: string;
}

/** Finds pages. Throws an Error whose message may be shown to the model. */
export interface SearchProvider {
  readonly name: string;
  search(args: SearchArguments, signal: AbortSignal): Promise<SearchResponse>;
}

/** Reads whole pages. Throws an Error whose message may be shown to the model. */
export interface PageReader {
  readonly name: string;
  read(
    url: string,
    options: { markdown: boolean },
    signal: AbortSignal,
  ): Promise<PageContent & { url: string }>;
  close?(): Promise<void>;
}

/** What the two tools do. `name` lists the providers in the order in which they are asked. */
export interface SearchBackend extends SearchProvider {
  scrape(args: ScrapeArguments, signal: AbortSignal): Promise<ScrapeResponse>;
}

/** A page of the offline corpus. */
export interface CorpusPage {
  /** `corpus://subject/slug`; stable between builds. The relay serves it to people at /corpus/subject/slug. */
  url: string;
  title: string;
  subject: string;
  /** Year or date of the data. */
  asOf: string;
  /** Which package it was built from; attributed in NOTICE. */
  source: string;
  sections: { heading: string; text: string }[];
}
