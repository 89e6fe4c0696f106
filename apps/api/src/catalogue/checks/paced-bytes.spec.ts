import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { putBuffer, StorageError, type GetOptions, type Storage } from '@stowbase/storage';
import { memoryStorage } from '@stowbase/storage/testing';
import { pacedBytes, type Reading } from './paced-bytes';

describe('reading a copy in pieces', () => {
  const body = randomBytes(300_000);
  const paused: number[] = [];
  const reading: Reading = {
    signal: new AbortController().signal,
    pace: { now: () => 0, pause: (ms) => Promise.resolve(void paused.push(ms)) },
    mayGoOn: () => Promise.resolve(),
    limit: () => Promise.resolve(),
  };
  const broken = new StorageError('unreachable', 'The connection broke.', 'Wait.');
  /** Breaks each answer after so many bytes. */
  async function breaking(after: number): Promise<Storage> {
    const storage = memoryStorage();
    await putBuffer(storage, 'a', body);
    const get = storage.get.bind(storage);
    return Object.assign(storage, {
      get: async (key: string, options?: GetOptions) => {
        const whole = await get(key, options);
        const cut = async function* (): AsyncGenerator<Buffer> {
          let left = after;
          for await (const chunk of whole as AsyncIterable<Buffer>) {
            if (left > 0) yield chunk.subarray(0, left);
            left -= chunk.length;
            if (left < 0) throw broken;
          }
        };
        return Readable.from(cut());
      },
    });
  }
  async function read(storage: Storage, how: Reading = reading): Promise<Buffer> {
    const chunks: Buffer[] = [];
    for await (const chunk of pacedBytes(storage, await storage.stat('a'), how)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }
  beforeEach(() => paused.splice(0));

  it('P-CATALOGUE-4 goes on where a connection broke', async () => {
    expect((await read(await breaking(70_000))).equals(body)).toBe(true);
    expect(paused).toEqual([1_000, 1_000, 1_000, 1_000]);
  });

  it('gives up when nothing comes any more', async () => {
    await expect(read(await breaking(0))).rejects.toBe(broken);
    expect(paused).toEqual([1_000, 4_000, 16_000, 60_000]);
  });

  it('P-CATALOGUE-6 asks for no byte before it may, and keeps to the limit', async () => {
    const steps: string[] = [];
    const how: Reading = {
      ...reading,
      mayGoOn: () => Promise.resolve(void steps.push('may')),
      limit: (bytes) => Promise.resolve(void steps.push(`${bytes}`)),
    };
    await read(await breaking(1_000_000), how);
    expect(steps[0]).toBe('may');
    expect(steps.slice(1).reduce((sum, step) => sum + Number(step), 0)).toBe(body.length);
  });
});
