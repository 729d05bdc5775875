import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import manifest from '../../public/manifest.webmanifest?raw';
import { Launch } from '../../src/research/launch.svelte';
import {
  parsePageRequest,
  requestOf,
  sheetNames,
  withoutOnceOnly,
} from '../../src/research/page-request';

describe('parsePageRequest', () => {
  it('reads every parameter', () => {
    const search =
      '?q=What+is%20it%3F&seed=7&model=jan-pocket&engine=wllama&relay=http%3A%2F%2Flocalhost%3A9&lang=de';
    expect(parsePageRequest(search)).toEqual({
      question: 'What is it?',
      seed: 7,
      model: 'jan-pocket',
      engine: 'wllama',
      relay: 'http://localhost:9',
      language: 'de',
    });
  });

  it.each([
    '',
    '?',
    '?q=',
    '?q=%20',
    '?seed=x',
    '?seed=-1',
    '?engine=magic',
    '?relay=nonsense',
    '?lang=xx',
    '?lang=toString',
    '?model=',
    '?open=',
    '?open=constructor',
    '?title=&text=%20&url=',
    '?text=%E2%80%AE%E2%80%8B',
  ])('leaves out what %j does not say', (search) => expect(parsePageRequest(search)).toEqual({}));

  it.each(['q=', 'text='])('cuts a question that no one would type: %s', (key) => {
    const { question, draft } = parsePageRequest(`?${key}${'a'.repeat(9000)}`);
    expect(question ?? draft).toHaveLength(4000);
  });

  it.each(['question', ...sheetNames])('opens %s', (open) => {
    expect(parsePageRequest(`?open=${open}`)).toEqual({ open });
  });

  it.each([
    [{ text: 'Who was Ada Lovelace?' }, 'Who was Ada Lovelace?'],
    [{ title: 'Lima', url: 'https://a.example/lima' }, 'Lima\nhttps://a.example/lima'],
    // As Android shares a page: the address within the text, and a title that begins it.
    [
      { title: 'Lima', text: 'Lima, a city: https://a.example', url: 'https://a.example' },
      'Lima, a city: https://a.example',
    ],
    [{ title: 'same', text: 'same', url: 'same' }, 'same'],
    [{ text: 'one\r\ntwo\u0000\u202e\u200b' }, 'one\ntwo'],
    [{ text: 'می‌خواهم 👩‍🔬' }, 'می‌خواهم 👩‍🔬'],
  ])('makes a draft of what was shared: %j', (shared, draft) => {
    const search = `?${new URLSearchParams(shared)}`;
    expect(parsePageRequest(search)).toEqual({ draft });
  });

  it('forgets what is for one use, and keeps the rest of the address', () => {
    const before = 'https://a.example/app/?open=models&text=a&relay=https%3A%2F%2Fr.example#thread';
    expect(withoutOnceOnly(before)).toBe(
      'https://a.example/app/?relay=https%3A%2F%2Fr.example#thread',
    );
    expect(withoutOnceOnly('https://a.example/app/?title=a')).toBe('https://a.example/app/');
  });
});

describe('the manifest', () => {
  const { icons, screenshots, shortcuts, file_handlers, share_target } = JSON.parse(manifest) as {
    icons: { src: string; sizes: string }[];
    screenshots: { src: string; sizes: string }[];
    shortcuts: { name: string; url: string }[];
    file_handlers: { action: string }[];
    share_target: { action: string; method: string; params: Record<string, string> };
  };
  const wanted = (address: string) => requestOf(new URL(address, 'https://a.example/app/').href);

  it('says the true size of each picture', () => {
    const pictures = [...icons, ...screenshots].filter(({ src }) => src.endsWith('.png'));
    expect(pictures).toHaveLength(5);
    for (const { src, sizes } of pictures) {
      const png = readFileSync(`public/${src}`);
      expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`, src).toBe(sizes);
    }
  });

  it('has shortcuts, and a place for files, that the app knows', () => {
    expect(shortcuts.map(({ url }) => wanted(url))).toEqual([
      { open: 'question' },
      { open: 'library' },
      { open: 'models' },
    ]);
    expect(file_handlers.map(({ action }) => wanted(action))).toEqual([{ open: 'models' }]);
  });

  it('shares into the box, where nothing is asked by itself', () => {
    const search = new URLSearchParams(
      Object.entries(share_target.params).map(([part, key]) => [key, `the ${part}`]),
    );
    expect(share_target.method).toBe('GET');
    expect(wanted(`${share_target.action}?${search}`)).toEqual({
      draft: 'the title\nthe text\nthe url',
    });
  });
});

describe('a launch', () => {
  afterEach(() => vi.unstubAllGlobals());

  const unwanted = () => expect.unreachable();

  /** As the browser tells it: to whoever asks, with the launches that came before. */
  function launched(...targets: string[]) {
    vi.stubGlobal('launchQueue', {
      setConsumer: (consumer: (params: object) => void) =>
        targets.forEach((targetURL) => consumer({ targetURL, files: [] })),
    });
    const heard: object[] = [];
    new Launch('https://a.example/?q=once').start((one) => heard.push(one), unwanted);
    return heard;
  }

  it('does not do again what the address of the page has done', () => {
    expect(launched('https://a.example/?q=once')).toEqual([]);
    expect(launched('https://a.example/?q=once', 'https://a.example/?q=once')).toEqual([
      { question: 'once' },
    ]);
    expect(launched('https://a.example/?open=library')).toEqual([{ open: 'library' }]);
  });

  it('is nothing where the browser knows none', () => {
    new Launch('https://a.example/').start(unwanted, unwanted);
  });
});
