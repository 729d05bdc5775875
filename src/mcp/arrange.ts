/** Which tools a run is given, and under which names: the relay's, the library's or both. */
import type { ErrorInfo, Toolbox, ToolSpec } from '../contracts';
import { mcp as words } from '../i18n/en/mcp';
import type { ReadPage } from '../contracts';
import { filesFirst } from './files-first';

/** A tool under another name: what the model is told of it, and how its arguments are passed on. */
interface Alias {
  /** The tool that does it. */
  of: string;
  shown: ToolSpec;
  /** The shown arguments as the tool takes them. */
  pass: (args: Record<string, unknown>) => Record<string, unknown>;
}

interface Arrangement {
  /** Absent where the library alone is asked. */
  relay?: Toolbox | undefined;
  /** Asked beside the relay, or in its place. */
  library?: Toolbox | undefined;
  /** A person's files, found by the relay's own search. */
  files?: Toolbox | undefined;
  /** Asked when a call finds the relay gone: the library, where there is something in it. */
  spare?: (() => Promise<Toolbox | undefined>) | undefined;
  /** Hears that a call found the relay gone. */
  onLost?: ((why: ErrorInfo) => void) | undefined;
  /** What the model knows tools as. */
  known: readonly ToolSpec[];
  names: 'google_search' | 'web_search';
  /** Servers that a person added; `name` goes before a tool's where that is taken. */
  servers?: readonly { id: string; name: string; box: Toolbox }[];
}

interface RunTools extends Toolbox {
  /** True of a tool that sends nothing anywhere. */
  staysHere: (tool: string) => boolean;
  /** The added server that a tool is of, and its name there. */
  originOf: (tool: string) => { server: string; name: string; tool: string } | undefined;
}

/** The tools of a run. */
export function arrangeTools(arrangement: Arrangement): RunTools {
  const { library, known, names, servers, files } = arrangement;
  const relay =
    arrangement.relay && files
      ? filesFirst(arrangement.relay, libraryAs(files, known))
      : arrangement.relay;
  const ours = library && !relay ? libraryAs(library, known) : library;
  const joined = joinToolboxes(
    [relay && orSpare(relay, arrangement), ours].filter((one) => one !== undefined),
    ours,
  );
  const box = names === 'web_search' ? asWebSearch(joined) : joined;
  return servers?.length ? withServers(box, servers) : box;
}

/** The longest name that model servers take. */
const LONGEST_NAME = 64;

/** Puts the tools of added servers after the others, each under a name of its own. */
function withServers(box: RunTools, servers: NonNullable<Arrangement['servers']>): RunTools {
  let added: Map<string, { tool: string; at: (typeof servers)[number] }> | undefined;
  async function list(options: { signal: AbortSignal }): Promise<ToolSpec[]> {
    const [specs, ...lists] = await Promise.all(
      [box, ...servers.map((server) => server.box)].map((one) => one.list(options)),
    );
    const taken = new Set(specs!.map((spec) => spec.function.name));
    const found: NonNullable<typeof added> = new Map();
    const more = lists.flatMap((theirs, index) => {
      const at = servers[index]!;
      return theirs.map((spec) => {
        const name = freeToolName(spec.function.name, at.name, taken);
        taken.add(name);
        found.set(name, { tool: spec.function.name, at });
        return { ...spec, function: { ...spec.function, name } };
      });
    });
    added = found;
    return [...specs!, ...more];
  }
  return {
    list,
    async call(name, args, options) {
      if (!added) await list(options);
      const one = added?.get(name);
      return one ? one.at.box.call(one.tool, args, options) : box.call(name, args, options);
    },
    staysHere: (name) => !added?.has(name) && box.staysHere(name),
    originOf(name) {
      const one = added?.get(name);
      return one && { server: one.at.id, name: one.at.name, tool: one.tool };
    },
  };
}

/** The tool's own name; where another has it, with the server's before it. */
function freeToolName(tool: string, server: string, taken: ReadonlySet<string>): string {
  const plain = tool.replace(/[^\w-]/g, '_') || 'tool';
  for (let count = 0; ; count += 1) {
    const prefix = count === 0 ? '' : `${server}_${count === 1 ? '' : `${count}_`}`;
    const name = (prefix + plain).slice(0, LONGEST_NAME);
    if (!taken.has(name)) return name;
  }
}

/** Goes on with what was read before where the network is lost in the middle of a run. */
function orSpare(relay: Toolbox, { spare, onLost }: Arrangement): Toolbox {
  let offered: ToolSpec[] = [];
  return {
    async list(options) {
      offered = await relay.list(options);
      return offered;
    },
    async call(name, args, options) {
      const result = await relay.call(name, args, options);
      if (!result.unreachable) return result;
      onLost?.(result.unreachable);
      const library = await spare?.();
      if (!library) return result;
      options.onProgress?.({ progress: 0, message: words.intoLibrary });
      const found = await libraryAs(library, offered).call(name, args, options);
      return found.ok ? found : result;
    },
  };
}

/** The tools of all, each called where it came from; of two with one name the first is meant. */
function joinToolboxes(boxes: readonly Toolbox[], local: Toolbox | undefined): RunTools {
  let owners: Map<string, Toolbox> | undefined;
  async function list({ signal }: { signal: AbortSignal }): Promise<ToolSpec[]> {
    const lists = await Promise.all(boxes.map((box) => box.list({ signal })));
    const found = new Map<string, Toolbox>();
    const specs = lists.flatMap((specs, at) =>
      specs.filter(({ function: { name } }) => {
        if (found.has(name)) return false;
        found.set(name, boxes[at]!);
        return true;
      }),
    );
    owners = found;
    return specs;
  }
  return {
    list,
    async call(name, args, options) {
      if (!owners) await list(options);
      const owner = owners?.get(name);
      return owner?.call(name, args, options) ?? { ok: false, text: `there is no tool "${name}".` };
    },
    // Before the first list nothing is known of any tool.
    staysHere: (name) => local !== undefined && owners?.get(name) === local,
    originOf: () => undefined,
  };
}

/** Shows tools under other names; tools without an alias stay as they are. */
function renameTools(box: Toolbox, aliases: readonly Alias[]): Toolbox {
  return {
    async list(options) {
      const specs = await box.list(options);
      return specs.map((spec) => {
        const alias = aliases.find(({ of }) => of === spec.function.name);
        return alias?.shown ?? spec;
      });
    },
    call(name, args, options) {
      const alias = aliases.find(({ shown }) => shown.function.name === name);
      return alias ? box.call(alias.of, alias.pass(args), options) : box.call(name, args, options);
    },
  };
}

/** Tools as Jan-Nano's training named them, over `google_search` and `scrape`. */
function asWebSearch(box: RunTools): RunTools {
  const aliases: Alias[] = [
    {
      of: 'google_search',
      shown: spec('web_search', 'Search the web. Returns titles, links and snippets.', {
        query: { type: 'string', description: 'Search query' },
      }),
      // Five results a search, as in training.
      pass: ({ query }) => ({ q: query, num: 5 }),
    },
    {
      of: 'scrape',
      shown: spec('visit_tool', 'Read a page. Long pages come in parts.', {
        url: { type: 'string', description: 'Address of the page' },
        page: { type: 'number', description: 'Part of a long page' },
      }),
      pass: (args) => args,
    },
  ];
  const trueName = (name: string) =>
    aliases.find(({ shown }) => shown.function.name === name)?.of ?? name;
  return {
    ...renameTools(box, aliases),
    staysHere: (name) => box.staysHere(trueName(name)),
    originOf: () => undefined,
  };
}

/**
 * The library under the names that the model knows, where `known` has them: a model trained on the
 * relay's tools goes on with what was read before. Under its own names otherwise.
 */
function libraryAs(box: Toolbox, known: readonly ToolSpec[]): Toolbox {
  const tool = (wanted: string) => known.find((one) => one.function.name === wanted);
  const [search, scrape] = [tool('google_search'), tool('scrape')];
  if (!search || !scrape) return box;
  return renameTools(box, [
    {
      of: 'search_library',
      shown: search,
      pass: ({ q, exact, or, num, page, site }) => ({
        q: [q, exact, or].filter(Boolean).join(' '),
        ...given({ num, page, site }),
      }),
    },
    {
      of: 'read_page',
      shown: scrape,
      pass: ({ url, page, find }) => ({ url, ...given({ page, find }) }),
    },
  ]);
}

/** Hands every page that a tool returns, whole as it came, to `save`; a fault there costs no result. */
export function savingPages(box: Toolbox, save: (page: ReadPage) => void): Toolbox {
  return {
    ...box,
    async call(name, args, options) {
      const result = await box.call(name, args, options);
      const page = result.ok ? pageIn(result.structured ?? parse(result.text)) : undefined;
      if (page) save(page);
      return result;
    },
  };
}

/** A page as `scrape` returns one, and nothing else of it. */
function pageIn(value: unknown): ReadPage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { url, title, text, page, pages, date } = value as Record<string, unknown>;
  if (typeof url !== 'string' || typeof title !== 'string' || typeof text !== 'string')
    return undefined;
  if (!isCount(page) || !isCount(pages) || page > pages) return undefined;
  return { url, title, text, page, pages, ...(typeof date === 'string' ? { date } : {}) };
}

/** A server may say anything: a page of a million parts would be a row of a million gaps. */
function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 10_000;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // plain text is a valid result
  }
}

function given(args: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
}

function spec(
  name: string,
  description: string,
  properties: Record<string, { type: string; description: string }>,
): ToolSpec {
  const [first = ''] = Object.keys(properties);
  const parameters = { type: 'object', properties, required: [first] };
  return { type: 'function', function: { name, description, parameters } };
}
