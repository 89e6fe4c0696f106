import 'reflect-metadata';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bandwidth, drivers, StorageError, withBandwidthLimit, type Storage } from '@stowbase/storage';
import { faultyStorage, memoryStorage, NextcloudDouble, startFauxqs, type S3Server } from '@stowbase/storage/testing';
import { Outgoing } from '../../outgoing/outgoing';
import { shownStatus } from '../records/shown-status';
import { runnerWorld, type RunnerWorld } from './testing/runner-world';

const stalled = new StorageError('stalled', 'Nothing was taken for 120 seconds.', 'Check the connection.');

describe('one backup to several destinations at once', () => {
  let world: RunnerWorld;
  let s3: S3Server;
  let cloud: NextcloudDouble;
  let folder: string;
  const opened: Storage[] = [];
  beforeAll(async () => {
    [world, s3, cloud] = await Promise.all([runnerWorld(), startFauxqs(), NextcloudDouble.start()]);
    folder = await mkdtemp(join(tmpdir(), 'stowbase-several-'));
  }, 120_000);
  afterAll(async () => {
    await Promise.all(opened.map((storage) => storage.close()));
    await Promise.all([world.stop(), s3.stop(), cloud.close()]);
    await rm(folder, { recursive: true, force: true });
  });

  async function open(type: string, config: Readonly<Record<string, string | number>>): Promise<Storage> {
    const { connect } = new Outgoing({ allowPrivateNetworks: true });
    const driver = drivers.find((each) => each.type === type)!;
    const storage = await driver.open(config, { connect, localRoots: [folder], forbiddenRoots: [] });
    opened.push(storage);
    return storage;
  }
  const bucketOf = async (bucket: string): Promise<Storage> => {
    const { endpoint, region, accessKeyId, secretAccessKey } = s3;
    return open('s3', { endpoint, region, accessKeyId, secretAccessKey, bucket, partSize: 5 * 2 ** 20 });
  };
  const inCloud = (): Promise<Storage> => {
    const { account } = cloud;
    return open('nextcloud', { url: cloud.url, username: account.loginName, password: account.newAppPassword() });
  };

  it('P-BACKUP-RUN-7 has the same bytes on S3, Nextcloud and disk, and nothing else is left there', async () => {
    const bucket = await s3.freshBucket();
    const storages = { S3: await bucketOf(bucket), Cloud: await inCloud(), Disk: await world.folder(folder) };
    const destinations = [];
    for (const [name, storage] of Object.entries(storages)) destinations.push(await world.destination(storage, name));
    const row = await world.backUp({ destinations });
    const copies = await world.copies(row.id);
    expect([row.status, shownStatus(row, copies)]).toEqual(['succeeded', 'complete']);
    const { key } = copies[0]!;
    const file = await readFile(join(folder, key!));
    expect(cloud.account.tree.fileAt(`Stowbase/${key}`)?.body).toEqual(file);
    for (const storage of [await bucketOf(bucket), await inCloud(), await world.folder(folder)]) {
      const listed = [];
      for await (const object of storage.list('')) listed.push([object.key, object.size]);
      expect(listed).toEqual([[key, file.length]]);
    }
    expect([...(await s3.openUploads(bucket)), ...cloud.account.uploads.keys()]).toEqual([]);
    expect(cloud.account.tree.files()).toEqual([`Stowbase/${key}`]);
  });

  it('P-BACKUP-RUN-7 one that stops answering fails alone, as stalled: the others have the backup', async () => {
    const hung = memoryStorage();
    const [good, cloudly] = [memoryStorage(), await inCloud()];
    const row = await world.backUp({
      destinations: [
        await world.destination(good),
        await world.destination(faultyStorage(hung, { failAt: 200_000, error: stalled }), 'Hung'),
        await world.destination(cloudly),
      ],
    });
    const copies = await world.copies(row.id);
    expect([row.status, shownStatus(row, copies)]).toEqual(['succeeded', 'partly_stored']);
    expect(copies.filter(({ status }) => status === 'failed')).toMatchObject([
      { destinationName: 'Hung', errorCode: 'STORAGE_STALLED' },
    ]);
    expect([good.objects.size, hung.objects.size, hung.openUploads.size, cloud.account.uploads.size]).toEqual([
      1, 0, 0, 0,
    ]);
  });

  it('P-BACKUP-RUN-7 one that is merely slow sets the pace and does not fail', async () => {
    const [quick, slow] = [memoryStorage(), memoryStorage()];
    const row = await world.backUp({
      destinations: [
        await world.destination(quick),
        await world.destination(withBandwidthLimit(slow, new Bandwidth(2_000_000))),
      ],
    });
    expect(shownStatus(row, await world.copies(row.id))).toBe('complete');
    expect([...slow.objects.values()]).toEqual([...quick.objects.values()]);
  });
});
