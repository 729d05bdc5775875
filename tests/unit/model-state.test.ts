import { describe, expect, it } from 'vitest';
import { setUp } from './session-harness';

describe('ModelState', () => {
  it('loads after what comes first, shows it from the beginning, and can be cancelled meanwhile', async () => {
    const { model } = setUp();
    let come!: () => void;
    const first = new Promise<void>((resolve) => (come = resolve));
    const loading = model.load(undefined, first);
    const ready = model.ready(new AbortController().signal);
    await Promise.race([ready, new Promise((resolve) => setTimeout(resolve))]);
    expect(model.phase).toBe('loading');
    come();
    await loading;
    expect(model.phase).toBe('ready');
    expect((await ready).id).toBe('wllama');

    const never = model.load(undefined, new Promise(() => undefined));
    model.cancel();
    await never;
    expect(model.phase).toBe('cancelled');
  });

  it('refuses a model or an engine that is not there', async () => {
    const { model } = setUp();
    expect(await model.choose({ model: 'jan-giga' })).toBe(false);
    expect(model.error?.code).toBe('model-missing');
    expect(await model.choose({ engine: 'webllm' })).toBe(false);
    expect(model.error?.code).toBe('bad-input');
    expect(await model.choose({ model: 'jan-pocket', engine: 'wllama' })).toBe(true);
    expect(model.bytes).toBe(3);
  });

  it('is not settled on in place of what is loaded meanwhile', async () => {
    const { model } = setUp();
    const choosing = model.choose({ model: 'jan-pocket' });
    const loading = model.load({ model: 'jan-pocket', contextTokens: 50 });
    expect(await choosing).toBe(false);
    await loading;
    expect(model.phase).toBe('ready');
    expect(model.card?.contextTokens).toBe(50);
  });

  it('says whether it is the newest load: what follows on a load is done once', async () => {
    const { model } = setUp();
    const older = model.load(undefined, new Promise(() => undefined));
    expect(await model.load()).toBe(true);
    expect(await older).toBe(false);
    expect(model.phase).toBe('ready');
  });

  it('can be cancelled while it loads', async () => {
    const { model } = setUp();
    const loading = model.load();
    model.cancel();
    await loading;
    expect(model.phase).toBe('cancelled');
    expect(model.error).toBeUndefined();
  });

  it('stops warming up as soon as a question comes', async () => {
    const { model, session, generated } = setUp();
    await model.load();
    const warming = model.warm([]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(model.phase).toBe('warming');
    await session.ask('q');
    await warming;
    expect(generated).toEqual(['endless']);
    expect(session.runs[0]?.status).toBe('finished');
    expect(model.phase).toBe('ready');
  });
});
