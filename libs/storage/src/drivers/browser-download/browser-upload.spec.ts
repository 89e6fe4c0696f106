import { jest } from '@jest/globals';
import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { StorageError } from '../../storage-error';
import { bodyOf, expectedOf, never, rejection, writeAll } from '../../testing/conformance/content';
import { describeUploads } from '../../testing/conformance/describe-uploads';
import type { UploadsUnderTest } from '../../testing/conformance/under-test';
import { browserUpload } from './browser-upload';

/** A download as a browser makes it, seen from both ends. */
interface Transfer {
  readonly response: ServerResponse;
  /** What arrived, if it arrived whole; null when the browser was shown a failure. */
  readonly arrived: Promise<Buffer | null>;
}

/** A real server and real downloads: what is "visible" is what a client takes for a whole file. */
async function downloads(): Promise<UploadsUnderTest> {
  const waiting = new Map<string, (response: ServerResponse) => void>();
  const server: Server = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).flushHeaders();
    waiting.get(request.url ?? '')?.(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const transfers = new Map<string, Transfer>();
  const isOver = ({ response }: Transfer): boolean => response.writableFinished || response.socket?.destroyed !== false;
  return {
    async create(key, options) {
      const path = `/${transfers.size}`;
      const responding = new Promise<ServerResponse>((resolve) => waiting.set(path, resolve));
      const arrived = new Promise<Buffer | null>((resolve) => {
        get({ port, path, agent: false }, (answer) => void receive(answer).then(resolve)).on('error', () =>
          resolve(null),
        );
      });
      const response = await responding;
      transfers.set(key, { response, arrived });
      const { socket } = response;
      return browserUpload(key, { body: response, reset: () => void socket?.resetAndDestroy() }, options);
    },
    async read(key) {
      const transfer = transfers.get(key);
      return transfer === undefined || !isOver(transfer) ? null : transfer.arrived;
    },
    leftovers: () => Promise.resolve([...transfers].flatMap(([key, transfer]) => (isOver(transfer) ? [] : [key]))),
    dispose: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function receive(answer: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of answer) chunks.push(chunk as Buffer);
  } catch {
    // ECONNRESET: the failure that a browser shows.
    return null;
  }
  return answer.complete ? Buffer.concat(chunks) : null;
}

describe('P-STORE-9 a download in the browser keeps the rules of an upload', () => {
  describeUploads('a browser', downloads, { partBytes: 64 * 1024 });

  /** A response that takes nothing until it is told to. */
  function stubborn() {
    const waiting: (() => void)[] = [];
    let resets = 0;
    const body = new Writable({
      highWaterMark: 1_000,
      write: (_chunk, _encoding, callback) => void waiting.push(callback),
      final: (callback) => void waiting.push(callback),
    });
    return {
      body,
      take: () => waiting.shift()?.(),
      target: { body, reset: () => (resets += 1) },
      resets: () => resets,
    };
  }

  it('a write waits until the browser has taken what is there', async () => {
    const { target, take } = stubborn();
    const upload = browserUpload('backup.tar', target, { signal: never() });
    let done = false;
    const writing = upload.write(bodyOf(2_000)).then(() => (done = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toBe(false);
    take();
    await writing;
    await upload.abort('stop');
  });

  it('a browser that goes away ends the write that waits, with kind cancelled, and the connection is reset', async () => {
    const { target, body, resets } = stubborn();
    const upload = browserUpload('backup.tar', target, { signal: never() });
    const writing = rejection(upload.write(bodyOf(2_000)));
    body.destroy();
    const gone = await writing;
    expect(gone).toBeInstanceOf(StorageError);
    expect(gone).toMatchObject({ kind: 'cancelled', code: 'CANCELLED' });
    expect(await rejection(upload.commit(expectedOf(bodyOf(2_000))))).toBe(gone);
    await upload.abort('later');
    expect(resets()).toBe(1);
  });

  it('one that goes away between two writes is found by the next one', async () => {
    const { target, body } = stubborn();
    const upload = browserUpload('backup.tar', target, { signal: never() });
    await upload.write(bodyOf(10));
    body.destroy(new Error('ECONNRESET'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(await rejection(upload.write(bodyOf(10)))).toMatchObject({ kind: 'cancelled' });
  });

  it('one that was gone before anything began is found at once', async () => {
    const { target, body, resets } = stubborn();
    body.destroy();
    const upload = browserUpload('backup.tar', target, { signal: never() });
    expect(await rejection(upload.write(bodyOf(10)))).toMatchObject({ kind: 'cancelled' });
    expect(resets()).toBe(1);
  });

  it('one that goes away before the last byte has left is no delivery', async () => {
    const { target, body, take, resets } = stubborn();
    const upload = browserUpload('backup.tar', target, { signal: never() });
    await writeAll(upload, bodyOf(10));
    take();
    const committing = rejection(upload.commit(expectedOf(bodyOf(10))));
    body.destroy();
    expect(await committing).toMatchObject({ kind: 'cancelled' });
    expect(resets()).toBe(1);
  });

  it('one that takes nothing for two minutes is stalled', async () => {
    jest.useFakeTimers();
    try {
      const { target, resets } = stubborn();
      const upload = browserUpload('backup.tar', target, { signal: never() });
      const writing = rejection(upload.write(bodyOf(2_000)));
      await jest.advanceTimersByTimeAsync(119_999);
      expect(resets()).toBe(0);
      await jest.advanceTimersByTimeAsync(1);
      expect(await writing).toMatchObject({ kind: 'stalled' });
      await jest.advanceTimersByTimeAsync(2_000);
      expect(resets()).toBe(1);
    } finally {
      jest.useRealTimers();
    }
  });

  it('after the end nothing is reset', async () => {
    const { target, take, resets } = stubborn();
    const upload = browserUpload('backup.tar', target, { signal: never() });
    await upload.write(bodyOf(10));
    const committing = upload.commit(expectedOf(bodyOf(10)));
    for (let turn = 0; turn < 3; turn += 1) {
      take();
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await committing).toMatchObject({ key: 'backup.tar', size: 10 });
    await upload.abort('late');
    expect(resets()).toBe(0);
  });
});
