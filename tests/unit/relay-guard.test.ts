import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FetchError, GuardedFetcher, isPublicAddress } from '../../server/guard';
import { Robots } from '../../server/scrape/robots';
import { startHostileWeb } from '../fakes/hostile-web';
import type { HostileWeb } from '../fakes/hostile-web';

const { signal } = new AbortController();
const userAgent = 'test-reader/1.0';
let web: HostileWeb;
/** As the relay uses it, except that the port of the test's own server is allowed: nothing may reach that. */
let strict: GuardedFetcher;
/** May read the test's own server. */
let reader: GuardedFetcher;

const names: Record<string, string[]> = {
  'loopback.example': ['127.0.0.1'],
  'loopback6.example': ['::1'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'private.example': ['10.1.2.3'],
  'metadata.example': ['169.254.169.254'],
  'unique-local.example': ['fd00:ec2::254'],
  'link-local.example': ['fe80::1%eth0'],
  'nat64.example': ['64:ff9b::7f00:1'],
  'mixed.example': ['93.184.216.34', '127.0.0.1'],
  'mixed6.example': ['2606:4700::1111', '::1'],
  'nonsense.example': ['not an address'],
  'site.example': ['127.0.0.1'],
};
let lookups: string[] = [];
const resolve = async (hostname: string) => {
  lookups.push(hostname);
  const addresses = names[hostname.replace(/\.$/, '')];
  if (!addresses) throw Object.assign(new Error('no such host'), { code: 'ENOTFOUND' });
  return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
};

beforeAll(async () => {
  web = await startHostileWeb();
  const port = Number(new URL(web.url).port);
  strict = new GuardedFetcher({ userAgent, ports: [80, 443, port], timeoutMs: 2000, resolve });
  reader = new GuardedFetcher({
    userAgent,
    timeoutMs: 2000,
    maxBytes: 1_000_000,
    resolve,
    allowLoopback: true,
  });
});
afterAll(async () => {
  await Promise.all([strict.close(), reader.close()]);
  await web.close();
});
beforeEach(() => {
  web.requests.length = 0;
  web.robots = undefined;
  lookups = [];
});

describe('no request reaches anything but a public host', () => {
  // PORT stands for the port of a server that is there and must not notice anything.
  const refused = [
    // IPv4 in every notation
    'http://127.0.0.1:PORT/',
    'http://127.0.0.1.:PORT/',
    'http://127.1:PORT/',
    'http://127.0.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f000001:PORT/',
    'http://0x7f.0.0.1:PORT/',
    'http://0x7f.1:PORT/',
    'http://0X7F.0X0.0X0.0X1:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://00000177.0.0.01:PORT/',
    'http://017700000001:PORT/',
    'http://0177.0x0.0.1:PORT/',
    'http://%31%32%37.0.0.1:PORT/',
    'http://127%2e0%2e0%2e1:PORT/',
    'http://127。0。0。1:PORT/',
    'http://１２７.０.０.１:PORT/',
    'http://①②⑦.⓪.⓪.①:PORT/',
    'http:\\\\127.0.0.1:PORT/',
    'http:127.0.0.1:PORT/',
    'http:////127.0.0.1:PORT/',
    'ht\ntp://127.0.0.1:PORT/',
    ' http://127.0.0.1:PORT/',
    'http://127.255.255.254:PORT/',
    'http://0.0.0.0:PORT/',
    'http://0:PORT/',
    // with a decoy
    'http://public.example@127.0.0.1:PORT/',
    'http://public.example:80@127.0.0.1:PORT/',
    'http://127.0.0.1:PORT#@public.example/',
    'http://127.0.0.1:PORT\\@public.example/',
    'http://127.0.0.1:PORT?.public.example/',
    // IPv6
    'http://[::1]:PORT/',
    'http://[0:0:0:0:0:0:0:1]:PORT/',
    'http://[::]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://[0:0:0:0:0:ffff:7f00:0001]:PORT/',
    'http://[::127.0.0.1]:PORT/',
    'http://[::8.8.8.8]:PORT/',
    'http://[::ffff:0:127.0.0.1]:PORT/',
    'http://[64:ff9b::127.0.0.1]:PORT/',
    'http://[64:ff9b:1::a00:1]:PORT/',
    'http://[2002:7f00:1::]:PORT/',
    'http://[2001::7f00:1]:PORT/',
    'http://[fe80::1]:PORT/',
    'http://[fe80::1%25lo]:PORT/',
    'http://[fec0::1]:PORT/',
    'http://[fc00::1]:PORT/',
    'http://[fd00:ec2::254]/latest/meta-data/',
    'http://[ff02::1]/',
    'http://[2001:db8::1]/',
    'http://[100::1]/',
    'http://[3fff::1]/',
    'http://[4000::1]/',
    // private, shared, reserved
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://172.31.255.255/',
    'http://192.168.1.1/',
    'http://169.254.169.254/latest/meta-data/',
    'http://2852039166/latest/meta-data/',
    'http://100.64.0.1/',
    'http://100.100.100.200/',
    'http://192.0.0.192/',
    'http://192.0.2.1/',
    'http://198.18.0.1/',
    'http://198.51.100.1/',
    'http://203.0.113.1/',
    'http://224.0.0.1/',
    'http://240.0.0.1/',
    'http://255.255.255.255/',
    // names
    'http://loopback.example:PORT/',
    'http://loopback.example.:PORT/',
    'http://LOOPBACK.EXAMPLE:PORT/',
    'http://loopback%2Eexample:PORT/',
    'http://ⓛⓞⓞⓟⓑⓐⓒⓚ.example:PORT/',
    'http://loopback6.example:PORT/',
    'http://mapped.example:PORT/',
    'http://private.example/',
    'http://metadata.example/latest/meta-data/',
    'http://unique-local.example/',
    'http://link-local.example/',
    'http://nat64.example/',
    'http://mixed.example:PORT/',
    'http://mixed6.example:PORT/',
    'http://nonsense.example/',
    // other schemes and ports
    'https://127.0.0.1:PORT/',
    'https://loopback.example:PORT/',
    'file:///etc/passwd',
    'ftp://93.184.216.34/',
    'gopher://127.0.0.1:PORT/_GET',
    'data:text/html,<p>hello',
    'javascript:alert(1)',
    'ws://127.0.0.1:PORT/',
    'http://93.184.216.34:22/',
    'http://93.184.216.34:6379/',
    'https://93.184.216.34:8443/',
    'http://user:secret@93.184.216.34/',
    'http://',
    '//127.0.0.1:PORT/',
    '127.0.0.1:PORT',
    '',
  ];

  it('has at least 60 cases', () => expect(new Set(refused).size).toBeGreaterThan(60));

  it.each(refused)('%s', async (template) => {
    const address = template.replace('PORT', new URL(web.url).port);
    const error: unknown = await strict.get(address, { signal }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(FetchError);
    // Refused by the guard, not by luck: neither unreachable nor too slow.
    expect((error as Error).message).toMatch(
      /is not a public address|is not a web address|Port \d+ is not allowed|user name or password/,
    );
    expect(web.requests).toEqual([]);
  });

  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1/',
    'http://[fd00::1]/',
    'http://0xa9fea9fe/',
    'http://metadata.example/',
    'http://private.example/',
    'file:///etc/passwd',
    'gopher://10.0.0.1/',
    '//192.168.0.1/admin',
    'http://user@site.example/',
  ])('a redirect to %s', async (target) => {
    for (const status of [301, 302, 303, 307, 308]) {
      const address = `${web.url}/to?status=${status}&url=${encodeURIComponent(target)}`;
      await expect(reader.get(address, { signal })).rejects.toThrow(
        /is not a public address|is not a web address|user name or password/,
      );
    }
    expect(web.requests).toHaveLength(5);
  });

  it('a name that changes its address: asked once, and that answer is connected to', async () => {
    const answers = ['127.0.0.1', '10.0.0.1', '127.0.0.1'];
    const rebinding = new GuardedFetcher({
      userAgent,
      allowLoopback: true,
      resolve: async (hostname) => {
        lookups.push(hostname);
        return [{ address: answers.shift()!, family: 4 }];
      },
    });
    const address = `http://rebind.example:${new URL(web.url).port}/redirect/0`;
    expect((await rebinding.get(address, { signal })).status).toBe(200);
    expect(lookups).toEqual(['rebind.example']);
    await rebinding.close();
    // A new connection asks again, and is checked again.
    const again = new GuardedFetcher({
      userAgent,
      allowLoopback: true,
      resolve: async () => [{ address: answers.shift()!, family: 4 }],
    });
    await expect(again.get(address, { signal })).rejects.toThrow('is not a public address');
    await again.close();
  });

  it('holds for every private IPv4 address in every notation', () => {
    const ranges: [number, number][] = [
      [0x0a000000, 0x0affffff],
      [0x7f000000, 0x7fffffff],
      [0xa9fe0000, 0xa9feffff],
      [0xac100000, 0xac1fffff],
      [0xc0a80000, 0xc0a8ffff],
      [0xe0000000, 0xffffffff],
    ];
    const address = fc.oneof(...ranges.map(([min, max]) => fc.integer({ min, max })));
    const bytes = (n: number) => [24, 16, 8, 0].map((shift) => (n >>> shift) & 255);
    const notations: ((n: number) => string)[] = [
      (n) => String(n),
      (n) => `0x${n.toString(16)}`,
      (n) => `0${n.toString(8)}`,
      (n) => bytes(n).join('.'),
      (n) =>
        bytes(n)
          .map((byte) => `0x${byte.toString(16)}`)
          .join('.'),
      (n) =>
        bytes(n)
          .map((byte) => `0${byte.toString(8)}`)
          .join('.'),
      (n) => `${n >>> 24}.${n & 0xffffff}`,
      (n) => `${n >>> 24}.${(n >>> 16) & 255}.${n & 0xffff}`,
      (n) => `[::ffff:${(n >>> 16).toString(16)}:${(n & 0xffff).toString(16)}]`,
      (n) => `[64:ff9b::${(n >>> 16).toString(16)}:${(n & 0xffff).toString(16)}]`,
    ];
    fc.assert(
      fc.property(address, fc.constantFrom(...notations), (n, write) => {
        expect(() => strict.check(`http://${write(n)}/`)).toThrow('is not a public address');
      }),
    );
  });

  it.each(['93.184.216.34', '8.8.8.8', '2606:4700:4700::1111', '::ffff:8.8.8.8'])(
    'lets %s through',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
      const host = address.includes(':') ? `[${address}]` : address;
      expect(strict.check(`https://${host}/a?b`).protocol).toBe('https:');
    },
  );
});

describe('limits', () => {
  const table: [string, RegExp][] = [
    ['/slow-loris', /did not send the page within 2 s/],
    ['/silent', /did not send the page within 2 s/],
    ['/endless', /larger than 1 MB/],
    ['/gzip-bomb', /larger than 1 MB/],
    ['/double-gzip-bomb', /larger than 1 MB|cannot be unpacked/],
    ['/not-gzip', /cannot be unpacked/],
    ['/redirect/50', /redirects more than 5 times/],
    ['/redirect-loop', /redirects more than 5 times/],
    ['/redirect-nowhere', /is not a web address/],
    ['/breaks-off', /broke off/],
    ['/not-http', /could not be reached, or broke off/],
    ['/huge-headers', /could not be reached, or broke off/],
    ['/huge-pdf', /larger than 1 MB/],
  ];
  it.concurrent.each(table)('%s', async (path, message) => {
    await expect(reader.get(`${web.url}${path}`, { signal })).rejects.toThrow(message);
  });

  it('stops an answer without an end soon after the limit', async () => {
    const before = web.sent;
    await expect(reader.get(`${web.url}/endless`, { signal })).rejects.toThrow('larger');
    // What the buffers of both ends hold comes on top.
    expect(web.sent - before).toBeLessThan(20_000_000);
  });

  it('follows up to five redirects, and names where it arrived', async () => {
    const { url, status, body } = await reader.get(`${web.url}/redirect/5`, { signal });
    expect({ url, status }).toEqual({ url: `${web.url}/redirect/0`, status: 200 });
    expect(Buffer.from(body).toString()).toBe('arrived');
  });

  it('cuts instead where that is asked for', async () => {
    const options = { signal, maxBytes: 1000, cut: true };
    expect((await reader.get(`${web.url}/endless`, options)).body).toHaveLength(1000);
  });

  it('says who it is', async () => {
    await reader.get(`${web.url}/status/204`, { signal });
    expect(web.requests[0]?.headers['user-agent']).toBe(userAgent);
  });

  it.each([
    ['http://unknown.example/', /no host named unknown\.example/],
    ['http://127.0.0.1:1/', /could not be reached/],
  ])('%s', async (address, message) => {
    await expect(reader.get(address, { signal })).rejects.toThrow(message);
  });

  it('a cancelled call closes the connection', async () => {
    for (const path of ['/silent', '/slow-loris']) {
      const before = web.brokenOff;
      const count = web.requests.length;
      const stop = new AbortController();
      const call = reader.get(`${web.url}${path}`, { signal: stop.signal });
      const rejected = expect(call).rejects.toMatchObject({ name: 'AbortError' });
      await expect.poll(() => web.requests.length).toBe(count + 1);
      stop.abort();
      await rejected;
      await expect.poll(() => web.brokenOff).toBe(before + 1);
    }
  });
});

describe('robots.txt', () => {
  const read = (path: string) => {
    const robots = new Robots(reader, 'jan-nano-relay');
    const before = (url: URL, s: AbortSignal) => robots.check(url, s);
    return reader.get(`${web.url}${path}`, { signal, before });
  };

  it.each([
    ['User-agent: *\nDisallow: /status', '/status/200', false],
    ['User-agent: *\nDisallow: /private', '/status/200', true],
    ['User-agent: *\nDisallow: /\nAllow: /status', '/status/200', true],
    ['User-agent: jan-nano-relay\nDisallow: /\n\nUser-agent: *\nAllow: /', '/status/200', false],
    ['User-agent: other\nDisallow: /', '/status/200', true],
    ['<html>not a robots.txt</html>', '/status/200', true],
    // The page that a redirect leads to counts too.
    ['User-agent: *\nDisallow: /redirect/0', '/redirect/1', false],
  ])('%j, %s: %s', async (text, path, allowed) => {
    web.robots = { status: 200, text };
    const call = read(path);
    if (allowed) expect((await call).status).toBe(200);
    else await expect(call).rejects.toThrow('asks automatic readers not to');
    expect(web.requests.some((request) => request.path === path)).toBe(
      allowed || path === '/redirect/1',
    );
  });

  it('a site without one may be read, one that cannot say may not', async () => {
    expect((await read('/status/200')).status).toBe(200);
    web.robots = { status: 503, text: '' };
    await expect(read('/status/200')).rejects.toThrow('robots.txt: status 503');
  });

  it('is asked for once', async () => {
    const robots = new Robots(reader, 'jan-nano-relay');
    await robots.check(new URL(`${web.url}/a`), signal);
    await robots.check(new URL(`${web.url}/b`), signal);
    expect(web.requests.map((request) => request.path)).toEqual(['/robots.txt']);
  });
});
