import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startScratchServer, type ScratchServer } from '@stowbase/postgres/testing';
import type { BackupDto } from '../../../backups/records/backup.dto';
import { passwordPlace } from '../../../projects/stored-connection';
import { AppKey } from '../../../secrets/app-key';
import { EnvelopeSecretBox } from '../../../secrets/envelope-secret-box';
import { clientOf, type ApiClient } from '../../../testing/api-client';
import { TcpProxy } from '../../../testing/tcp-proxy';
import { filesIn } from '../../crash/testing/crash-places';
import { testProgram } from '../../../testing/test-program';
import { CrashService } from '../../crash/testing/crash-service';
import { done, firstOwner, origin, setupToken } from '../../crash/testing/first-owner';
import type { ShortTimes } from './short-times';

const records = 'records';
const source = 'source';

/** One installation of several real processes: records and projects in one PostgreSQL, a folder as the destination of all. */
export class ProcessesWorld {
  /** The way of the processes to their records. */
  readonly proxy: TcpProxy;
  readonly services = new Set<CrashService>();
  private readonly appKey = randomBytes(32).toString('hex');
  private authorization = '';
  private destinationId = '';
  private looking: ReturnType<ScratchServer['connect']> | null = null;

  private constructor(
    private readonly program: string,
    readonly server: ScratchServer,
    proxy: TcpProxy,
    private readonly folder: string,
    private readonly times: ShortTimes | null,
    private readonly more: Readonly<Record<string, string>>,
  ) {
    this.proxy = proxy;
  }

  /**
   * @param times null: those that the service has
   * @param more variables of every process
   */
  static async make(times: ShortTimes | null, more: Readonly<Record<string, string>> = {}): Promise<ProcessesWorld> {
    const program = await testProgram('crash');
    const server = await startScratchServer({ preload: [], settings: { max_connections: '200' } });
    const folder = mkdtempSync(join(tmpdir(), 'stowbase-processes-'));
    const { user } = server.superuser;
    await server.with(user, 'postgres', async (client) => {
      await client.query(`CREATE DATABASE ${records}`);
      await client.query(`CREATE DATABASE ${source}`);
    });
    await server.with(user, source, (client) =>
      client.query(`CREATE TABLE ledger (id int PRIMARY KEY, note text);
        INSERT INTO ledger SELECT g, md5(g::text) FROM generate_series(1, 100) g`),
    );
    for (const name of ['backups', 'temp']) mkdirSync(join(folder, name));
    return new ProcessesWorld(program, server, await TcpProxy.before(server), folder, times, more);
  }

  /** One that is ready. */
  async start(ROLE: 'api' | 'worker' | 'all'): Promise<CrashService> {
    const url = new URL(this.server.url(this.server.superuser.user, records));
    url.port = String(this.proxy.port);
    const service = new CrashService(this.program, {
      ROLE,
      DATABASE_URL: url.href,
      APP_KEY: this.appKey,
      DATA_DIR: join(this.folder, `data-${randomUUID()}`),
      LOCAL_STORAGE_ROOTS: join(this.folder, 'backups'),
      ALLOW_PRIVATE_NETWORKS: '1',
      PUBLIC_URL: origin,
      PORT: '0',
      SETUP_TOKEN: setupToken,
      TMPDIR: join(this.folder, 'temp'),
      ...(this.times === null ? {} : { TEST_TIMES: JSON.stringify(this.times) }),
      ...this.more,
    });
    this.services.add(service);
    return service.ready();
  }

  /** The owner, and the destination. @param bandwidthLimit bytes a second */
  async setUp(api: CrashService, bandwidthLimit: number | null = null): Promise<void> {
    this.authorization = await firstOwner(api);
    const destination = {
      name: 'Disk',
      type: 'local_mapped',
      config: { path: join(this.folder, 'backups') },
      bandwidthLimit,
    };
    const saved = await this.client(api).post<{ id: string }>('/storage/destinations', destination);
    this.destinationId = done(saved, 201).id;
  }

  client(api: CrashService): ApiClient {
    return clientOf(api, { authorization: this.authorization }, '');
  }

  /** So many projects, all of one small database: the first over the API, the others as copies of its row. @returns their ids */
  async addProjects(api: CrashService, count: number): Promise<string[]> {
    const { user, password } = this.server.superuser;
    const { host, port } = this.server;
    const connection = { host, port, username: user, password, database: source, tlsMode: 'disable' };
    const saved = await this.client(api).post<{ id: string }>('/projects', { name: 'Shop 0', connection });
    const first = done(saved, 201).id;
    const others = Array.from({ length: count - 1 }, () => randomUUID());
    const box = new EnvelopeSecretBox(new AppKey(Buffer.from(this.appKey, 'hex')), null);
    for (const [n, id] of others.entries()) {
      const sealed = box.seal(password, passwordPlace(id)).toString('hex');
      const change = { id, name: `Shop ${n + 1}`, name_key: `shop ${n + 1}`, password: `\\x${sealed}` };
      await this.query(
        `INSERT INTO projects SELECT (jsonb_populate_record(p, '${JSON.stringify(change)}')).* FROM projects p WHERE id = '${first}'`,
      );
    }
    return [first, ...others];
  }

  /** Makes the projects' database so large that its archive has so many bytes, which no compression makes fewer. */
  async fill(bytes: number): Promise<void> {
    await this.server.with(this.server.superuser.user, source, (client) =>
      client.query(`INSERT INTO ledger SELECT g, encode(sha256(g::text::bytea), 'base64')
        FROM generate_series(1000, ${1000 + Math.ceil(bytes / 32)}) g`),
    );
  }

  /** @returns the id of the backup */
  async ask(api: CrashService, projectId: string, type: 'full' | 'schema' = 'schema'): Promise<string> {
    const wanted = { projectId, type, destinations: [this.destinationId] };
    return done(await this.client(api).post<BackupDto>('/backups', wanted), 202).id;
  }

  /** A list, as somebody who is signed in asks for it. */
  look(api: CrashService): ReturnType<ApiClient['get']> {
    return this.client(api).get('/projects');
  }

  /** Past the proxy, by a statement. */
  async query(sql: string): Promise<Record<string, string | number>[]> {
    this.looking ??= this.server.connect(this.server.superuser.user, records);
    const { rows } = await (await this.looking).query<Record<string, string | number>>(sql);
    return rows;
  }

  /** How many runs there are in each state. */
  async states(): Promise<Record<string, number>> {
    const rows = await this.query('SELECT status, count(*)::int AS count FROM backups GROUP BY 1 ORDER BY 1');
    return Object.fromEntries(rows.map(({ status, count }) => [String(status), Number(count)]));
  }

  /** How many have come to an end. */
  async ended(): Promise<number> {
    const [row] = await this.query('SELECT count(*)::int AS ended FROM backups WHERE finished_at IS NOT NULL');
    return Number(row?.['ended']);
  }

  /** Looks a few times a second: each look costs what the processes have to do. */
  async until(holds: () => Promise<boolean>): Promise<void> {
    while (!(await holds())) await delay(200);
  }

  /** Leftovers are swept a minute later, or a day: now. Resolves when nothing is left to be swept. */
  swept(): Promise<void> {
    return this.until(async () => {
      await this.query(
        `UPDATE backup_copies SET retry_at = '2020-01-01', created_at = created_at - interval '2 days'
          WHERE upload_state IS NOT NULL AND retry_at > now()`,
      );
      return (await this.query('SELECT id FROM backup_copies WHERE upload_state IS NOT NULL')).length === 0;
    });
  }

  /** Everything that lies at the destination. */
  get stored(): string[] {
    return filesIn(join(this.folder, 'backups'));
  }

  pathOf(key: string): string {
    return join(this.folder, 'backups', key);
  }

  async stop(): Promise<void> {
    for (const service of this.services) {
      if (service.ended) continue;
      service.signal('SIGCONT');
      await service.kill();
    }
    await (await this.looking)?.end();
    await this.proxy.close();
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
