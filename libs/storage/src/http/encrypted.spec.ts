import { createServer } from 'node:https';
import { rejection } from '../testing/conformance/content';
import { openHttp, type HttpOptions } from './http-client';
import type { HttpReply } from './http-types';
import { selfSigned } from './testing/certificate';
import { listening, plainConnect, localServer } from './testing/local-server';

describe('https for destinations', () => {
  const open: { close(): Promise<unknown> }[] = [];
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });
  const get = (origin: string, options: HttpOptions = {}): Promise<HttpReply<Buffer>> => {
    const http = openHttp(plainConnect, options);
    open.unshift(http);
    return http.send({ method: 'GET', url: new URL(origin), expect: 'buffer' });
  };
  const serve = async (altName: Parameters<typeof selfSigned>[0]): Promise<{ origin: string; ca: string }> => {
    const { cert, key } = await selfSigned(altName);
    const server = await listening(createServer({ cert, key }, (_request, response) => void response.end('encrypted')));
    open.push(server);
    return { origin: server.origin.replace('http:', 'https:'), ca: cert };
  };

  it('a certificate is trusted by its authority, and only then', async () => {
    const { origin, ca } = await serve('IP:127.0.0.1');
    expect((await get(origin, { ca })).body.toString()).toBe('encrypted');
    expect(await rejection(get(origin))).toMatchObject({
      kind: 'invalid-config',
      message: `The certificate of ${new URL(origin).host} is not trusted for this host.`,
    });
  });

  it('a certificate of another host is not trusted, and no setting changes that', async () => {
    const { origin, ca } = await serve('DNS:other.example');
    expect(await rejection(get(origin, { ca, allowInsecure: true }))).toMatchObject({ kind: 'invalid-config' });
  });

  it('who answers without encryption is told as that', async () => {
    const server = await localServer((_request, response) => void response.end());
    open.push(server);
    expect(await rejection(get(server.origin.replace('http:', 'https:')))).toMatchObject({
      kind: expect.stringMatching(/^(invalid-config|unreachable)$/) as string,
    });
  });
});
