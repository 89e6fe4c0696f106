import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileSource, openArchive } from '@stowbase/archive';
import { fixtureSource, type FixtureSource } from '@stowbase/dump/testing';
import type { BackupDto, BackupPageDto } from '../../../backups/records/backup.dto';
import { until } from '../../../backups/testing/until';
import { clientOf, type ApiClient } from '../../../testing/api-client';
import type { CrashPoint } from './crash-point';
import { buildCrashProgram, CrashService, lives, type CrashProgram } from './crash-service';

const publicUrl = 'http://localhost:3000';
const setupToken = 'the-setup-token-of-the-crashes-0123456789';
const owner = { email: 'owner@example.org', password: 'nine red kites over the weir' };

/** One installation over its crashes: its data folder, a folder as its destination, a real PostgreSQL as its project. */
export class CrashWorld {
  private readonly folder = mkdtempSync(join(tmpdir(), 'stowbase-crash-'));
  private readonly storage = join(this.folder, 'backups');
  private readonly temp = join(this.folder, 'temp');
  private service: CrashService | null = null;
  private authorization = '';
  private projectIds: readonly string[] = [];
  private destinationId = '';

  private constructor(
    private readonly program: CrashProgram,
    readonly source: FixtureSource,
  ) {
    for (const path of [this.storage, this.temp]) mkdirSync(path);
  }

  static async make(): Promise<CrashWorld> {
    const [program, source] = await Promise.all([buildCrashProgram(), fixtureSource()]);
    // What no compression makes small: the first for every backup, the second for one that takes a while.
    await source.sql(`
      CREATE TABLE public.ledger (id int PRIMARY KEY, note text);
      INSERT INTO public.ledger SELECT g, md5(g::text) || md5((g + 1)::text) FROM generate_series(1, 20000) g;
      CREATE TABLE public.archive (id int PRIMARY KEY, note text);
      INSERT INTO public.archive SELECT g, md5(g::text) || md5((g + 1)::text) FROM generate_series(1, 900000) g`);
    const world = new CrashWorld(program, source);
    try {
      await world.start();
      await world.setUp();
      return world;
    } catch (error) {
      await world.stop();
      throw error;
    }
  }

  /** Kills the former one, if it still runs. @param env beside what every start has */
  async start(point: CrashPoint | null = null, env: Readonly<Record<string, string>> = {}): Promise<CrashService> {
    if (this.service?.ended === false) await this.service.kill();
    this.service = await CrashService.start(
      this.program,
      {
        DATA_DIR: join(this.folder, 'data'),
        LOCAL_STORAGE_ROOTS: this.storage,
        ALLOW_PRIVATE_NETWORKS: '1',
        PUBLIC_URL: publicUrl,
        PORT: '0',
        SETUP_TOKEN: setupToken,
        TMPDIR: this.temp,
        LOG_LEVEL: 'info',
        ...env,
      },
      point,
    );
    return this.service;
  }

  /** The script with its API token. */
  get client(): ApiClient {
    return clientOf(must(this.service), { authorization: this.authorization }, '');
  }

  /** Asks for a backup. */
  async ask(options: { all?: boolean; project?: number } = {}): Promise<BackupDto> {
    return done(await this.client.post<BackupDto>('/backups', this.wanted(options)), 202);
  }

  /** @param all with the large table, too. @param project 0 or 1 */
  wanted({ all = false, project = 0 } = {}): object {
    const excludeTables = all ? [] : ['public.archive'];
    return { projectId: this.projectIds[project], destinations: [this.destinationId], options: { excludeTables } };
  }

  async backup(id: string): Promise<BackupDto> {
    return done(await this.client.get<BackupDto>(`/backups/${id}`), 200);
  }

  /** The newest one: whoever asked for it may have got no reply. */
  async newest(): Promise<BackupDto> {
    const [newest] = (await this.page('limit=1')).items;
    if (newest === undefined) throw new Error('there is no backup');
    return this.backup(newest.id);
  }

  /** When it has ended. */
  ended(id: string): Promise<BackupDto> {
    return until(async () => {
      const backup = await this.backup(id);
      return ['queued', 'running', 'committing'].includes(backup.status) ? null : backup;
    });
  }

  /**
   * What holds when everything has come to rest: no live row; at the destination the whole archives of succeeded backups and nothing
   * else; no file of a dead process, no session at the database.
   */
  async expectClean(): Promise<void> {
    for (const status of ['queued', 'running', 'committing']) {
      expect((await this.page(`status=${status}`)).items).toEqual([]);
    }
    const stored = await this.storedCopies();
    await until(() => this.files(this.storage).length <= stored.length);
    expect(this.files(this.storage)).toEqual(stored.map(({ key }) => key).sort());
    for (const { key, id, attempt, sha256 } of stored) {
      const archive = await openArchive(fileSource(join(this.storage, key)));
      expect(archive.manifest).toMatchObject({ backupId: id, attempt });
      expect(await archive.verify(2)).toMatchObject({ ok: true, fileSha256: sha256 });
      await archive.close();
    }
    expect(this.files(this.temp)).toEqual([]);
    await until(async () => (await this.sessions()) === 0);
  }

  /** Files of the destination that are none of a succeeded backup. */
  async strays(): Promise<string[]> {
    const stored = new Set((await this.storedCopies()).map(({ key }) => key));
    return this.files(this.storage).filter((file) => !stored.has(file));
  }

  /** Files of one that has stopped, as far as they are unfinished. */
  leftFiles(): string[] {
    return [...this.files(this.storage).filter((file) => file.endsWith('.partial')), ...this.files(this.temp)];
  }

  /** A place for a file of the test. */
  path(name: string): string {
    return join(this.folder, name);
  }

  /** Resolves when none of these processes lives. */
  async gone(processes: readonly number[]): Promise<void> {
    await until(() => processes.every((pid) => !lives(pid)));
  }

  async stop(): Promise<void> {
    if (this.service?.ended === false) await this.service.kill();
    await this.source.stop();
    this.program.remove();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** As the first owner would: setup, login, an API token; a project and a destination by the script. */
  private async setUp(): Promise<void> {
    const visitor = clientOf(must(this.service), {}, '');
    const browser = { origin: publicUrl };
    done(await visitor.post('/accounts/setup', { token: setupToken, name: 'The owner', ...owner }, browser), 201);
    const login = await visitor.post<{ xsrfToken: string }>('/accounts/login', owner, browser);
    const cookie = (login.headers['set-cookie'] ?? []).map((text) => text.split(';')[0]).join('; ');
    const signedIn = { ...browser, cookie, 'x-xsrf-token': login.body.xsrfToken };
    const token = await visitor.post<{ secret: string }>('/tokens', { name: 'nightly', scope: 'owner' }, signedIn);
    this.authorization = `Bearer ${done(token, 201).secret}`;
    const url = this.source.server.url('postgres', 'postgres');
    for (const name of ['Shop', 'Another shop']) {
      const made = await this.client.post<{ id: string }>('/projects', { name, connection: { url } });
      this.projectIds = [...this.projectIds, done(made, 201).id];
    }
    const destination = { name: 'Disk', type: 'local_mapped', config: { path: this.storage } };
    this.destinationId = done(await this.client.post<{ id: string }>('/storage/destinations', destination), 201).id;
  }

  private async storedCopies(): Promise<{ key: string; id: string; attempt: number; sha256: string | null }[]> {
    const { items } = await this.page('status=succeeded&limit=200');
    return items.flatMap(({ id, attempt, sha256, copies }) =>
      copies.filter(({ status }) => status === 'stored').map(({ key }) => ({ key: key ?? '', id, attempt, sha256 })),
    );
  }

  private async page(query: string): Promise<BackupPageDto> {
    return done(await this.client.get<BackupPageDto>(`/backups?${query}`), 200);
  }

  /** Relative paths, sorted. */
  private files(folder: string): string[] {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .sort();
  }

  private sessions(): Promise<number> {
    return this.source.server.with('supabase_admin', 'postgres', async (client) => {
      const { rows } = await client.query<{ count: number }>(
        "SELECT count(*)::int AS count FROM pg_stat_activity WHERE application_name LIKE 'stowbase%'",
      );
      return rows[0]?.count ?? 0;
    });
  }
}

function done<T>({ status, body }: { status: number; body: T }, wanted: number): T {
  expect({ status, body }).toMatchObject({ status: wanted });
  return body;
}

function must<T>(value: T | null): T {
  if (value === null) throw new Error('it is not started');
  return value;
}
