/** What was read of a page, whole. */
export interface PageContent {
  title: string;
  /** Headings as `## Heading` on their own line, an empty line between paragraphs. */
  text: string;
  markdown?: string;
  metadata: Record<string, string>;
  jsonld?: unknown[];
  /** YYYY-MM-DD */
  date?: string;
}

/** A page that holds nothing to read; the message may be shown to the model. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}
