/**
 * The composition root: the only place that knows the concrete engine and toolbox.
 * Everything heavy is imported when it is first needed, so the first paint carries none of it.
 */
import type { Toolbox } from './contracts';
import type { LibraryClient } from './library/client';
import type { ToolboxOptions } from './mcp/client';
import { relayHealth } from './mcp/relay';
import type { AppParts, ServerParts } from './research/parts';
import { signInVault } from './research/settings-store';

let library: Promise<LibraryClient> | undefined;
let libraryBytes: number | undefined;

/** One worker speaks with every relay. */
let relays: ((relay: ToolboxOptions) => Toolbox) | undefined;

async function openLibrary(): Promise<LibraryClient> {
  const { LibraryClient, DEFAULT_QUOTA } = await import('./library/client');
  const client = new LibraryClient();
  client.quota = libraryBytes ?? DEFAULT_QUOTA;
  return client;
}

function theLibrary(): Promise<LibraryClient> {
  if (library) return library;
  library = openLibrary();
  // A part that was not loaded is loaded anew.
  library.catch(() => (library = undefined));
  return library;
}

async function libraryToolbox(): Promise<Toolbox> {
  const [{ libraryToolbox }, client] = await Promise.all([
    import('./mcp/library-server'),
    theLibrary(),
  ]);
  return libraryToolbox(client);
}

/** Sign-ins come back to the app itself, wherever it is served. */
const here = (id: string) => ({
  page: new URL('./', location.href.replace(/[?#].*/, '')).href,
  vault: signInVault(id),
});

const servers: ServerParts = {
  async toolbox(server) {
    const { addedToolbox } = await import('./mcp/added');
    return addedToolbox(server, here(server.id));
  },
  async test(server, signal) {
    const { testServer } = await import('./mcp/added');
    return testServer(server, here(server.id), signal);
  },
  async signIn(server) {
    const { signIn } = await import('./mcp/added');
    return signIn(server, here(server.id));
  },
  async finishSignIn(server, params) {
    const { finishSignIn } = await import('./mcp/added');
    await finishSignIn(server, here(server.id), params);
  },
  async forget({ id }) {
    const vault = signInVault(id);
    const kept = await vault.read();
    await vault.write(undefined);
    return () => vault.write(kept);
  },
};

export const parts: AppParts = {
  async cards() {
    const [{ catalogue }, { storedCards }] = await Promise.all([
      import('./models/catalogue'),
      import('./models/shelf'),
    ]);
    return [...catalogue, ...(await storedCards())];
  },

  async chooseEngine(card) {
    const { chooseEngine, inspectGpu } = await import('./engine/preflight');
    return chooseEngine(card, await inspectGpu((navigator as Partial<Navigator>).gpu));
  },

  async createEngine(id, _, server) {
    const { EngineClient } = await import('./engine/client');
    return new EngineClient(id, server);
  },

  async servedCard(server, signal) {
    const { servedCard } = await import('./engine/served-card');
    return servedCard(server, signal);
  },

  async servedModels(server, signal) {
    const { listModels } = await import('./engine/openai-http');
    return listModels(server, signal);
  },

  async createToolbox(relay, { token, onNotSaved }) {
    const [{ remoteToolboxes }, { savingPages }] = await Promise.all([
      import('./mcp/remote'),
      import('./mcp/arrange'),
    ]);
    relays ??= remoteToolboxes(
      () =>
        new Worker(new URL('./workers/mcp-worker.ts', import.meta.url), {
          type: 'module',
          name: 'mcp',
        }),
    );
    return savingPages(relays({ relayUrl: relay, token }), (page) => {
      if (libraryBytes === 0) return;
      theLibrary()
        .then((one) => one.save(page))
        .catch(onNotSaved);
    });
  },

  async arrangeTools({ relay, known, library, toolNames, onLost, servers = [] }) {
    const { arrangeTools } = await import('./mcp/arrange');
    const names = toolNames ?? 'google_search';
    const spare = async () => ((await parts.libraryPages()) > 0 ? libraryToolbox() : undefined);
    if (relay && library !== 'beside' && library !== 'files')
      return arrangeTools({ relay, spare, onLost, known: [], names, servers });
    const [toolbox, { toolSpecs }] = await Promise.all([
      libraryToolbox(),
      import('./mcp/search-tools'),
    ]);
    return arrangeTools({
      relay,
      ...(relay && library === 'files' ? { files: toolbox } : { library: toolbox }),
      spare,
      onLost,
      known: known ?? toolSpecs(),
      names,
      servers,
    });
  },

  servers,

  async libraryPages() {
    const library = await theLibrary();
    const { pages } = await library.usage();
    // Makes the index, so that the first question does not wait for it; a fault shows itself there.
    if (pages > 0) library.search({ q: '' }).catch(() => undefined);
    return pages;
  },

  library: theLibrary,

  async limitLibrary(bytes) {
    libraryBytes = bytes;
    // Nothing to do for one that was never opened.
    if (!library) return;
    const { DEFAULT_QUOTA } = await import('./library/client');
    await (await library).shrink(bytes ?? DEFAULT_QUOTA);
  },

  async shelf(hosts) {
    const { ModelShelf } = await import('./models/shelf');
    return new ModelShelf(hosts);
  },

  async device(gpuMemoryBytes) {
    const { describeDevice } = await import('./engine/device');
    return describeDevice(gpuMemoryBytes);
  },

  health: (relay, signal) => relayHealth(relay, { signal }),

  async *run({ previous, ...request }) {
    const [{ run }, { historyOf }] = await Promise.all([
      import('./agent/run'),
      import('./agent/transcript'),
    ]);
    yield* run({ ...request, history: historyOf(previous) });
  },

  async promptPrefix(tools, system) {
    const { promptPrefix } = await import('./agent/conversation');
    return promptPrefix(tools, system);
  },
};
