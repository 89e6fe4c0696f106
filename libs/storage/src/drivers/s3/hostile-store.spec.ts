import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { localServer, type LocalServer } from '../../http/testing/local-server';
import type { Storage } from '../../storage';
import { StorageError } from '../../storage-error';
import { rejection } from '../../testing/conformance/content';
import { opened } from './testing/s3-under-test';

const mebibyte = Buffer.alloc(1024 * 1024, 'x');
/** So much would fit nobody's memory limit; whoever reads on gets it all. */
const most = 256;

describe('P-S3-11 a store that sends without end', () => {
  let server: LocalServer;
  let storage: Storage;
  /** MiB that somebody took. */
  let taken: number;

  afterEach(async () => {
    await storage.close();
    await server.close();
  });

  async function begin(answer: RequestListener): Promise<void> {
    taken = 0;
    server = await localServer(answer);
    const place = {
      name: 'scripted',
      endpoint: server.origin,
      region: 'us-east-1',
      accessKeyId: 'id',
      secretAccessKey: 'secret',
    };
    storage = opened(place, 'backups');
  }
  async function pour(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (; taken < most && !response.destroyed; taken += 1) {
      if (response.write(mebibyte)) continue;
      await new Promise<void>((resolve) => {
        response.once('drain', resolve);
        request.socket.once('close', resolve);
      });
    }
    response.end();
  }

  it('where a refused look is asked again for its reason: the answer is left', async () => {
    await begin((request, response) => {
      if (request.method === 'HEAD') return void response.writeHead(403).end();
      const range = { 'content-range': `bytes 0-0/1`, etag: '"1"' };
      response.writeHead(206, range);
      void pour(request, response);
    });
    expect(await rejection(storage.stat('shop.tar'))).toMatchObject({ kind: 'forbidden' });
    expect(taken).toBeLessThan(most / 2);
  });

  it('where a part was asked for, and a whole object comes: the answer is left', async () => {
    await begin((request, response) => {
      const object = {
        etag: '"1"',
        'content-length': most * mebibyte.length,
        'last-modified': new Date(0).toUTCString(),
      };
      response.writeHead(200, object);
      if (request.method === 'HEAD') response.end();
      else void pour(request, response);
    });
    expect(await rejection(storage.get('shop.tar', { range: { start: 0, end: 10 } }))).toMatchObject({
      kind: 'size-mismatch',
    });
    expect(taken).toBeLessThan(most / 2);
  });

  it('where lists are of nothing, and always said to go on: that is no list', async () => {
    let pages = 0;
    await begin(({ url = '' }, response) => {
      pages += 1;
      const next = url.includes('uploads')
        ? `<NextKeyMarker>k${pages}</NextKeyMarker><NextUploadIdMarker>u${pages}</NextUploadIdMarker>`
        : `<NextContinuationToken>t${pages}</NextContinuationToken>`;
      const root = url.includes('uploads') ? 'ListMultipartUploadsResult' : 'ListBucketResult';
      response.writeHead(200, { 'content-type': 'application/xml' });
      response.end(`<${root}><IsTruncated>true</IsTruncated>${next}</${root}>`);
    });
    for (const list of [storage.list(''), storage.unfinished!('')]) {
      pages = 0;
      expect(await rejection(list[Symbol.asyncIterator]().next())).toMatchObject({ kind: 'damaged' });
      expect(pages).toBeLessThan(2_000);
    }
  });
});

describe('P-S3-12 a page of a proxy, where the store should say whether an upload is gone', () => {
  it.each([200, 404])('is no such word (%i): the upload stays to be swept', async (status) => {
    const server = await localServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'text/html' }).end('<!DOCTYPE html><html>Nothing here</html>');
    });
    const place = { name: 'proxy', endpoint: server.origin, region: 'r', accessKeyId: 'id', secretAccessKey: 's' };
    const storage = opened(place, 'backups');
    expect(await rejection(storage.sweep('shop.tar', { uploadId: 'an-upload' }))).toMatchObject({ kind: 'damaged' });
    expect(await rejection(storage.get('shop.tar', { range: { start: 0, end: 1 } }))).toBeInstanceOf(StorageError);
    await storage.close();
    await server.close();
  });

  it('a store that has no body for its 404, or names no type for it, is believed', async () => {
    const server = await localServer(({ method }, response) => {
      const said = '<?xml version="1.0"?><Error><Code>NoSuchUpload</Code></Error>';
      response.writeHead(404, { 'content-type': 'text/html' }).end(method === 'DELETE' ? '' : said);
    });
    const place = { name: 'store', endpoint: server.origin, region: 'r', accessKeyId: 'id', secretAccessKey: 's' };
    const storage = opened(place, 'backups');
    await storage.sweep('shop.tar', { uploadId: 'an-upload' });
    await storage.close();
    await server.close();
  });
});
