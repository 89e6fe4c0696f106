import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHash } from 'node:crypto';
import express from 'express';
import { until } from '../backups/testing/until';
import { DirectBackup } from './direct-backup';

const archive = { key: 'shop/2026/shop.tar', fileName: 'shop.tar' };
const bytes = Buffer.alloc(300_000, 7);
const expected = { size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };

describe('a backup on its way into a browser', () => {
  let server: Server;
  let direct: DirectBackup;
  let run: AbortController;

  beforeEach(async () => {
    run = new AbortController();
    direct = new DirectBackup();
    const app = express();
    app.get('/', async (request, response) => {
      if (!(await direct.connect(request, response))) response.sendStatus(410);
    });
    server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const open = (restart = 0): ReturnType<DirectBackup['open']> => direct.open(archive, restart, { signal: run.signal });

  async function get(): Promise<IncomingMessage> {
    const { port } = server.address() as AddressInfo;
    const asked = request({ port, host: '127.0.0.1' }).end();
    // Told by the response too.
    asked.on('error', () => undefined);
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    return response;
  }

  /** Looked at later: it may reject before. */
  function read(response: IncomingMessage): Promise<Buffer> {
    const all = response.toArray().then((pieces) => Buffer.concat(pieces as Buffer[]));
    all.catch(() => undefined);
    return all;
  }

  it('a browser that comes when the run has ended is told so: before its first byte, and with an upload that was given up', async () => {
    const upload = await open();
    await upload.abort(new Error('pg_dump failed'));
    direct.over();
    expect((await get()).statusCode).toBe(410);
    direct = new DirectBackup();
    direct.over();
    expect((await get()).statusCode).toBe(410);
  });

  it('waits for the browser, gives every byte, and ends well only by its commit', async () => {
    const upload = await open();
    const written = upload.write(bytes);
    const response = await get();
    await written;
    const body = read(response);
    await upload.commit(expected);
    expect((await body).equals(bytes)).toBe(true);
    expect(response.headers).toMatchObject({
      'transfer-encoding': 'chunked',
      'content-disposition': 'attachment; filename=shop.tar',
    });
  });

  it('F54 is a broken download for the browser when it fails half-way, never a shorter file', async () => {
    const upload = await open();
    const written = upload.write(bytes);
    const response = await get();
    await written;
    const body = read(response);
    await upload.abort(new Error('pg_dump failed'));
    await expect(body).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('F54 is a broken download when the bytes are not those that were counted', async () => {
    const upload = await open();
    const written = upload.write(bytes);
    const body = read(await get());
    await written;
    await expect(upload.commit({ ...expected, size: bytes.length + 1 })).rejects.toMatchObject({
      kind: 'size-mismatch',
    });
    await expect(body).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('F55 fails for the run when the browser goes away', async () => {
    const upload = await open();
    const written = upload.write(bytes);
    const response = await get();
    await written;
    response.destroy();
    const more = async (): Promise<never> => {
      for (;;) await upload.write(bytes);
    };
    await expect(more()).rejects.toMatchObject({ kind: 'cancelled' });
  });

  it('ends at once when it is given up before a browser has come', async () => {
    const upload = await open();
    const written = upload.write(bytes);
    await upload.abort(new Error('nobody came'));
    await expect(written).rejects.toMatchObject({ kind: 'cancelled' });
  });

  it('may begin anew while no browser has come, and not after', async () => {
    await (await open()).abort(new Error('connection lost'));
    const again = await open(1);
    const written = again.write(bytes);
    await get();
    await written;
    await expect(open(2)).rejects.toThrow('can not begin anew');
  });

  it('lets a browser wait that comes between an attempt that was lost and the next one', async () => {
    await (await open()).abort(new Error('connection lost'));
    const response = get();
    await until(() => direct.isTaken);
    const again = await open(1);
    const written = again.write(bytes);
    const body = read(await response);
    await written;
    await again.commit(expected);
    expect((await body).equals(bytes)).toBe(true);
  });

  it('has nothing to send when it ended before: the browser gets an error, not an empty file', async () => {
    await (await open()).abort(new Error('pg_dump failed'));
    const response = get();
    await until(() => direct.isTaken);
    direct.over();
    expect((await response).statusCode).toBe(410);
  });

  it('F54 knows that it cut the connection itself: nobody went away', async () => {
    const upload = await open();
    const written = upload.write(bytes);
    const body = read(await get());
    await written;
    expect(direct.wasReset).toBe(false);
    await upload.abort(new Error('pg_dump failed'));
    expect(direct.wasReset).toBe(true);
    await expect(body).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});
