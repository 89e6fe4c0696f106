import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { putBuffer, StorageError, type Storage } from '@stowbase/storage';
import { memoryStorage } from '@stowbase/storage/testing';
import express from 'express';
import type { BackupCopy } from '../backups/backup-copy.entity';
import { until } from '../backups/testing/until';
import { ApiError } from '../errors/api-error';
import { ClientGone, ClientStalled } from './response-sink';
import { sendCopy } from './send-copy';

const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 251));
const sha256 = createHash('sha256').update(bytes).digest('hex');
const key = 'shop/backup.tar';

interface Download {
  readonly response: IncomingMessage;
  /** Null: it broke off. */
  readonly body: Promise<Buffer | null>;
}

describe('a stored copy on its way to a client', () => {
  let storage: Storage;
  let copy: BackupCopy;
  let stallMs: number;
  let server: Server;
  let outcome: Promise<unknown>;

  beforeEach(async () => {
    storage = memoryStorage();
    copy = { id: 'an id', key, size: bytes.length, sha256 } as BackupCopy;
    stallMs = 30_000;
    await putBuffer(storage, key, bytes);
    const app = express();
    app.get('/', (asked, response) => {
      outcome = sendCopy(asked, response, { storage, copy, stallMs }).catch((error: unknown) => {
        if (!response.headersSent) response.status(500).end('an error');
        return error;
      });
    });
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  async function get(headers: IncomingHttpHeaders = {}): Promise<Download> {
    const { port } = server.address() as AddressInfo;
    const asked = request({ port, host: '127.0.0.1', headers }).end();
    asked.on('error', () => undefined);
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    const body = response.toArray().then(
      (chunks) => Buffer.concat(chunks as Buffer[]),
      () => null,
    );
    return { response, body };
  }

  /** The storage with another way of reading. */
  function reading(get: Storage['get'], size?: number): Storage {
    const inner = storage;
    const stat: Storage['stat'] = (of) =>
      size === undefined ? inner.stat(of) : Promise.resolve({ key: of, size, modified: new Date() });
    return { ...inner, stat, get };
  }
  const inPieces = (whole: Buffer): Readable =>
    Readable.from(
      Array.from({ length: Math.ceil(whole.length / 65_536) }, (_, i) => whole.subarray(i * 65_536, (i + 1) * 65_536)),
    );

  it('is whole, with its length, its hash as ETag, and as it was stored: never compressed on the way', async () => {
    const { response, body } = await get({ 'accept-encoding': 'gzip, br, zstd' });
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      'content-length': '300000',
      'content-type': 'application/x-tar',
      'content-disposition': 'attachment; filename=backup.tar',
      etag: `"${sha256}"`,
      'accept-ranges': 'bytes',
      'cache-control': 'no-store, no-transform',
    });
    expect(response.headers).not.toHaveProperty('content-encoding');
    expect(response.headers).not.toHaveProperty('transfer-encoding');
    expect((await body)?.equals(bytes)).toBe(true);
    expect(await outcome).toBe(true);
  });

  it.each<[string, IncomingHttpHeaders, number, number, string | undefined]>([
    ['a part', { range: 'bytes=10-19' }, 206, 10, 'bytes 10-19/300000'],
    ['the end', { range: 'bytes=-5' }, 206, 5, 'bytes 299995-299999/300000'],
    ['the rest', { range: 'bytes=299000-' }, 206, 1_000, 'bytes 299000-299999/300000'],
    [
      'the rest of the same file',
      { range: 'bytes=1-', 'if-range': `"${sha256}"` },
      206,
      299_999,
      'bytes 1-299999/300000',
    ],
    [
      'the rest of a file that is another one by now',
      { range: 'bytes=1-', 'if-range': '"old"' },
      200,
      300_000,
      undefined,
    ],
    [
      'the rest unless it changed since',
      { range: 'bytes=1-', 'if-range': 'Sat, 28 Nov 2026 00:00:00 GMT' },
      200,
      300_000,
      undefined,
    ],
    ['two parts', { range: 'bytes=0-1,4-5' }, 200, 300_000, undefined],
    ['what it does not have', { range: 'bytes=300000-' }, 416, 0, 'bytes */300000'],
  ])('answers %s', async (_, headers, status, length, contentRange) => {
    const { response, body } = await get(headers);
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-length']).toBe(String(length));
    expect(response.headers['content-range']).toBe(contentRange);
    const start = Number(/^bytes (\d+)/.exec(contentRange ?? '')?.[1] ?? 0);
    expect((await body)?.equals(bytes.subarray(start, start + length))).toBe(true);
    expect(await outcome).toBe(length > 0 && start + length === bytes.length);
  });

  it.each([
    ['plain.tar', 'attachment; filename=plain.tar'],
    ['Größe 10€.tar', `attachment; filename="Gr??e 10?.tar"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%2010%E2%82%AC.tar`],
    ['a "b"; c.tar', String.raw`attachment; filename="a \"b\"; c.tar"`],
    ['x\r\nSet-Cookie: y.tar', null],
  ])('H32 has a name that no header is made of: %j', async (name, disposition) => {
    copy = { ...copy, key: `../shop/${name}` };
    storage = reading(() => Promise.resolve(inPieces(bytes)), bytes.length);
    const { response } = await get();
    expect(response.headers).not.toHaveProperty('set-cookie');
    if (disposition !== null) expect(response.headers['content-disposition']).toBe(disposition);
    expect(response.headers['content-disposition']).not.toMatch(/[\r\n/]/);
  });

  describe('P-DOWNLOAD-3 that is not as it was stored never arrives whole', () => {
    it.each<[string, () => Readable]>([
      [
        'with a changed byte',
        () => inPieces(Buffer.concat([bytes.subarray(0, 99), Buffer.from('x'), bytes.subarray(100)])),
      ],
      ['cut', () => inPieces(bytes.subarray(0, 200_000))],
      ['with a byte too many', () => inPieces(Buffer.concat([bytes, Buffer.from('x')]))],
      ['breaking off in the middle', () => Readable.from(half())],
    ])('%s', async (_, read) => {
      storage = reading(() => Promise.resolve(read()));
      const { response, body } = await get();
      expect(response.headers['content-length']).toBe('300000');
      expect(await body).toBeNull();
      expect(await outcome).toBeInstanceOf(Error);
    });

    async function* half(): AsyncGenerator<Buffer> {
      yield bytes.subarray(0, 100_000);
      await Promise.resolve();
      throw new StorageError('unreachable', 'The storage was unplugged.', 'Plug it in.');
    }

    it.each<[string, () => void, string]>([
      ['is not there any more', () => (copy = { ...copy, key: 'shop/another.tar' }), 'COPY_DAMAGED'],
      ['has another size', () => (copy = { ...copy, size: 5 }), 'COPY_DAMAGED'],
      [
        'can not be reached',
        () => (storage = reading(() => Promise.reject(new StorageError('unreachable', 'No answer.', 'Wait.')))),
        'STORAGE_UNREACHABLE',
      ],
    ])('when it %s, the reply is an error, with nothing of a file in its head', async (_, change, code) => {
      change();
      const { response, body } = await get();
      expect(response.statusCode).toBe(500);
      expect(Object.keys(response.headers)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/disposition|etag|ranges/)]),
      );
      expect(String(await body)).toBe('an error');
      expect(await outcome).toMatchObject({ code });
    });
  });

  describe('of a client that takes nothing', () => {
    let read: number;
    const huge = 2 ** 40;
    function* endless(): Generator<Buffer> {
      for (;;) {
        read += bytes.length;
        yield bytes;
      }
    }

    beforeEach(() => {
      read = 0;
      copy = { ...copy, size: huge };
      storage = reading(() => Promise.resolve(Readable.from(endless())), huge);
    });

    /** Both ends, when the ways between them are full. */
    async function filled(): Promise<{ client: IncomingMessage; served: ServerResponse }> {
      const { port } = server.address() as AddressInfo;
      const asked = request({ port, host: '127.0.0.1' }).end();
      asked.on('error', () => undefined);
      const [, served] = (await once(server, 'request')) as [IncomingMessage, ServerResponse];
      const [client] = (await once(asked, 'response')) as [IncomingMessage];
      client.on('error', () => undefined).pause();
      await until(() => served.writableNeedDrain);
      return { client, served };
    }

    it('reads no further ahead, and stops reading when it goes away', async () => {
      const { client } = await filled();
      // A few megabytes in the sockets of this machine.
      expect(read).toBeLessThan(2 ** 26);
      client.destroy();
      expect(await outcome).toBeInstanceOf(ClientGone);
      const before = read;
      await setImmediate();
      expect(read).toBe(before);
    });

    it('P-DOWNLOAD-4 is not waited for without end: the copy can be deleted again', async () => {
      stallMs = 50;
      await filled();
      expect(await outcome).toBeInstanceOf(ClientStalled);
    });
  });

  it('is no error of ours when the client goes away before it has begun', async () => {
    const asked = Promise.withResolvers<Readable>();
    storage = reading(() => asked.promise);
    const { port } = server.address() as AddressInfo;
    const client = request({ port, host: '127.0.0.1' });
    client.on('error', () => undefined).end();
    const [, response] = (await once(server, 'request')) as [IncomingMessage, ServerResponse];
    client.destroy();
    await once(response, 'close');
    asked.resolve(inPieces(bytes));
    expect(await outcome).toBeInstanceOf(ClientGone);
  });

  it('whose size was never known is an error', async () => {
    copy = { ...copy, size: null };
    await get();
    expect(await outcome).toBeInstanceOf(ApiError);
  });
});
