/** What a visit begins with: the settings, the relay, the thread of the address, the model, and a question of a link. */
import type { AppState } from './app.svelte';
import { after, quiet } from './quiet';
import type { ThreadActions } from './thread-actions';

/** Larger models wait for a person to say yes to the download. */
const SMALL_MODEL_BYTES = 32e6;
/** So long a slow relay may keep the model from being loaded. */
const LONGEST_START_MS = 1000;

/** `onsignedin` gets the added server whose sign-in the page came back from. */
export async function start(
  app: AppState,
  threads: ThreadActions,
  onsignedin: (server: string) => void,
): Promise<void> {
  const { request, model, session } = app;
  const back = new URLSearchParams(location.search);
  const signedIn = back.has('state') && (back.has('code') || back.has('error'));
  // What came back is for one use, and nothing to be kept in the list of pages.
  if (signedIn) window.history.replaceState(null, '', location.pathname);
  await app.readSettings();
  if (signedIn) void endSignIn(app, back, onsignedin);
  const connecting = app.connect();
  const restoring = restore(app, threads);
  if (!(await model.choose(app.wanted()))) return;
  if (request.question) {
    void threads.ask(request.question);
  } else if (model.bytes <= SMALL_MODEL_BYTES) {
    // The engine takes every core: what the page itself has to do goes first.
    const page = Promise.race([Promise.all([connecting, restoring]), after(LONGEST_START_MS)]);
    const loading = model.load(
      undefined,
      page.then(() => quiet(LONGEST_START_MS)),
    );
    const [newest] = await Promise.all([loading, connecting, restoring]);
    if (isNewcomer(app)) void app.downloads.lookForLarger(app.settings.gpuMemoryBytes);
    if (session.interrupted) await session.resume();
    else if (newest) await app.warm();
  }
}

async function endSignIn(
  { servers, relay }: AppState,
  back: URLSearchParams,
  onsignedin: (server: string) => void,
): Promise<void> {
  const server = await servers.finishSignIn(back);
  if (!server) return;
  onsignedin(server.id);
  await relay.reconnect();
}

/** Lists the threads, and shows the one that the address names. */
async function restore(
  { history, request, session }: AppState,
  threads: ThreadActions,
): Promise<void> {
  await history.load();
  const id = location.hash.slice(1);
  const listed = !request.question && history.threads.some((one) => one.id === id);
  const thread = listed ? await history.read(id) : undefined;
  if (thread && !session.running) await threads.show(thread);
}

/** Someone who has neither asked nor chosen a model yet. */
function isNewcomer({ session, history, request, settings }: AppState): boolean {
  const asked = session.runs.length > 0 || history.threads.length > 0;
  return !asked && !request.model && !settings.model;
}
