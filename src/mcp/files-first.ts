/** A person's own files within the tools of the relay: found by its search, and read by its reader. */
import type { Toolbox, ToolResult } from '../contracts';

/** Few, so that what the web has still fits. */
const MOST_FILES = 3;
/** Of the library's results, in which pages stand as well. */
const LOOK_AT = 20;
const FILE = 'library://file/';

interface Found {
  organic: { link: string; position?: number }[];
}

/** `library` has the names of the relay's tools. What it has no file for is the relay's alone. */
export function filesFirst(relay: Toolbox, library: Toolbox): Toolbox {
  return {
    list: (options) => relay.list(options),
    async call(name, args, options) {
      if (name === 'scrape' && String(args['url']).startsWith(FILE))
        return library.call(name, args, options);
      if (name !== 'google_search') return relay.call(name, args, options);
      const [ours, web] = await Promise.all([
        library.call(name, { ...args, num: LOOK_AT, page: 1 }, options),
        relay.call(name, args, options),
      ]);
      return joined(ours, web);
    },
  };
}

function joined(ours: ToolResult, web: ToolResult): ToolResult {
  const own = foundIn(ours)?.organic.filter(({ link }) => link.startsWith(FILE)) ?? [];
  if (own.length === 0) return web;
  const theirs = foundIn(web);
  const most = theirs?.organic.length || MOST_FILES;
  const organic = [...own.slice(0, MOST_FILES), ...(theirs?.organic ?? [])]
    .slice(0, Math.max(most, MOST_FILES))
    .map((one, at) => ({ ...one, position: at + 1 }));
  const structured = { ...(theirs ?? foundIn(ours)), organic };
  return { ok: true, text: JSON.stringify(structured), structured };
}

function foundIn({ ok, structured, text }: ToolResult): Found | undefined {
  if (!ok) return undefined;
  let value = structured;
  try {
    value ??= JSON.parse(text);
  } catch {
    return undefined; // words of a server of another kind
  }
  const { organic } = (value ?? {}) as Partial<Found>;
  if (!Array.isArray(organic)) return undefined;
  const known = organic.every(
    (one) => typeof (one as Partial<typeof one> | null)?.link === 'string',
  );
  return known ? (value as Found) : undefined;
}
