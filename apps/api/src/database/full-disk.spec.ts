import 'reflect-metadata';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from './database';
import { DiskRoom } from './disk-room';
import { openDatabase } from './open-database';
import { databaseFile } from './place';
import { Setting } from './setting.entity';
import { NodeSqlite } from './sqlite-driver';
import { sqliteCodeOf, sqliteCodes } from './sqlite-error';

const MiB = 1024 * 1024;

/** A disk of 8 MiB, where this machine lets us mount one. */
function mountTiny(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const probe = mkdtempSync(join(tmpdir(), 'stowbase-mount-'));
const possible = mountTiny(probe);
if (possible) execFileSync('umount', [probe]);
rmSync(probe, { recursive: true });

(possible ? describe : describe.skip)('a full disk', () => {
  const limits = { least: 2 * MiB, reserve: MiB };
  let folder: string;
  let room: DiskRoom;
  let database: Database;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stowbase-full-'));
    mountTiny(folder);
    room = new DiskRoom(folder, limits);
    database = await openDatabase({ engine: 'sqlite', folder }, { room });
  });
  afterEach(async () => {
    await database.close();
    execFileSync('umount', ['-l', folder]);
    rmSync(folder, { recursive: true, force: true });
  });

  const reserve = (): string => join(folder, 'reserve');
  const free = (): number => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  const takeAll = (): void => {
    expect(() => {
      for (let n = 0; ; n++) writeFileSync(join(folder, `ballast-${n}`), Buffer.alloc(64 * 1024));
    }).toThrow(/ENOSPC/);
  };
  const insert = (id: string, bytes: number): Promise<unknown> =>
    database.write((manager) =>
      manager.insert(Setting, { id, value: { text: 'x'.repeat(bytes) }, updatedAt: new Date() }),
    );

  it('F45 a reserve is kept back, and no run starts when little more is free', () => {
    expect(statSync(reserve()).size).toBe(MiB);
    expect(room.check()).toEqual({ ok: true, freeBytes: free(), reason: null });
    takeAll();
    expect(room.check()).toEqual({
      ok: false,
      freeBytes: free(),
      reason: `Only 0 MiB are free in the data folder ${folder}; no backup starts below 2 MiB.`,
    });
  });

  it('F45 how a run ended can still be written down: the reserve is given up for it', async () => {
    takeAll();
    await insert('final state', 200_000);
    expect(existsSync(reserve())).toBe(false);
    expect((await database.read.find(Setting)).map(({ id }) => id)).toEqual(['final state']);
  });

  it('F45 when even that is gone a write fails, nothing is half there, and later ones work', async () => {
    takeAll();
    const error: unknown = await insert('too large', 4 * MiB).catch((reason: unknown) => reason);
    expect(sqliteCodeOf(error)).toBe(sqliteCodes.full);
    expect(await database.read.find(Setting)).toEqual([]);

    for (let n = 0; existsSync(join(folder, `ballast-${n}`)); n++) rmSync(join(folder, `ballast-${n}`));
    await insert('later', 10);
    await expect(
      database.write(async (manager) => {
        await manager.insert(Setting, { id: 'rolled back', value: {}, updatedAt: new Date() });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await insert('last', 10);
    // By a connection of its own: what isn't committed would not be there.
    const other = new NodeSqlite(databaseFile(folder), { readonly: true });
    expect(other.prepare('SELECT id FROM settings ORDER BY id').all()).toEqual([{ id: 'last' }, { id: 'later' }]);
    expect(other.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    other.close();
    expect(room.check().ok).toBe(true);
    expect(statSync(reserve()).size).toBe(MiB);
  });
});
