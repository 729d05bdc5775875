/** One part of a page, as `scrape` answers. */
import { choosePart, cutIntoParts } from '../../src/library/parts';
import type { ScrapeArguments, ScrapeResponse } from '../search/types';
import type { PageContent } from './content';

/** @throws Error when there is no such part. */
export function partOf(
  args: ScrapeArguments,
  content: PageContent & { url: string },
): ScrapeResponse {
  const { url, title, text, metadata, jsonld, date } = content;
  const parts = cutIntoParts(text);
  const markdown = args.includeMarkdown && content.markdown ? cutIntoParts(content.markdown) : [];
  const pages = Math.max(parts.length, markdown.length);
  const page = args.page ?? (args.find ? choosePart(parts, args.find) : 1);
  if (!Number.isInteger(page) || page < 1 || page > pages) {
    throw new Error(`${url} has ${pages} page(s); there is no page ${page}.`);
  }
  return {
    url,
    title: title || url,
    text: parts[page - 1] ?? '',
    ...(args.includeMarkdown ? { markdown: markdown[page - 1] ?? '' } : {}),
    metadata,
    // Once is enough: it describes the whole page.
    ...(jsonld && page === 1 ? { jsonld } : {}),
    page,
    pages,
    ...(date ? { date } : {}),
  };
}
