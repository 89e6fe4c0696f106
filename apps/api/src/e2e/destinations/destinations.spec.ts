import 'reflect-metadata';
import {
  davErrors,
  faultProxy,
  NextcloudDouble,
  startFauxqs,
  type FaultProxy,
  type S3Server,
} from '@stowbase/storage/testing';
import { until } from '../../backups/testing/until';
import { occurrenceKinds } from '../../notifications/occurrence';
import type { DeliveryPageDto } from '../../notifications/records/delivery.dto';
import { startHttpSink, type HttpSink } from '../../notifications/testing/http-sink';
import type { BackupDto } from '../../backups/records/backup.dto';
import { destinationsWorld, type DestinationsWorld } from './testing/destinations-world';

let world: DestinationsWorld;
let disk: string;
beforeAll(async () => {
  world = await destinationsWorld();
  disk = await world.disk('Disk');
}, 120_000);
afterAll(() => world.close());

describe('destinations of which one stops answering, over real connections', () => {
  let server: S3Server;
  let slow: FaultProxy;
  let hung: FaultProxy;
  const buckets: string[] = [];
  const destinations: string[] = [];
  beforeAll(async () => {
    server = await startFauxqs();
    const port = Number(new URL(server.endpoint).port);
    [slow, hung] = await Promise.all([faultProxy(port), faultProxy(port)]);
    const { region, accessKeyId, secretAccessKey } = server;
    for (const [name, proxy] of [
      ['Slow', slow],
      ['Hung', hung],
    ] as const) {
      const bucket = await server.freshBucket();
      const endpoint = `http://127.0.0.1:${proxy.port}`;
      const config = { endpoint, region, accessKeyId, secretAccessKey, bucket, partSize: 5 * 2 ** 20 };
      destinations.push(await world.destination(name, 's3', config));
      buckets.push(bucket);
    }
  }, 60_000);
  afterAll(async () => {
    await Promise.all([slow.stop(), hung.stop()]);
    await server.stop();
  });

  const left = async (): Promise<string[]> => (await Promise.all(buckets.map(server.openUploads))).flat();

  it('P-BACKUP-RUN-7 F26 it fails alone, as stalled; the one that is merely slow has the backup, and so has the disk', async () => {
    slow.set({ kind: 'slow', bytesPerSecond: 8_000_000 });
    hung.set({ kind: 'stall', way: 'up', afterBytes: 100_000, on: 'partNumber=2', times: 1 });
    const backup = await world.backUp([disk, ...destinations]);
    expect([backup.status, backup.shownStatus]).toEqual(['succeeded', 'partly_stored']);
    expect(world.outcomes(backup)).toEqual({ Disk: 'stored', Slow: 'stored', Hung: 'STORAGE_STALLED' });
    expect([hung.struck, await left()]).toEqual([1, []]);
  });
});

describe('a backup to a Nextcloud with its habits', () => {
  let cloud: NextcloudDouble;
  let destination: string;
  beforeAll(async () => {
    cloud = await NextcloudDouble.start();
    const { loginName: username } = cloud.account;
    const config = { url: cloud.url, username, password: cloud.account.newAppPassword() };
    destination = await world.destination('Cloud', 'nextcloud', config);
  });
  beforeEach(() => void cloud.calls.splice(0));
  afterAll(() => cloud.close());

  const count = (operation: string): number => cloud.calls.filter((call) => call === operation).length;
  /** At the server: keys of whole archives, and what is left of others. */
  const found = (): { keys: string[]; left: string[] } => {
    const files = cloud.account.tree.files();
    const isTemp = (path: string): boolean => path.includes('.stowbase-');
    return {
      keys: files.filter((path) => !isTemp(path)),
      left: [...files.filter(isTemp), ...cloud.account.uploads.keys()],
    };
  };
  async function backUp(): Promise<{ backup: BackupDto; cloudly: BackupDto['copies'][number] }> {
    const before = found().keys;
    const backup = await world.backUp([disk, destination]);
    const cloudly = backup.copies.find(({ destinationName }) => destinationName === 'Cloud')!;
    expect(world.outcomes(backup)['Disk']).toBe('stored');
    const made = found().keys.filter((key) => !before.includes(key));
    expect(made).toEqual(cloudly.status === 'stored' ? [`Stowbase/${cloudly.key}`] : []);
    if (cloudly.status === 'stored') expect(cloud.account.tree.fileAt(made[0]!)?.body).toHaveLength(cloudly.size!);
    expect(found().left).toEqual([]);
    return { backup, cloudly };
  }

  it('F57 a file that is locked for long at the MOVE: asked until it is free, and stored', async () => {
    cloud.faults.plan('uploads:MOVE', { kind: 'error', error: davErrors.locked() }, { times: 20 });
    const { backup } = await backUp();
    expect(backup.shownStatus).toBe('complete');
    expect(count('uploads:MOVE')).toBe(21);
  });

  it('F57 a file that stays locked: this copy fails, with why, and nothing of it stays', async () => {
    cloud.faults.plan('uploads:MOVE', { kind: 'error', error: davErrors.locked() }, { times: 35 });
    const { backup, cloudly } = await backUp();
    expect([backup.status, backup.shownStatus]).toEqual(['succeeded', 'partly_stored']);
    expect(cloudly.error).toMatchObject({ code: 'STORAGE_LOCKED' });
  });

  it('F57 a gateway gives up (504) while it assembles: looked at until that is done, and not a byte is sent again', async () => {
    cloud.faults.plan('uploads:MOVE', { kind: 'assemble-behind-504', looks: 12 });
    const { backup, cloudly } = await backUp();
    expect(backup.shownStatus).toBe('complete');
    expect(count('uploads:PROPFIND')).toBe(13);
    expect(count('uploads:PUT')).toBe(Math.ceil(cloudly.size! / (4 * 1024 * 1024)));
    expect(count('uploads:MKCOL')).toBe(1);
  });

  it('F57 F27 what was assembled behind the gateway is short: not stored, and removed', async () => {
    cloud.faults.plan('uploads:MOVE', { kind: 'assemble-behind-504', looks: 2, shortened: 1 });
    const { backup, cloudly } = await backUp();
    expect(backup.shownStatus).toBe('partly_stored');
    expect(cloudly.error).toMatchObject({ code: 'SIZE_MISMATCH' });
  });

  it.each([
    ['between chunks', 'uploads:PUT', 1],
    ['before the MOVE', 'uploads:MOVE', 0],
  ] as const)('F57 an upload folder that is removed after 24 hours, %s: said so', async (_when, operation, skip) => {
    cloud.faults.plan(operation, { kind: 'expire' }, { skip });
    const { backup, cloudly } = await backUp();
    expect([backup.status, backup.shownStatus]).toEqual(['succeeded', 'partly_stored']);
    expect(cloudly.error?.text).toContain('24 hours');
  });
});

describe('a backup whose messages can not be delivered', () => {
  let sink: HttpSink;
  beforeAll(async () => {
    // One answers errors, one never answers, and behind the third there is nobody.
    sink = await startHttpSink(({ path }) => (path === '/silent' ? undefined : { status: 503 }));
    for (const url of [`${sink.url}/down`, `${sink.url}/silent`, 'http://127.0.0.1:9/']) {
      const channel = { name: url, type: 'webhook', config: { url }, kinds: [...occurrenceKinds] };
      expect(await world.owner.post('/notifications/channels', channel)).toMatchObject({ status: 201 });
    }
    // A channel is tried when it is saved.
    sink.requests.splice(0);
  });
  afterAll(() => sink.close());

  it('F58 P-NOTIFY-9 ends as it would have: complete, and failed with why; what there is to tell waits', async () => {
    const cloud = await NextcloudDouble.start();
    const { loginName: username } = cloud.account;
    const config = { url: cloud.url, username, password: cloud.account.newAppPassword() };
    const full = await world.destination('Full', 'nextcloud', config);
    const good = await world.backUp([disk]);
    cloud.account.quota = 1;
    const bad = await world.backUp([full]);
    await cloud.close();
    expect([good.status, good.shownStatus, good.error]).toEqual(['succeeded', 'complete', null]);
    expect([bad.status, bad.error?.code]).toEqual(['failed', 'STORAGE_FULL']);
    await until(() => ['/down', '/silent'].every((path) => sink.requests.some((one) => one.path === path)));
    const items = await until(async () => {
      const { body } = await world.owner.get<DeliveryPageDto>('/notifications/deliveries');
      return body.items.filter(({ kind }) => kind === 'backup.failed').length === 3 ? body.items : null;
    });
    expect([...new Set(items.map(({ state }) => state))]).toEqual(['waiting']);
    const again = await Promise.all([good, bad].map(({ id }) => world.owner.get<BackupDto>(`/backups/${id}`)));
    expect(again.map(({ body }) => body.status)).toEqual(['succeeded', 'failed']);
  });
});
