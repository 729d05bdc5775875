/**
 * The composition root: the only place that knows the concrete engine and toolbox.
 * Everything heavy is imported when it is first needed, so the first paint carries none of it.
 */
import { AppError } from './errors';
import { relayHealth } from './mcp/relay';
import type { AppParts } from './research/parts';

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

  async createEngine(id) {
    if (id === 'openai')
      throw new AppError('bad-input', `The engine “${id}” is not part of this app.`);
    const { EngineClient } = await import('./engine/client');
    return new EngineClient(id);
  },

  async createToolbox(relay, token) {
    const { createToolbox } = await import('./mcp/client');
    return createToolbox({ relayUrl: relay, token });
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

  async promptPrefix(tools) {
    const { promptPrefix } = await import('./agent/conversation');
    return promptPrefix(tools);
  },
};
