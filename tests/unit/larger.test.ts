import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Device } from '../../src/models/fit';
import { largerModel } from '../../src/models/larger';
import { offers } from '../../src/models/offers';
import { close, listen } from '../fakes/loopback';

const GB = 1e9;
const gpu = { software: false, f16: true, maxBufferBytes: 2 * GB, maxBindingBytes: 2 * GB };
const large: Device = { gpu, gpuMemoryBytes: 16 * GB, memoryKnown: true, freeBytes: 50 * GB };

describe('the full model that is offered to a newcomer', () => {
  const asked: string[] = [];
  let folders: string[] = [];
  let address = '';
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const isThere = folders.some((one) => url === `/models/${one}/manifest.json`);
    const files = [{ name: 'params_shard_0.bin', bytes: 5 }];
    response.writeHead(isThere ? 200 : 404).end(JSON.stringify(isThere ? { files } : {}));
  });
  beforeAll(async () => void (address = await listen(server)));
  afterAll(() => close(server));

  async function find(device: Device, there: string[], hub = 'http://127.0.0.1:9') {
    asked.length = 0;
    folders = there;
    const hosts = { app: address, relay: address, mirror: '', hub };
    const found = await largerModel(offers, device, hosts, AbortSignal.timeout(10_000));
    return found?.offer.id;
  }

  it('is the best that the device can run, where the relay has it', async () => {
    expect(await find(large, ['jan-nano-q8f16_1', 'jan-nano-q4f16_1'])).toBe('jan-nano-q8f16_1');
    expect(await find(large, ['jan-nano-q4f16_1'], '')).toBe('jan-nano-q4f16_1');
    const small = { ...large, gpuMemoryBytes: 6 * GB };
    expect(await find(small, ['jan-nano-q8f16_1', 'jan-nano-q4f16_1'], '')).toBe(
      'jan-nano-q4f16_1',
    );
  });

  it('is the file of the hub otherwise, which is not asked before a person wants it', async () => {
    // Nothing listens at the hub's address here.
    expect(await find(large, [])).toBe('jan-nano-iq4-xs');
    expect(asked.every((url) => url.startsWith('/models/jan-nano'))).toBe(true);
  });

  it('is none where no source has one', async () => {
    expect(await find(large, [], '')).toBeUndefined();
    expect(asked).not.toEqual([]);
  });

  it('is none where the device can run none, and nobody is asked', async () => {
    const devices: Device[] = [
      { ...large, gpu: { ...gpu, software: true } },
      { ...large, gpuMemoryBytes: 2 * GB },
      { ...large, freeBytes: GB },
      { gpuMemoryBytes: 16 * GB, memoryKnown: true },
    ];
    for (const device of devices) {
      expect(await find(device, ['jan-nano-q4f16_1'])).toBeUndefined();
      expect(asked).toEqual([]);
    }
  });
});
