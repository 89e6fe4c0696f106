// An S3 server that keeps no byte: it counts what it is sent, so that uploads of any size can be tried. Port on stdout; ends with its stdin.
import { createServer } from 'node:http';

/** @type {Map<string, { bytes: number, metadata: Record<string, string>, complete: boolean }>} by path */
const objects = new Map();
const xml = (/** @type {string} */ body) => `<?xml version="1.0" encoding="UTF-8"?>${body}`;
const ns = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"';

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '', 'http://sink');
  const isBucket = url.pathname.split('/').filter(Boolean).length < 2;
  let bytes = 0;
  for await (const chunk of request) bytes += chunk.length;
  const found = objects.get(url.pathname);
  if (request.method === 'POST' && url.searchParams.has('uploads')) {
    const own = Object.entries(request.headers).filter(([name]) => name.startsWith('x-amz-meta-'));
    const metadata = Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
    objects.set(url.pathname, { bytes: 0, metadata, complete: false });
    const answer = `<Bucket>b</Bucket><Key>k</Key><UploadId>u1</UploadId>`;
    return response.end(xml(`<InitiateMultipartUploadResult ${ns}>${answer}</InitiateMultipartUploadResult>`));
  }
  if (request.method === 'PUT' && found !== undefined) {
    found.bytes += bytes;
    return response.writeHead(200, { etag: `"part-${url.searchParams.get('partNumber')}"` }).end();
  }
  if (request.method === 'POST' && found !== undefined) {
    found.complete = true;
    const answer = '<Location>l</Location><Bucket>b</Bucket><Key>k</Key><ETag>"whole"</ETag>';
    return response.end(xml(`<CompleteMultipartUploadResult ${ns}>${answer}</CompleteMultipartUploadResult>`));
  }
  if (request.method === 'HEAD' && found?.complete === true) {
    const head = { 'content-length': found.bytes, etag: '"whole"', 'last-modified': new Date().toUTCString() };
    return response.writeHead(200, { ...head, ...found.metadata }).end();
  }
  return response.writeHead(request.method === 'HEAD' && isBucket ? 200 : 404).end();
});
server.listen(0, '127.0.0.1', () => console.log(/** @type {{ port: number }} */ (server.address()).port));
process.stdin.resume().on('end', () => process.exit(0));
