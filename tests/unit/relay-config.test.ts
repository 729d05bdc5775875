import { describe, expect, it } from 'vitest';
import { isAllowedHost, isAllowedOrigin } from '../../server/access';
import { ConfigError, readConfig } from '../../server/config';

describe('readConfig', () => {
  it('needs nothing', () => {
    expect(readConfig({})).toMatchObject({
      port: 8787,
      host: '127.0.0.1',
      search: { backends: ['offline'] },
      scrape: { readers: [], ports: [80, 443], respectRobots: true },
      allowedOrigins: [],
      logLevel: 'warn',
    });
  });

  it('searches with Serper when there is a key, unless told otherwise', () => {
    const key = { SERPER_API_KEY: ' abc ' };
    const serper = {
      apiKey: 'abc',
      searchUrl: 'https://google.serper.dev',
      scrapeUrl: 'https://scrape.serper.dev',
    };
    expect(readConfig(key)).toMatchObject({
      search: { backends: ['serper'], serper },
      scrape: { readers: ['serper', 'web'] },
    });
    expect(readConfig({ ...key, SEARCH_BACKEND: 'offline' })).toMatchObject({
      search: { backends: ['offline'] },
      scrape: { readers: [] },
    });
  });

  it('takes search providers and page readers in the order given', () => {
    const config = readConfig({
      SERPER_API_KEY: 'abc',
      SEARCH_BACKEND: 'searxng, serper,wikipedia,offline',
      SEARXNG_URL: 'http://searxng:8080',
      SCRAPE_BACKEND: 'web,serper',
      SCRAPE_PORTS: '8080,8443',
      ROBOTS_TXT: 'ignore',
    });
    expect(config).toMatchObject({
      search: {
        backends: ['searxng', 'serper', 'wikipedia', 'offline'],
        searxngUrl: 'http://searxng:8080',
      },
      scrape: { readers: ['web', 'serper'], ports: [80, 443, 8080, 8443], respectRobots: false },
    });
    expect(readConfig({ SEARCH_BACKEND: 'wikipedia,offline' }).scrape.readers).toEqual(['web']);
  });

  it('takes an empty variable as not set', () => {
    const config = readConfig({ PORT: '', SERPER_API_KEY: ' ', SEARCH_BACKEND: '' });
    expect(config).toEqual(readConfig({}));
  });

  it('reads lists', () => {
    const env = {
      ALLOWED_ORIGINS: 'https://a.org, http://b.org:81,',
      ALLOWED_HOSTS: 'a.org,[::2]',
    };
    expect(readConfig(env)).toMatchObject({
      allowedOrigins: ['https://a.org', 'http://b.org:81'],
      allowedHosts: ['a.org', '[::2]'],
    });
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['HOST', 'not a host'],
    ['SEARCH_BACKEND', 'bing'],
    ['SEARCH_BACKEND', 'serper'],
    ['SEARCH_BACKEND', 'searxng'],
    ['SEARCH_BACKEND', 'wikipedia,wikipedia'],
    ['SEARCH_BACKEND', ','],
    ['SEARXNG_URL', 'searxng:8080'],
    ['WIKIPEDIA_URL', 'wikipedia'],
    ['SCRAPE_BACKEND', 'serper'],
    ['SCRAPE_BACKEND', 'curl'],
    ['SCRAPE_PORTS', '80-90'],
    ['SCRAPE_PORTS', '65536'],
    ['SCRAPE_TIMEOUT_SECONDS', '0'],
    ['SCRAPE_MEGABYTES', 'many'],
    ['ROBOTS_TXT', 'no'],
    ['CONTACT', 'two words'],
    ['SERPER_API_KEY', 'top\nsecret'],
    ['SERPER_BASE_URL', 'ftp://x'],
    ['SERPER_SCRAPE_URL', 'x'],
    ['ALLOWED_ORIGINS', 'https://a.org/path'],
    ['ALLOWED_ORIGINS', 'a.org'],
    ['ALLOWED_HOSTS', 'a.org:8080'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%j in one line that names it', (name, value) => {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^${name} [^\\n]+$`));
    if (name === 'SERPER_API_KEY') expect(read).not.toThrow(/secret/);
  });

  it('names every variable that is wrong', () => {
    expect(() => readConfig({ PORT: 'x', LOG_LEVEL: 'y' })).toThrow(/^PORT .+; LOG_LEVEL .+$/);
  });
});

const access = { host: '127.0.0.1', allowedHosts: [] as string[], allowedOrigins: [] as string[] };

describe('isAllowedHost', () => {
  it.each([
    ['localhost:8787', {}, true],
    ['127.0.0.1', {}, true],
    ['[::1]:8787', {}, true],
    ['192.168.1.7:8787', {}, true],
    ['evil.example:8787', {}, false],
    ['localhost.evil.example', {}, false],
    ['', {}, false],
    [undefined, {}, false],
    ['relay.example', { allowedHosts: ['relay.example'] }, true],
    ['relay.example', { allowedHosts: ['*'] }, true],
    ['app.example', { allowedOrigins: ['https://app.example'] }, true],
    ['box.local:8787', { host: 'box.local' }, true],
  ])('%s with %j: %s', (header, config, expected) => {
    expect(isAllowedHost(header, { ...access, ...config })).toBe(expected);
  });
});

describe('isAllowedOrigin', () => {
  it.each([
    ['http://localhost:8787', {}, true],
    ['http://localhost:5173', {}, true],
    ['http://localhost:5173', { host: '0.0.0.0' }, false],
    ['https://relay.example', { host: '0.0.0.0' }, true],
    ['https://relay.example.evil.example', { host: '0.0.0.0' }, false],
    ['https://app.example', { allowedOrigins: ['https://app.example'] }, true],
    ['http://app.example', { allowedOrigins: ['https://app.example'] }, false],
    ['https://app.example:444', { allowedOrigins: ['https://app.example'] }, false],
    ['https://evil.example', { allowedOrigins: ['*'] }, true],
    ['https://evil.example', {}, false],
    ['null', {}, false],
  ])('%s with %j: %s', (origin, config, expected) => {
    const host = origin.includes('relay.example') ? 'relay.example' : 'localhost:8787';
    expect(isAllowedOrigin(origin, host, { ...access, ...config })).toBe(expected);
  });
});
