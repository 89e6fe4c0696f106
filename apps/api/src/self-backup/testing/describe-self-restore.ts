import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateIdentity } from '@stowbase/archive';
import { BackupCopy } from '../../backups/backup-copy.entity';
import { RecoveryKey } from '../../backups/recovery-key.entity';
import { insertProject } from '../../backups/testing/rows';
import { storedArchive } from '../../backups/testing/stored-archive';
import { until } from '../../backups/testing/until';
import type { ImportJobListDto } from '../../catalogue/imports/import.dto';
import { readConfig } from '../../config/env';
import type { Config } from '../../config/config';
import type { Place } from '../../database/place';
import { passwordPlace } from '../../projects/stored-connection';
import { Project } from '../../projects/project.entity';
import { ClockWatch } from '../../retention/clock-watch';
import { SecretBox } from '../../secrets/secret-box';
import { anyone, signIn, testEmail, testPassword } from '../../testing/api-client';
import { startTestApi, type TestApi } from '../../testing/start-test-api';
import { restoreSelf } from '../restore/restore-self';
import { SelfBackupCopy } from '../self-backup-copy.entity';
import type { SelfBackupDto, SelfBackupStateDto } from '../self-backup.dto';
import { SelfBackupRunner } from '../self-backup-runner';

/** The lists that must be the same before and after. */
const lists = ['/projects', '/storage/destinations', '/schedules', '/backups', '/recovery-keys', '/accounts/users'];

/** A service that loses its records and gets them back. @param places an empty one each time, of this engine, or of another one */
export function describeSelfRestore(places: { from(): Promise<Partial<Config>>; to(): Promise<Place | null> }): void {
  let folder: string;
  let api: TestApi;
  let key: { identity: string; recipient: string };
  let destination: { id: string; name: string };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stowbase-self-'));
    mkdirSync(join(folder, 'backups/disk'), { recursive: true });
    key = await generateIdentity();
    writeFileSync(join(folder, 'key.txt'), `# lost once, lost for ever\n${key.identity}\n`);
    api = await start('data', await places.from());
    const owner = await signIn(api);
    const wanted = { name: 'Disk', type: 'local_mapped', config: { path: 'disk' } };
    ({ body: destination } = await owner.post<typeof destination>('/storage/destinations', wanted));
    await api.database.write((manager) =>
      manager.insert(RecoveryKey, {
        ...{ id: 'a0000000-0000-4000-8000-000000000000', name: 'Safe', recipient: key.recipient, projectId: null },
        ...{ scope: '*', provenAt: new Date(), proofSha256: null, enabled: true, createdAt: new Date() },
      }),
    );
  });
  afterEach(async () => {
    await api.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function start(data: string, change: Partial<Config>): Promise<TestApi> {
    const env = { DATA_DIR: join(folder, data), LOCAL_STORAGE_ROOTS: join(folder, 'backups') };
    return startTestApi(env, { maxConcurrentRuns: 0, ...change });
  }
  async function configFor(data: string): Promise<Config> {
    const place = await places.to();
    const config = readConfig({ DATA_DIR: join(folder, data), LOCAL_STORAGE_ROOTS: join(folder, 'backups') });
    return place === null ? config : { ...config, database: place };
  }
  async function make(): Promise<string> {
    const owner = await signIn(api);
    const { body } = await owner.post<SelfBackupDto>('/system/self-backup');
    const done = await until(async () => {
      const { body: state } = await owner.get<SelfBackupStateDto>('/system/self-backup');
      const mine = state.items.find(({ id }) => id === body.id);
      return mine?.finishedAt === null ? null : mine;
    });
    expect(done).toMatchObject({ status: 'succeeded', error: null });
    return join(folder, 'backups/disk', done.copies[0]!.key);
  }
  async function addProject(): Promise<string> {
    const { id } = await insertProject(api.database, 'Shop');
    const password = api.app.get(SecretBox).seal('swordfish', passwordPlace(id));
    await api.database.write((manager) => manager.update(Project, { id }, { password }));
    return id;
  }
  const seen = async (one: TestApi): Promise<object[][]> => {
    const owner = await signIn(one);
    return Promise.all(lists.map(async (path) => (await owner.get<{ items: object[] }>(path)).body.items));
  };

  it('P-SELF-8 everything is there again: what is stored, what is sealed, who may sign in; login sessions are not', async () => {
    const projectId = await addProject();
    const session = await signIn(api);
    const timing = { cron: '30 2 * * *', timeZone: 'Europe/Berlin' };
    const schedule = await session.post('/schedules', { projectId, destinationIds: [destination.id], ...timing });
    expect(schedule.status).toBe(201);
    const first = await storedArchive(api, [destination]);
    const file = await make();
    const before = await seen(api);
    const late = await storedArchive(api, [destination]);
    const config = await configFor('new');
    const done = await restoreSelf(config, file, join(folder, 'key.txt'));
    expect(done).toMatchObject({ from: file, imports: 1, keyFile: join(folder, 'new/app.key') });
    expect(done.rows).toMatchObject({ users: 1, backups: 1, backup_copies: 1, storage_destinations: 1 });
    await api.close();
    api = await start('new', { database: config.database });
    const login = await anyone(api).post('/accounts/login', { email: testEmail('owner'), password: testPassword });
    expect(login.status).toBe(200);
    const { cookie = '' } = session.headers;
    expect((await anyone(api).get('/accounts/me', { cookie })).status).toBe(401);
    const row = await api.database.read.findOneByOrFail(Project, { id: projectId });
    expect(api.app.get(SecretBox).open(row.password!, passwordPlace(projectId))).toBe('swordfish');
    // Its own file is known, and no leftover.
    const copy = await api.database.read.findOneOrFail(SelfBackupCopy, { where: {} });
    expect([file.endsWith(copy.key), copy.status, copy.uploadState]).toEqual([true, 'stored', null]);
    await api.app.get(SelfBackupRunner).turn(new AbortController().signal);
    expect(existsSync(file)).toBe(true);
    // Nobody knows what was locked since: nothing is deleted without approval.
    const clock = new ClockWatch();
    const inDays = (days: number): Date => new Date(Date.now() + days * 24 * 3600_000);
    const careful = [0, 6].map((days) => clock.isCareful(api.database.read, inDays(days)));
    expect(await Promise.all(careful)).toEqual([true, true]);
    // What came after the backup of the records is found at the destination.
    const owner = await signIn(api);
    const path = `/storage/destinations/${destination.id}/imports`;
    await until(async () => (await owner.get<ImportJobListDto>(path)).body.items[0]?.finishedAt ?? null);
    const copies = await api.database.read.findBy(BackupCopy, { status: 'stored' });
    expect(copies.map(({ key: at }) => at).sort()).toEqual([first.key, late.key].sort());
    const [projects, destinations, schedules, backups, keys, users] = await seen(api);
    expect([projects, schedules, keys]).toEqual([before[0], before[2], before[4]]);
    expect(schedules).toHaveLength(1);
    expect(destinations).toMatchObject([{ id: destination.id, totalBackups: 2 }]);
    expect(backups).toEqual(expect.arrayContaining(before[3]!));
    expect(users).toMatchObject([{ email: testEmail('owner'), role: 'owner' }]);
  });

  it('P-SELF-9 nothing is overwritten, and nothing is written of one that is damaged or opened by another key', async () => {
    const file = await make();
    const other = await generateIdentity();
    writeFileSync(join(folder, 'other.txt'), other.identity);
    const config = await configFor('new');
    const refused = (word: string, identity: string | null = 'key.txt'): Promise<unknown> =>
      restoreSelf(config, word, identity === null ? null : join(folder, identity)).then(
        () => 'restored',
        (error: unknown) => (error as { code?: string }).code,
      );
    expect(await refused(file, 'other.txt')).toBe('WRONG_IDENTITY');
    expect(await refused(file, null)).toBe('IDENTITY_NEEDED');
    expect(await refused(join(folder, 'nothing.age'))).toBe('FILE_MISSING');
    expect(await refused(join(folder, 'key.txt'))).toBe('NOT_A_SELF_BACKUP');
    const whole = readFileSync(file);
    const damaged = join(folder, 'damaged.age');
    for (const change of [200, Math.floor(whole.length / 2), whole.length - 1]) {
      const bytes = Buffer.from(whole);
      bytes[change]! ^= 1;
      writeFileSync(damaged, bytes);
      expect(await refused(damaged)).toMatch(/^(ARCHIVE_NOT_COMPLETE|SELF_BACKUP_DAMAGED)$/);
    }
    writeFileSync(damaged, whole.subarray(0, whole.length - 20));
    expect(await refused(damaged)).toMatch(/^(ARCHIVE_NOT_COMPLETE|SELF_BACKUP_DAMAGED)$/);
    expect(readdirSync(join(folder, 'new'))).toEqual([]);
    expect(await refused(file)).toBe('restored');
    expect(await refused(file)).toBe('RECORDS_NOT_EMPTY');
  });
}
