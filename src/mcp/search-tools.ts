/**
 * The relay's two tools: what the model is told about them, and what they do.
 *
 * Names, parameters, descriptions and their order are part of the prompt that Jan-Pocket was
 * trained on: changing any of them means training again.
 */
import { z } from 'zod';
import type { ToolSpec } from '../contracts';
import { toToolSpec } from './tool-spec';

const text = (description: string) => z.string().describe(description).optional();
const number = (description: string) => z.number().describe(description).optional();
const flag = (description: string) => z.boolean().describe(description).optional();

/** They change nothing, so a call that got no answer may be made again. No part of the prompt. */
const annotations = { readOnlyHint: true, openWorldHint: true };

export const googleSearch = {
  name: 'google_search',
  description: 'Search the web. Returns titles, links and snippets.',
  annotations,
  inputSchema: z.object({
    q: z.string().describe('Search query'),
    gl: text('Country code, like us'),
    hl: text('Language code, like en'),
    location: text('Place to search from'),
    num: number('Number of results'),
    tbs: text('Age: qdr:h, qdr:d, qdr:w, qdr:m, qdr:y'),
    page: number('Page of results'),
    autocorrect: flag('Correct spelling'),
    site: text('Only this domain'),
    filetype: text('Only this file type'),
    inurl: text('Word in the address'),
    intitle: text('Word in the title'),
    related: text('Sites like this one'),
    cache: text('Cached copy of this address'),
    before: text('Before this date, YYYY-MM-DD'),
    after: text('After this date, YYYY-MM-DD'),
    exact: text('Exact phrase'),
    exclude: text('Words to leave out, by comma'),
    or: text('Alternative words, by comma'),
  }),
} as const;

export const scrape = {
  name: 'scrape',
  description: 'Read a page. Long pages come in parts.',
  annotations,
  inputSchema: z.object({
    url: z.string().describe('Address of the page'),
    includeMarkdown: flag('Also return Markdown'),
    page: number('Part of a long page'),
    find: text('Go to the part with these words'),
  }),
} as const;

/** The tools exactly as a client gets them from `tools/list` and puts them into the prompt. */
export function toolSpecs(): ToolSpec[] {
  return [googleSearch, scrape].map(({ name, description, inputSchema }) =>
    toToolSpec({ name, description, inputSchema: z.toJSONSchema(inputSchema, { io: 'input' }) }),
  );
}
