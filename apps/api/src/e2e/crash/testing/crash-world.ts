import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FixtureSource } from '@stowbase/dump/testing';
import type { ScratchServer } from '@stowbase/postgres/testing';
import { startFauxqs, type S3Server } from '@stowbase/storage/testing';
import type { BackupDto, BackupPageDto, BackupSummaryDto } from '../../../backups/records/backup.dto';
import { until } from '../../../backups/testing/until';
import type { CrashPoint } from '../../../lifecycle/crash-points';
import { clientOf, type ApiClient } from '../../../testing/api-client';
import { bucketPlace, diskPlace, filesIn, type CrashPlace } from './crash-places';
import { testProgram } from '../../../testing/test-program';
import { crashRecords, throughPort, type CrashRecords, type RecordsEngine } from './crash-records';
import { CrashService } from './crash-service';
import { backupSessions, crashSource } from './crash-source';
import { done, firstOwner, origin, ownersToken, setupToken } from './first-owner';
import { processesWith } from './seen-processes';
import { wholeArchives, type StoredArchive } from './whole-archives';

/** A point, and at which of its visits. */
export type FaultPoint = CrashPoint | `${CrashPoint}:${number}`;
export type PlaceName = 'disk' | 'bucket';

export interface Wanted {
  /** With the large table, too. */
  readonly all?: boolean;
  /** 0 or 1. */
  readonly project?: number;
  readonly to?: readonly PlaceName[];
}

/** One installation over its crashes: its records, a folder and a bucket as its destinations, a real PostgreSQL as its project. */
export class CrashWorld {
  readonly temp: string;
  private installations = 0;
  private service: CrashService | null = null;
  private authorization = '';
  private projectIds: readonly string[] = [];
  private destinationIds: Readonly<Record<PlaceName, string>> = { disk: '', bucket: '' };

  private constructor(
    private readonly engine: RecordsEngine,
    private readonly program: string,
    readonly source: FixtureSource,
    private readonly s3: S3Server,
    private readonly folder: string,
    private rooms: Rooms,
    private readonly fronts: Fronts,
  ) {
    this.temp = join(folder, 'temp');
    mkdirSync(this.temp);
  }

  /** @param isSetUp with an owner, two projects and the destinations. @param fronts what stands before the servers */
  static async make(
    engine: RecordsEngine,
    { isSetUp = true, fronts = noFronts }: WorldOptions = {},
  ): Promise<CrashWorld> {
    // First: nothing is left running where it can't be built.
    const program = await testProgram('crash');
    const folder = mkdtempSync(join(tmpdir(), 'stowbase-crash-'));
    const [source, s3] = await Promise.all([crashSource(), startFauxqs()]);
    const before = await fronts(source.server.port, Number(new URL(s3.endpoint).port));
    const rooms = await makeRooms(engine, source.server, s3, join(folder, 'first'), before);
    const world = new CrashWorld(engine, program, source, s3, folder, rooms, before);
    if (!isSetUp) return world;
    try {
      await world.start();
      await world.setUp();
      return world;
    } catch (error) {
      await world.stop();
      throw error;
    }
  }

  /** Another installation, that was never started, with other destinations. */
  async anew(): Promise<void> {
    await this.end();
    this.installations += 1;
    const folder = this.path(`again-${this.installations}`);
    this.rooms = await makeRooms(this.engine, this.source.server, this.s3, folder, this.fronts);
    this.projectIds = [];
  }

  get dataFolder(): string {
    return this.rooms.dataFolder;
  }

  get records(): CrashRecords {
    return this.rooms.records;
  }

  get places(): Readonly<Record<PlaceName, CrashPlace>> {
    return this.rooms.places;
  }

  /** The process of now. */
  get running(): CrashService {
    return must(this.service);
  }

  /** Kills the former one, if it still runs. @param env beside what every start has */
  async start(point: FaultPoint | null = null, env: Readonly<Record<string, string>> = {}): Promise<CrashService> {
    await this.end();
    await this.records.endLeases().catch(noTablesYet);
    this.service = this.process(point, env);
    return this.service.ready();
  }

  /** Starts it, and doesn't wait for anything. None may run. */
  launch(env: Readonly<Record<string, string>>): CrashService {
    this.service = this.process(null, env);
    return this.service;
  }

  /** Starts it, and waits until it has died there by itself. */
  async dieAt(point: FaultPoint, env: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.end();
    await this.records.endLeases().catch(noTablesYet);
    this.service = this.process(point, env);
    await this.died();
  }

  /** Resolves when the service has died at its point, and what it had started has gone. */
  async died(): Promise<void> {
    await this.running.died();
    await until(() => processesWith(`${this.temp}/`).length === 0);
  }

  /** Kills what runs. */
  async end(): Promise<void> {
    if (this.service?.ended === false) await this.service.kill();
  }

  /** The script with its API token. */
  get client(): ApiClient {
    return clientOf(this.running, { authorization: this.authorization }, '');
  }

  /** Asks for a backup. */
  async ask(wanted: Wanted = {}): Promise<BackupDto> {
    return done(await this.client.post<BackupDto>('/backups', this.wanted(wanted)), 202);
  }

  wanted({ all = false, project = 0, to = ['disk'] }: Wanted = {}): object {
    const excludeTables = all ? [] : ['public.archive'];
    const destinations = to.map((name) => this.destinationIds[name]);
    return { projectId: this.projectIds[project], destinations, options: { excludeTables } };
  }

  destinationId(name: PlaceName): string {
    return this.destinationIds[name];
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

  async count(): Promise<number> {
    return (await this.page('limit=200')).items.length;
  }

  /** When it has ended. */
  ended(id: string): Promise<BackupDto> {
    return until(async () => {
      const backup = await this.backup(id);
      return ['queued', 'running', 'committing'].includes(backup.status) ? null : backup;
    });
  }

  /**
   * What holds when everything has come to rest: no live row; at the destinations the whole archives of succeeded backups and nothing
   * else; no file of a dead process, no session at the database.
   * @param kept keys that lie there knowingly
   */
  async expectClean(kept: readonly string[] = []): Promise<void> {
    for (const status of ['queued', 'running', 'committing']) {
      expect((await this.page(`status=${status}`)).items).toEqual([]);
    }
    for (const name of ['disk', 'bucket'] as const) {
      const place = this.places[name];
      const stored = await this.stored(name);
      const there = async (): Promise<string[]> => (await place.list()).filter((key) => !kept.includes(key));
      await until(async () => (await there()).length <= stored.length);
      expect([name, await there()]).toEqual([name, stored.map(({ key }) => key).sort()]);
      await wholeArchives(place, stored);
    }
    for (const { status, copies } of await this.all()) {
      if (status === 'succeeded') continue;
      expect(copies.filter((copy) => copy.status === 'stored')).toEqual([]);
    }
    expect(filesIn(this.temp)).toEqual([]);
    await until(async () => (await backupSessions(this.source)) === 0);
  }

  /** The last backup is complete, nothing else is left, and the project's next one works. */
  async goesOn(attempt: number): Promise<void> {
    const { id } = await this.newest();
    const backup = await this.ended(id);
    expect(backup).toMatchObject({ status: 'succeeded', shownStatus: 'complete', error: null, attempt });
    await this.expectClean();
    const next = await this.ask();
    expect(await this.ended(next.id)).toMatchObject({ status: 'succeeded', shownStatus: 'complete', attempt: 1 });
    await this.expectClean();
  }

  /** A file of the destination on the disk. */
  onDisk(key: string): string {
    return join(this.rooms.backups, key);
  }

  /** A place for a file of the test. */
  path(name: string): string {
    return join(this.folder, name);
  }

  async stop(): Promise<void> {
    await this.end();
    await this.source.stop();
    await this.s3.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** As the first owner would: setup, login, an API token; a project and the destinations by the script. */
  async setUp({ hasOwner = false } = {}): Promise<void> {
    this.authorization = hasOwner ? await ownersToken(this.running) : await firstOwner(this.running);
    const url = throughPort(this.source.server.url('postgres', 'postgres'), this.fronts.databasePort);
    for (const name of ['Shop', 'Another shop']) {
      const made = await this.client.post<{ id: string }>('/projects', { name, connection: { url } });
      this.projectIds = [...this.projectIds, done(made, 201).id];
    }
    const ids = { disk: '', bucket: '' };
    for (const name of ['disk', 'bucket'] as const) {
      const { destination } = this.places[name];
      ids[name] = done(await this.client.post<{ id: string }>('/storage/destinations', destination), 201).id;
    }
    this.destinationIds = ids;
  }

  /** Every backup that isn't deleted. */
  async all(): Promise<BackupSummaryDto[]> {
    return (await this.page('limit=200')).items;
  }

  /** What somebody works on, or is to: backups, copies, deletions. */
  async underWay(): Promise<string[]> {
    const live = ['queued', 'running', 'committing', 'pending', 'uploading', 'delete_pending'];
    const backups = await this.all();
    return [
      ...backups.map(({ status }) => status),
      ...backups.flatMap(({ copies }) => copies.map(({ status }) => status)),
    ].filter((status) => live.includes(status));
  }

  async storedKeys(name: PlaceName): Promise<string[]> {
    return (await this.stored(name)).map(({ key }) => key);
  }

  /** In the project's database, as its superuser. */
  sql(text: string): Promise<void> {
    return this.source.server.with('supabase_admin', 'postgres', async (client) => void (await client.query(text)));
  }

  private async stored(name: PlaceName): Promise<StoredArchive[]> {
    const { destination } = this.places[name];
    return (await this.all()).flatMap(({ id, attempt, sha256, copies }) =>
      copies
        .filter((copy) => copy.status === 'stored' && copy.destinationName === destination.name)
        .map(({ key }) => ({ key: key ?? '', id, attempt, sha256 })),
    );
  }

  private async page(query: string): Promise<BackupPageDto> {
    return done(await this.client.get<BackupPageDto>(`/backups?${query}`), 200);
  }

  private process(point: FaultPoint | null, env: Readonly<Record<string, string>>): CrashService {
    return new CrashService(this.program, {
      DATA_DIR: this.dataFolder,
      LOCAL_STORAGE_ROOTS: this.rooms.backups,
      ALLOW_PRIVATE_NETWORKS: '1',
      PUBLIC_URL: origin,
      PORT: '0',
      SETUP_TOKEN: setupToken,
      TMPDIR: this.temp,
      LOG_LEVEL: 'info',
      ...this.records.env,
      ...(point === null ? {} : { FAULT_POINT: point }),
      ...env,
    });
  }
}

/** Of one installation. */
interface Rooms {
  readonly dataFolder: string;
  readonly backups: string;
  readonly records: CrashRecords;
  readonly places: Readonly<Record<PlaceName, CrashPlace>>;
}

async function makeRooms(
  engine: RecordsEngine,
  server: ScratchServer,
  s3: S3Server,
  folder: string,
  fronts: Fronts,
): Promise<Rooms> {
  mkdirSync(folder);
  const [dataFolder, backups] = [join(folder, 'data'), join(folder, 'backups')];
  fronts.prepare?.(dataFolder);
  const records = await crashRecords(engine, server, dataFolder, fronts.recordsPort);
  const bucket = await bucketPlace(s3, `http://127.0.0.1:${fronts.bucketPort}`);
  return { dataFolder, backups, records, places: { disk: diskPlace(backups), bucket } };
}

/** Ports through which the service reaches its servers; the test itself goes past them. */
export interface Fronts {
  readonly databasePort: number;
  readonly recordsPort: number;
  readonly bucketPort: number;
  /** What is done to the data folder before the first start. */
  prepare?(dataFolder: string): void;
}

export interface WorldOptions {
  readonly isSetUp?: boolean;
  readonly fronts?: (databasePort: number, bucketPort: number) => Promise<Fronts>;
}

const noFronts = (databasePort: number, bucketPort: number): Promise<Fronts> =>
  Promise.resolve({ databasePort, recordsPort: databasePort, bucketPort });

/** It died before its records had any. */
function noTablesYet(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === '42P01')) throw error;
}

function must<T>(value: T | null): T {
  if (value === null) throw new Error('it is not started');
  return value;
}
