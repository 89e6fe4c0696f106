import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generateIdentity, openArchive } from '@stowbase/archive';
import { bufferSource, buildSmallArchive, smallContents } from '@stowbase/archive/testing';
import { request } from 'undici';
import { signIn, type ApiClient } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { BackupCopy } from '../backup-copy.entity';
import { Backup, type BackupStatus } from '../backup.entity';
import { standardOptions } from '../backup-options';
import { CopyLease } from '../copy-lease.entity';
import { RunLogLine } from '../run-log.entity';
import { summaryOf } from './contents-summary';

const gap = { component: 'cron', status: 'not_permitted', reason: 'no SELECT on cron.job' };
const contents = {
  ...smallContents,
  components: [
    { name: 'schema' as const, status: 'saved' as const, count: 12 },
    { name: 'cron' as const, status: 'not_permitted' as const, count: 0, reason: gap.reason },
    { name: 'history' as const, status: 'off' as const, count: 0, reason: 'left out on request' },
  ],
};

describe('what is inside a backup', () => {
  let api: TestApi;
  let owner: ApiClient;
  let destinationId: string;
  beforeAll(async () => {
    api = await startTestApi();
    owner = await signIn(api);
    const { status, body } = await owner.post<{ id: string }>('/storage/destinations', {
      name: 'Disk',
      type: 'local_mapped',
      config: { path: '.' },
    });
    if (status !== 201) throw new Error(JSON.stringify(body));
    destinationId = body.id;
  });
  afterAll(() => api.close());

  /** A backup in the records; with `archive`, a stored copy of it as a file. */
  async function add(status: BackupStatus, archive?: Buffer, encrypted = false): Promise<string> {
    const id = randomUUID();
    const summary = { storedBytes: 1, rawBytes: 1, members: 7, fileSha256: 'ab', finishedAt: new Date(0) };
    const known = status === 'succeeded' ? summaryOf({ contents, gaps: [gap], summary }, encrypted) : null;
    await api.database.write(async (manager) => {
      await manager.insert(Backup, { ...backupValues, id, projectId: randomUUID(), status, contents: known });
      if (archive === undefined) return;
      const key = `shop/2026/${id}.tar`;
      await manager.insert(BackupCopy, {
        ...copyValues,
        id: randomUUID(),
        backupId: id,
        destinationId,
        key,
        size: archive.length,
      });
      const file = join(api.config.localStorageRoots[0]!, key);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, archive);
    });
    return id;
  }

  it('is told in short without opening the archive', async () => {
    const id = await add('succeeded');
    const { status, body } = await owner.get(`/backups/${id}/contents`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      backupId: id,
      encrypted: false,
      gaps: [gap],
      components: [{ name: 'schema', status: 'saved', count: 12, reason: null }, { name: 'cron' }, { name: 'history' }],
      tables: { count: smallContents.tables.length },
    });
  });

  it('P-BACKUP-CONTENTS-2 is told part by part: what is missing, why, and what to do', async () => {
    const id = await add('succeeded');
    const { status, body } = await owner.get(`/backups/${id}/coverage`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      complete: false,
      saved: 1,
      notPermitted: 1,
      off: 1,
      failed: 0,
      components: [
        { name: 'schema', gap: false, whatToDo: null },
        { name: 'cron', gap: true, reason: gap.reason, whatToDo: expect.stringMatching(/^[^\n]+\.$/) as string },
        { name: 'history', gap: false, whatToDo: expect.any(String) as string },
      ],
    });
  });

  it.each<[BackupStatus, RegExp]>([
    ['running', /known when the backup is complete/],
    ['failed', /has no archive/],
  ])('is not known of one that is %s', async (status, text) => {
    const id = await add(status);
    for (const path of ['contents', 'coverage', 'contents?full=1']) {
      const reply = await owner.get<{ code: string; detail: string }>(`/backups/${id}/${path}`);
      expect(reply.status).toBe(409);
      expect(reply.body).toMatchObject({ code: 'CONTENTS_UNKNOWN', detail: expect.stringMatching(text) as string });
    }
    expect((await owner.get(`/backups/${randomUUID()}/contents`)).status).toBe(404);
  });

  describe('in full', () => {
    it('is the archive’s own contents.json, byte for byte, read from a stored copy, and no lease stays behind', async () => {
      const bytes = await buildSmallArchive();
      const id = await add('succeeded', bytes);
      const { status, body, headers } = await owner.get(`/backups/${id}/contents?full=1`);
      expect(status).toBe(200);
      const archive = await openArchive(bufferSource(bytes));
      expect(body).toEqual(JSON.parse(JSON.stringify(await archive.contents())));
      expect(Number(headers['content-length'])).toBeGreaterThan(100);
      expect(await api.database.read.count(CopyLease)).toBe(0);
    });

    it('is not given of an encrypted one, and that is said', async () => {
      const { recipient } = await generateIdentity();
      const bytes = await buildSmallArchive({ recipients: [recipient] });
      const id = await add('succeeded', bytes, true);
      const { status, body } = await owner.get(`/backups/${id}/contents?full=1`);
      expect([status, body]).toEqual([409, expect.objectContaining({ code: 'CONTENTS_ENCRYPTED' })]);
      expect((await owner.get(`/backups/${id}/contents`)).body).toMatchObject({ encrypted: true });
    });

    it('takes another copy where the first is damaged, and never gives a part for the whole', async () => {
      const bytes = await buildSmallArchive();
      const broken = Buffer.from(bytes);
      broken[bytes.indexOf('stowbase-contents/1')]! ^= 1;
      const id = await add('succeeded', broken);
      const damaged = await owner.get(`/backups/${id}/contents?full=1`);
      expect([damaged.status, damaged.body]).toEqual([422, expect.objectContaining({ code: 'ARCHIVE_DAMAGED' })]);
      const key = `shop/2026/${id}-second.tar`;
      writeFileSync(join(api.config.localStorageRoots[0]!, key), bytes);
      await api.database.write((manager) =>
        manager.insert(BackupCopy, {
          ...copyValues,
          id: randomUUID(),
          backupId: id,
          destinationId,
          key,
          storedAt: new Date(),
          size: bytes.length,
        }),
      );
      expect((await owner.get(`/backups/${id}/contents?full=1`)).status).toBe(200);
    });

    it('says when no copy is stored any more', async () => {
      const { status, body } = await owner.get(`/backups/${await add('succeeded')}/contents?full=1`);
      expect([status, body]).toEqual([409, expect.objectContaining({ code: 'CONTENTS_NOT_STORED' })]);
      const { statusCode } = await request(`${api.url}/backups/${randomUUID()}/contents`);
      expect(statusCode).toBe(401);
    });
  });

  it('its log comes in pages, the oldest line first', async () => {
    const id = await add('failed');
    const texts = Array.from({ length: 120 }, (_, i) => `line ${i}`);
    const line = { backupId: id, at: new Date(), level: 'info' as const, code: 'STAGE' };
    await api.database.write((manager) =>
      manager.insert(
        RunLogLine,
        texts.map((text) => ({ ...line, text })),
      ),
    );
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = cursor === '' ? '?limit=50' : `?limit=50&cursor=${cursor}`;
      const { status, body } = await owner.get<{ items: { text: string }[]; next: string | null }>(
        `/backups/${id}/log${query}`,
      );
      expect(status).toBe(200);
      seen.push(...body.items.map(({ text }) => text));
      cursor = body.next;
    }
    expect(seen).toEqual(texts);
    expect((await owner.get(`/backups/${id}/log?cursor=made-up`)).status).toBe(400);
    expect((await owner.get(`/backups/${randomUUID()}/log`)).status).toBe(404);
  });
});

const backupValues = {
  projectName: 'Shop',
  trigger: 'manual',
  scheduleId: null,
  slot: null,
  requestedBy: null,
  type: 'full',
  options: standardOptions,
  recipients: [],
  attempt: 1,
  token: 1,
  retries: 0,
  interruptions: 0,
  leaseUntil: null,
  runAfter: new Date(),
  cancelRequested: false,
  errorCode: null,
  errorText: null,
  errorNext: null,
  gaps: [],
  createdAt: new Date(),
  startedAt: null,
  finishedAt: null,
  snapshotTime: null,
  rawBytes: null,
  storedBytes: null,
  sha256: null,
  profile: null,
  progress: null,
  verifiedLevel: 0,
  verifiedAt: null,
  locked: false,
  notes: '',
  deletedAt: null,
} satisfies Partial<Backup>;

const copyValues = {
  destinationName: 'Disk',
  attempt: 1,
  status: 'stored',
  uploadState: null,
  sha256: null,
  etag: null,
  versionId: null,
  storedAt: new Date(0),
  errorCode: null,
  errorText: null,
  retryAt: null,
  failures: 0,
  createdAt: new Date(),
} satisfies Partial<BackupCopy>;
