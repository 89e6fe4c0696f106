import { createServer } from 'node:https';
import { selfSigned } from '../../http/testing/certificate';
import { listening, type LocalServer } from '../../http/testing/local-server';
import type { Storage } from '../../storage';
import { rejection } from '../../testing/conformance/content';
import { opened } from './testing/s3-under-test';

describe('P-S3-10 S3 over https', () => {
  let server: LocalServer;
  let ca: string;
  const open: Storage[] = [];
  const storage = (settings: { ca?: string; allowInsecure?: boolean } = {}): Storage => {
    const endpoint = server.origin.replace('http:', 'https:');
    const place = { name: 'test', endpoint, region: 'us-east-1', accessKeyId: 'AKIATEST', secretAccessKey: 'secret' };
    const one = opened(place, 'acme-backups', { settings });
    open.push(one);
    return one;
  };

  beforeAll(async () => {
    const { cert, key } = await selfSigned('IP:127.0.0.1');
    ca = cert;
    server = await listening(
      createServer({ cert, key }, ({ url = '' }, response) => {
        response.writeHead(url.includes('project') ? 404 : 200).end();
      }),
    );
  });
  afterAll(() => server.close());
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  it('goes where the certificate is known, pasted with or without its line breaks', async () => {
    for (const given of [ca, ca.replaceAll('\n', ' ')]) {
      const one = storage({ ca: given });
      expect(await rejection(one.stat('project/x.tar'))).toMatchObject({ kind: 'not-found' });
      expect(await one.facts?.()).toMatchObject({ tls: 'verified', clockSkewMs: 0 });
    }
  });

  it('is refused where it is not, and no setting changes that', async () => {
    for (const one of [storage(), storage({ allowInsecure: true })]) {
      expect(await rejection(one.stat('project/x.tar'))).toMatchObject({ kind: 'invalid-config' });
    }
  });
});
