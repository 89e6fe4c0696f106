import { bodyOf, never } from '../../testing/conformance/content';
import { startRadosgw, type S3Server } from '../../testing/servers';
import { smallestPart } from './part-plan';
import { opened } from './testing/s3-under-test';

describe('P-STORE-15 uploads in parts that were begun and not ended', () => {
  let server: S3Server;
  beforeAll(async () => (server = await startRadosgw()), 60_000);
  afterAll(() => server.stop());

  it('are listed below the prefix, and removed by what the list says', async () => {
    const bucket = await server.freshBucket();
    const [ours, others] = ['ours', 'others'].map((prefix) => opened(server, bucket, { settings: { prefix } }));
    for (const [storage, key] of [
      [ours!, 'shop/a.tar'],
      [ours!, 'shop/b.tar'],
      [others!, 'shop/c.tar'],
    ] as const) {
      const upload = await storage.create(key, { signal: never() });
      await upload.write(bodyOf(Math.min(4 * 1024 * 1024, smallestPart)));
    }
    const found = [];
    for await (const one of ours!.unfinished!('')) found.push(one);
    expect(found.map(({ key }) => key).sort()).toEqual(['shop/a.tar', 'shop/b.tar']);
    for (const { key, state, begun } of found) {
      expect(Date.now() - begun.getTime()).toBeLessThan(3_600_000);
      await ours!.sweep(key, state);
    }
    expect((await server.openUploads(bucket)).map((upload) => upload.split(' ')[0])).toEqual(['others/shop/c.tar']);
    await Promise.all([ours!.close(), others!.close()]);
  });
});
