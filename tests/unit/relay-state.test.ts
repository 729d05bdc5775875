import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors';
import { setUp } from './session-harness';

describe('RelayState', () => {
  it('says what the relay offers', async () => {
    const { relay } = setUp();
    await relay.connect('http://r');
    expect(relay).toMatchObject({ phase: 'ready', address: 'http://r', tools: [] });
    expect(relay.health?.search).toBe('offline');
  });

  it('says why it cannot be reached, and recovers', async () => {
    const { relay, fault } = setUp();
    fault.list = new AppError('relay-unreachable', 'No relay answers at http://r.');
    await relay.connect('http://r');
    expect(relay.phase).toBe('unreachable');
    expect(relay.error?.message).toContain('http://r');
    fault.list = undefined;
    await relay.connect('http://r');
    expect(relay.phase).toBe('ready');
    expect(relay.error).toBeUndefined();
  });

  it('is described in the words of the other servers', async () => {
    const { relay, fault, settings } = setUp();
    const connecting = relay.connect('http://r');
    expect(relay.status).toEqual({ phase: 'testing' });
    await connecting;
    expect(relay.status).toMatchObject({ phase: 'ready', title: '', version: '', tools: [] });
    expect(relay.status).toHaveProperty('ms', expect.any(Number));
    fault.list = new AppError('relay-refused', 'It wants an access token.');
    await relay.reconnect();
    expect(relay.status).toEqual({
      phase: 'failed',
      reason: 'It wants an access token.',
      signIn: false,
    });
    // Searched alone, the library stands in for it.
    settings.library = 'only';
    await relay.reconnect();
    expect(relay).toMatchObject({ phase: 'ready', status: undefined });
  });

  it('gives the tools that it knew, each of which fails, while it cannot be reached', async () => {
    const { signal } = new AbortController();
    const first = setUp();
    await first.relay.connect('http://known');
    const { relay, fault } = setUp();
    fault.list = new AppError('relay-unreachable', 'No relay answers.');
    await relay.connect('http://known');
    const toolbox = await relay.toolboxNow();
    expect(await toolbox.list({ signal })).toEqual(first.relay.tools);
    expect(await toolbox.call('google_search', {}, { signal })).toMatchObject({ ok: false });
    // One that refuses is another matter: the run says why.
    fault.list = new AppError('relay-refused', 'It wants an access token.');
    await expect((await relay.toolboxNow()).list({ signal })).rejects.toThrow('access token');
    // With the relay back, a run has the real ones again.
    fault.list = undefined;
    expect(await relay.toolboxNow()).not.toBe(toolbox);
    expect(relay.phase).toBe('ready');
  });

  it('asks the library in place of a relay that cannot be reached, and says so', async () => {
    const { signal } = new AbortController();
    const { relay, fault } = setUp();
    fault.library = 3;
    await relay.connect('http://r');
    expect(relay.fromLibrary).toBe(false);
    fault.list = new AppError('relay-unreachable', 'No relay answers.');
    const toolbox = await (await relay.connect('http://r'), relay.toolboxNow());
    expect(relay.fromLibrary).toBe(true);
    expect(toolbox.staysHere('scrape')).toBe(true);
    expect(await toolbox.call('scrape', {}, { signal })).toEqual({
      ok: true,
      text: 'from the library',
    });
    fault.list = undefined;
    expect((await relay.toolboxNow()).staysHere('scrape')).toBe(false);
    expect(relay).toMatchObject({ phase: 'ready', fromLibrary: false });
    // One that refuses says so itself.
    fault.list = new AppError('relay-refused', 'It wants an access token.');
    await relay.connect('http://r');
    await relay.toolboxNow();
    expect(relay.fromLibrary).toBe(false);
  });

  it('asks the library alone where a person wants that, whether or not there is a relay', async () => {
    const { relay, fault, settings } = setUp();
    settings.library = 'only';
    fault.list = new AppError('relay-unreachable', 'No relay answers.');
    await relay.connect('http://r');
    expect(relay).toMatchObject({ phase: 'ready', fromLibrary: true, error: undefined });
    expect(relay.tools.map((one) => one.function.name)).toEqual(['search_library']);
  });
});
