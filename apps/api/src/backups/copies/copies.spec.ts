import { BackupCopy } from '../backup-copy.entity';
import { createHash } from 'node:crypto';
import '../../storage/testing/list-vault';
import { StorageError, type Storage } from '@stowbase/storage';
import { faultyStorage } from '@stowbase/storage/testing';
import { EventHub, type ApiEvent } from '../../events/event-hub';
import type { DestinationDto } from '../../storage/destination.dto';
import { startStorageApi, type StorageApi } from '../../storage/testing/start-storage-api';
import { vaults } from '../../storage/testing/vault-driver';
import type { RunLogPageDto } from '../log/run-log.dto';
import type { BackupDto } from '../records/backup.dto';
import { storedArchive, type StoredArchive } from '../testing/stored-archive';
import { until } from '../testing/until';
import type { CopyJobDto, CopyJobListDto } from './copy-job.dto';

const away = new StorageError('forbidden', 'The room may not be written to.', 'Allow it.');

describe('a copy from one destination to another', () => {
  let api: StorageApi;
  let places: DestinationDto[];
  let archive: StoredArchive;
  const events: ApiEvent[] = [];

  beforeAll(async () => {
    api = await startStorageApi({}, { maxConcurrentRuns: 0 });
    api.app.get(EventHub).events.subscribe((event) => events.push(event));
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    vaults.faults.clear();
    places = await Promise.all(['here', 'there', 'elsewhere'].map((room) => addRoom(`${room} ${Math.random()}`)));
    archive = await storedArchive(api, [places[0]!, places[1]!], { padding: 300_000 });
    events.length = 0;
  });

  async function addRoom(room: string): Promise<DestinationDto> {
    const config = { room, secretKey: 'a secret of this room' };
    const { body } = await api.owner.post<DestinationDto>('/storage/destinations', {
      name: room,
      type: 'vault',
      config,
    });
    return body;
  }

  const roomOf = ({ name }: DestinationDto) => vaults.rooms.get(name)!;
  const backup = async (): Promise<BackupDto> => (await api.owner.get<BackupDto>(`/backups/${archive.backupId}`)).body;
  const jobs = async (): Promise<CopyJobDto[]> =>
    (await api.owner.get<CopyJobListDto>(`/backups/${archive.backupId}/copies`)).body.items;
  const ask = (to: DestinationDto, more: object = {}, headers: Record<string, string> = {}) =>
    api.owner.post<CopyJobDto>(`/backups/${archive.backupId}/copies`, { destinationId: to.id, ...more }, headers);
  const ended = (id: string): Promise<CopyJobDto> =>
    until(async () => (await jobs()).find((job) => job.id === id && job.finishedAt !== null));
  const spoil = (place: DestinationDto, change: (room: Storage) => Storage) => vaults.faults.set(place.name, change);
  const held = (): { release: () => void; reached: Promise<void> } => {
    const reached = Promise.withResolvers<void>();
    const go = Promise.withResolvers<void>();
    spoil(places[1]!, (room) => ({
      ...faultyStorage(room, {}),
      create: async (key, options) => {
        const upload = await room.create(key, options);
        return {
          write: async (chunk) => {
            reached.resolve();
            await go.promise;
            return upload.write(chunk);
          },
          commit: (expected) => upload.commit(expected),
          abort: (cause) => (go.resolve(), upload.abort(cause)),
        };
      },
    }));
    return { release: go.resolve, reached: reached.promise };
  };

  it('P-COPY-1 makes a partly stored backup complete, with the same bytes and its numbers', async () => {
    expect(await backup()).toMatchObject({ shownStatus: 'partly_stored' });
    const { status, body } = await ask(places[1]!);
    expect(status).toBe(202);
    expect(await ended(body.id)).toMatchObject({ status: 'succeeded', storedBytes: archive.bytes.length });
    expect(roomOf(places[1]!).objects.get(archive.key)).toEqual(archive.bytes);
    const { shownStatus, copies } = await backup();
    expect(shownStatus).toBe('complete');
    expect(copies.map((copy) => [copy.status, copy.sha256, copy.error])).toEqual([
      ['stored', archive.sha256, null],
      ['stored', archive.sha256, null],
    ]);
    expect((await api.owner.get(`/storage/destinations/${places[1]!.id}`)).body).toMatchObject({
      totalBackups: 1,
      totalSize: archive.bytes.length,
    });
    const log = (await api.owner.get<RunLogPageDto>(`/backups/${archive.backupId}/log`)).body.items;
    expect(log.map(({ code }) => code)).toEqual(['COPY_BEGUN', 'COPY_READS', 'STORED']);
    expect(events.filter(({ type }) => type === 'copy.progress').at(-1)).toMatchObject({
      id: archive.backupId,
      data: { jobId: body.id, storedBytes: archive.bytes.length, size: archive.bytes.length },
    });
    const audit = await api.owner.get<{ items: { action: string; detail: object }[] }>('/audit?limit=1');
    expect(audit.body.items[0]).toMatchObject({ action: 'backup.copy' });
    expect(vaults.open).toBe(0);
  });

  it('P-COPY-1 goes to a destination that was never asked for too', async () => {
    const { body } = await ask(places[2]!, { fromCopyId: archive.copyIds[0] });
    expect(await ended(body.id)).toMatchObject({ status: 'succeeded' });
    expect((await backup()).copies).toHaveLength(3);
    expect(await ask(places[2]!)).toMatchObject({ status: 409, body: { code: 'COPY_EXISTS', state: 'stored' } });
  });

  it('P-COPY-2 never stores other bytes than were recorded, and says which copy is not right', async () => {
    spoil(places[0]!, (room) => ({
      ...faultyStorage(room, {}),
      get: async (key, options) => {
        const body = await room.get(key, options);
        return body.map((chunk: Buffer) => Buffer.from(chunk).fill(7, 1000, 1001));
      },
    }));
    const { body } = await ask(places[1]!);
    expect(await ended(body.id)).toMatchObject({ status: 'failed', error: { code: 'STORAGE_DAMAGED' } });
    expect([...roomOf(places[1]!).objects.keys()]).toEqual([]);
    expect(roomOf(places[1]!).openUploads.size).toBe(0);
    expect((await backup()).copies.find(({ destinationId }) => destinationId === places[1]!.id)).toMatchObject({
      status: 'failed',
      error: { code: 'STORAGE_DAMAGED' },
    });
  });

  it('P-COPY-2 F27 is not stored when the destination keeps fewer bytes than it took', async () => {
    const { faults } = vaults;
    faults.set(places[1]!.name, (room) => ({
      ...faultyStorage(room, {}),
      stat: async (key) => ({ ...(await room.stat(key)), size: archive.bytes.length - 1 }),
    }));
    const { body } = await ask(places[1]!);
    expect(await ended(body.id)).toMatchObject({ status: 'failed' });
    expect(roomOf(places[1]!).objects.size).toBe(0);
  });

  it('reads another copy when the first one can not be read', async () => {
    const first = await ask(places[2]!);
    await ended(first.body.id);
    spoil(places[0]!, (room) => faultyStorage(room, { calls: { get: away } }));
    const { body } = await ask(places[1]!, { fromCopyId: archive.copyIds[0] });
    expect(await ended(body.id)).toMatchObject({ status: 'succeeded' });
    expect(roomOf(places[1]!).objects.get(archive.key)).toEqual(archive.bytes);
  });

  it('F21 says in the log that a part is sent again, and why', async () => {
    const busy = new StorageError('rate-limited', 'The store asked for less haste.', 'Wait.');
    spoil(places[1]!, (room) => ({
      ...faultyStorage(room, {}),
      create(key, options) {
        options.onRetry?.({ attempt: 1, cause: busy });
        return room.create(key, options);
      },
    }));
    await ended((await ask(places[1]!)).body.id);
    const { items } = (await api.owner.get<RunLogPageDto>(`/backups/${archive.backupId}/log`)).body;
    expect(items.find(({ code }) => code === 'COPY_RETRIED')).toMatchObject({
      level: 'warning',
      text: expect.stringContaining(`${busy.message} It is sent again (attempt 2).`) as string,
    });
  });

  it('P-COPY-3 runs once, whoever asks how often, and is answered again by its key', async () => {
    const { release, reached } = held();
    const key = { 'idempotency-key': 'a-key-of-mine' };
    const replies = await Promise.all(Array.from({ length: 10 }, () => ask(places[1]!)));
    expect(replies.map(({ status }) => status).sort()).toEqual([202, ...Array.from({ length: 9 }, () => 409)]);
    const { id } = replies.find(({ status }) => status === 202)!.body;
    expect(replies.find(({ status }) => status === 409)).toMatchObject({ body: { code: 'COPY_ACTIVE', jobId: id } });
    await reached;
    expect(await api.owner.delete(`/backups/${archive.backupId}`)).toMatchObject({
      status: 409,
      body: { code: 'BACKUP_IN_USE' },
    });
    expect(await api.owner.delete(`/storage/destinations/${places[1]!.id}?copies=keep`)).toMatchObject({
      status: 409,
      body: { code: 'DESTINATION_IN_USE' },
    });
    expect(await backup()).toMatchObject({ shownStatus: 'partly_stored' });
    release();
    await ended(id);
    const first = await ask(places[2]!, {}, key);
    await ended(first.body.id);
    expect(await ask(places[2]!, {}, key)).toMatchObject({ status: 202, body: { id: first.body.id } });
    expect(await ask(places[1]!, {}, key)).toMatchObject({ status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  it('P-COPY-4 is cancelled while it runs, and leaves nothing there', async () => {
    const { reached } = held();
    const { body } = await ask(places[1]!);
    await reached;
    const path = `/backups/${archive.backupId}/copies/${body.id}/cancel`;
    expect(await api.owner.post(path)).toMatchObject({ status: 202, body: { cancelRequested: true } });
    expect(await ended(body.id)).toMatchObject({ status: 'cancelled', error: { code: 'CANCELLED' } });
    expect(roomOf(places[1]!).objects.size + roomOf(places[1]!).openUploads.size).toBe(0);
    expect(await api.owner.post(path)).toMatchObject({ status: 409, body: { code: 'COPY_ENDED' } });
    expect(await backup()).toMatchObject({ shownStatus: 'partly_stored' });
  });

  it('P-COPY-4 that is cancelled at a new destination leaves the backup as it was', async () => {
    await ended((await ask(places[1]!)).body.id);
    const spoilt = places[1]!;
    places[1] = places[2]!;
    const { reached } = held();
    const { body } = await ask(places[1]);
    await reached;
    await api.owner.post(`/backups/${archive.backupId}/copies/${body.id}/cancel`);
    await ended(body.id);
    expect(await backup()).toMatchObject({ shownStatus: 'complete', copies: [{}, {}] });
    expect(spoilt.id).not.toBe(places[1].id);
  });

  it('P-COPY-5 finds what is there already and whole, and does not write it again', async () => {
    const { body: first } = await ask(places[2]!);
    await ended(first.id);
    const bytes = roomOf(places[2]!).objects.get(archive.key)!;
    await api.database.write((manager) =>
      manager.query(`UPDATE backup_copies SET status = 'failed' WHERE id = '${first.copyId}'`),
    );
    spoil(places[2]!, (room) => faultyStorage(room, { calls: { create: away } }));
    const { body } = await ask(places[2]!);
    expect(await ended(body.id)).toMatchObject({ status: 'succeeded' });
    expect(roomOf(places[2]!).objects.get(archive.key)).toBe(bytes);
  });

  it('P-COPY-5 leaves what is there when it can not be read: that says nothing of its bytes', async () => {
    const { body: first } = await ask(places[2]!);
    await ended(first.id);
    await api.database.write((manager) =>
      manager.query(`UPDATE backup_copies SET status = 'failed' WHERE id = '${first.copyId}'`),
    );
    const room = roomOf(places[2]!);
    const bytes = room.objects.get(archive.key)!;
    const odd = new StorageError('damaged', 'What answers is not the store.', 'Look for a proxy in between.');
    spoil(places[2]!, (one) => ({
      ...faultyStorage(one, {}),
      get: (key, options) =>
        options?.range?.end === bytes.length && options.range.start === 0 ? Promise.reject(odd) : one.get(key, options),
    }));
    const { body } = await ask(places[2]!);
    expect(await ended(body.id)).toMatchObject({ status: 'failed', error: { text: odd.message } });
    expect(room.objects.get(archive.key)).toBe(bytes);
  });

  const damage = async (): Promise<ReturnType<typeof roomOf>> => {
    const room = roomOf(places[1]!);
    const upload = await room.create(archive.key, { signal: new AbortController().signal });
    const rest = Buffer.from('not an archive');
    await upload.write(rest);
    await upload.commit({ size: rest.length, sha256: createHash('sha256').update(rest).digest('hex') });
    await api.database.write((manager) =>
      manager.query(`UPDATE backup_copies SET status = 'damaged', size = 14 WHERE id = '${archive.copyIds[1]}'`),
    );
    return room;
  };

  it('P-COPY-5 takes the place of a damaged one', async () => {
    const room = await damage();
    const { body } = await ask(places[1]!);
    expect(await ended(body.id)).toMatchObject({ status: 'succeeded' });
    expect(room.objects.get(archive.key)).toEqual(archive.bytes);
  });

  it('P-COPY-5 leaves a damaged one where it is as long as nothing whole can take its place', async () => {
    const room = await damage();
    spoil(places[0]!, (room) => faultyStorage(room, { calls: { get: away } }));
    const { body } = await ask(places[1]!);
    expect(await ended(body.id)).toMatchObject({ status: 'failed' });
    expect(room.objects.get(archive.key)?.toString()).toBe('not an archive');
  });

  it('tells a destination that refuses it, and can be asked for again', async () => {
    spoil(places[1]!, (room) => faultyStorage(room, { calls: { create: away } }));
    const { body } = await ask(places[1]!);
    expect(await ended(body.id)).toMatchObject({
      status: 'failed',
      error: { code: 'STORAGE_FORBIDDEN', nextStep: 'Allow it.' },
    });
    vaults.faults.clear();
    expect(await ended((await ask(places[1]!)).body.id)).toMatchObject({ status: 'succeeded' });
  });

  it.each([
    ['to where it is', () => ask(places[0]!), 'COPY_SOURCE_MISSING'],
    ['from where it is not', () => ask(places[2]!, { fromCopyId: archive.copyIds[1] }), 'COPY_SOURCE_MISSING'],
    ['to a destination that is none', () => ask({ ...places[0]!, id: archive.backupId }), 'DESTINATION_NOT_FOUND'],
  ])('is refused %s', async (_, asking, code) => {
    expect(await asking()).toMatchObject({ body: { code } });
    expect(await jobs()).toEqual([]);
  });

  it('is deleted alone, but not the last one', async () => {
    await ended((await ask(places[1]!)).body.id);
    const [first, second] = archive.copyIds;
    expect((await api.owner.delete(`/backups/${archive.backupId}/copies/${first}`)).status).toBe(204);
    await until(() => roomOf(places[0]!).objects.size === 0);
    expect(await api.owner.delete(`/backups/${archive.backupId}/copies/${second}`)).toMatchObject({
      status: 409,
      body: { code: 'COPY_IS_LAST' },
    });
  });

  it('P-COPY-9 is not deleted for another that nobody has read: what an import found proves nothing', async () => {
    await ended((await ask(places[1]!)).body.id);
    const [first, second] = archive.copyIds;
    await api.database.write((manager) =>
      manager.update(BackupCopy, { id: second! }, { sha256: null, checkedAt: null }),
    );
    const remove = () => api.owner.delete(`/backups/${archive.backupId}/copies/${first}`);
    expect(await remove()).toMatchObject({ status: 409, body: { code: 'COPY_IS_LAST' } });
    await api.database.write((manager) => manager.update(BackupCopy, { id: second! }, { checkedAt: new Date() }));
    expect((await remove()).status).toBe(204);
  });
});
