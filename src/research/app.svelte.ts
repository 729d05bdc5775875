/** The state of the whole app, and what follows where a person changes the settings or the model. */
import type { Depth } from '../contracts';
import { toErrorInfo } from '../errors';
import { rememberLanguage, speak } from '../i18n/language.svelte';
import type { ModelServer } from '../models/model-server';
import { AppUpdate } from './app-update.svelte';
import { choosing, mannerOf, permissionOf, withAssistant } from './assistants';
import { Downloads } from './downloads.svelte';
import type { EvaluationOptions } from './evaluation.svelte';
import { HistoryState } from './history.svelte';
import { Install } from './install.svelte';
import { Launch } from './launch.svelte';
import { ServersState } from './mcp-servers.svelte';
import { ModelState, type Wanted } from './model.svelte';
import { otherModels, type OtherModel } from './other-models';
import { dispatchApproval, dispatchAgentEvent } from './page-events';
import { parsePageRequest, type PageRequest } from './page-request';
import type { AppParts } from './parts';
import { PromptsState } from './prompts.svelte';
import { onFrame } from './quiet';
import { RelayState } from './relay.svelte';
import { Session } from './session.svelte';
import { defaultSettings, type Settings } from './settings';
import { applyTheme } from './theme';
import { hostsOf, modelServerOf, relayOf, wantedModel, type Wishes } from './wanted';

export class AppState {
  settings = $state.raw<Settings>(defaultSettings);
  /** What the address asks for; what a person chooses later goes before it. */
  readonly request: PageRequest = parsePageRequest(location.search);
  /** How far the next question is looked into. */
  readonly depth: Depth = $derived(
    this.request.depth ?? withAssistant(this.settings).depth ?? 'standard',
  );
  readonly relayAddress = $derived(relayOf(this.#wishes()));
  // A link may name a relay, and must not get the token of another.
  readonly #relayToken = $derived(this.request.relay ? undefined : this.settings.relayToken);

  readonly parts: AppParts;
  readonly history = new HistoryState();
  readonly update = new AppUpdate();
  readonly install = new Install();
  readonly launch = new Launch(location.href);
  readonly model: ModelState;
  readonly downloads: Downloads;
  readonly servers: ServersState;
  readonly relay: RelayState;
  readonly prompts: PromptsState;
  /** How a question is asked, of a thread or of an evaluation. */
  readonly asking: EvaluationOptions;
  readonly session: Session;

  constructor(parts: AppParts) {
    this.parts = parts;
    this.model = new ModelState(parts);
    this.downloads = new Downloads(parts, () => hostsOf(this.#wishes()));
    this.servers = new ServersState(parts.servers, () => this.settings.servers ?? []);
    this.relay = new RelayState(
      parts,
      () =>
        this.#hasFiles() && this.settings.library !== 'only'
          ? { ...this.settings, library: 'files' }
          : this.settings,
      () => this.servers.toolboxes(),
    );
    // With the library alone nothing leaves this device.
    this.prompts = new PromptsState(() =>
      this.settings.library === 'only'
        ? []
        : [...this.servers.promptOrigins(), ...this.relay.promptOrigins()],
    );
    this.asking = {
      parts,
      model: this.model,
      relay: this.relay,
      manner: () => mannerOf(this.settings, this.request.seed),
      permission: (tool, origin) => permissionOf(this.settings, tool, origin),
    };
    this.session = new Session({
      ...this.asking,
      onApproval: dispatchApproval,
      onEvent: dispatchAgentEvent,
      save: (thread) => this.history.save(thread),
      onFrame,
    });
  }

  /** Takes up what is stored; what a person has chosen meanwhile goes before it. */
  async readSettings(): Promise<void> {
    const before = this.settings;
    const stored = await this.history.settings();
    const chosen = Object.entries(this.settings).filter(
      ([key, value]) => value !== before[key as keyof Settings],
    );
    this.settings = { ...stored, ...Object.fromEntries(chosen) };
    // What was saved then knew nothing of the rest.
    if (chosen.length > 0) void this.history.saveSettings(this.settings);
    applyTheme(this.settings.theme);
    this.#applyLanguage();
    this.#limitLibrary();
  }

  /** Keeps the settings and does what follows; resolves when the model that they ask for is there. */
  async change(next: Settings): Promise<void> {
    const before = {
      relay: this.relayAddress,
      token: this.#relayToken,
      wanted: JSON.stringify(this.wanted()),
      settings: this.settings,
    };
    this.settings = next;
    applyTheme(next.theme);
    if (next.language !== before.settings.language) {
      delete this.request.language;
      this.#applyLanguage();
    }
    void this.history.saveSettings(next);
    if (next.libraryBytes !== before.settings.libraryBytes) this.#limitLibrary();
    const { library, toolNames, servers } = before.settings;
    if (this.relayAddress !== before.relay || this.#relayToken !== before.token)
      void this.connect();
    else if (next.library !== library || next.toolNames !== toolNames || next.servers !== servers)
      void this.relay.reconnect().then(() => this.warm());
    if (JSON.stringify(this.wanted()) !== before.wanted) await this.#changeEngine();
  }

  changeDepth(depth: Depth): void {
    delete this.request.depth;
    void this.change(choosing(this.settings, { depth }));
  }

  /** Without an id, the app's own; `contextTokens` is what to load it with. */
  async chooseModel(id: string | undefined, contextTokens: number | undefined): Promise<void> {
    const next = choosing(this.settings, { model: id, contextTokens });
    if (next.engine === 'openai') delete next.engine;
    this.settings = next;
    void this.history.saveSettings(next);
    await this.#changeEngine();
  }

  /** The models that a question can be asked of as well. */
  async otherModels(): Promise<OtherModel[]> {
    const manager = await this.downloads.open();
    await manager.refresh();
    return otherModels(manager.models, this.model.card?.id, this.settings);
  }

  wanted(): Wanted {
    return wantedModel(this.#wishes());
  }

  modelServer(): ModelServer {
    return modelServerOf(this.#wishes());
  }

  connect(): Promise<void> {
    return this.relay.connect(this.relayAddress, this.#relayToken);
  }

  async load(choice?: Wanted): Promise<void> {
    if (await this.model.load(choice)) await this.warm();
  }

  async warm(): Promise<void> {
    if (!this.session.running && this.model.phase === 'ready')
      await this.model.warm(this.relay.tools, mannerOf(this.settings).system);
  }

  /** Deletes threads, library and settings; models stay. */
  async clear(): Promise<void> {
    await this.session.reset();
    await this.history.clear();
    await this.parts
      .library()
      .then((library) => library.clear())
      .catch((error: unknown) => (this.history.error = toErrorInfo(error)));
    void this.change(defaultSettings);
  }

  /** Stops a run: it belongs to the engine that goes. What is asked from here on waits for the one that comes. */
  async #changeEngine(): Promise<void> {
    this.session.stop();
    await this.load(this.wanted());
  }

  #applyLanguage(): void {
    rememberLanguage(this.settings.language);
    void speak(this.request.language ?? this.settings.language);
  }

  #limitLibrary(): void {
    this.parts
      .limitLibrary(this.settings.libraryBytes)
      .catch((error: unknown) => (this.relay.notSaved = toErrorInfo(error)));
  }

  /** Whether what is asked is asked of a thread with files: a follow-up searches them too, an evaluation does not. */
  #hasFiles(): boolean {
    return this.session.running && this.session.runs.some(({ files }) => files?.length);
  }

  #wishes(): Wishes {
    return {
      request: this.request,
      settings: withAssistant(this.settings),
      page: { origin: location.origin, base: document.baseURI },
    };
  }
}
