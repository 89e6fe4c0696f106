import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ConnectionSettings } from '@stowbase/postgres';
import { freshTarget, type ScratchServer, type TargetOptions } from '@stowbase/postgres/testing';
import type { BackupRequest } from '../request';
import { backupToFile } from './backup-to-file';

/** A server with the platform, and a fixture where one is asked for, and a folder for archives; `stop` ends both. */
export interface FixtureSource {
  server: ScratchServer;
  folder: string;
  settings: ConnectionSettings;
  /** Runs SQL as the project's owner. */
  sql(text: string): Promise<void>;
  backup(change?: Partial<BackupRequest>): ReturnType<typeof backupToFile>;
  /** The error of a backup that must fail; it must have left no file behind. */
  failedBackup(
    change?: Partial<BackupRequest>,
  ): Promise<{ code: string; message: string; nextStep: string; detail?: string }>;
  stop(): Promise<void>;
}

export async function fixtureSource(options: TargetOptions = {}): Promise<FixtureSource> {
  const server = await freshTarget(options);
  const folder = await mkdtemp(path.join(tmpdir(), 'stowbase-dump-'));
  const settings = server.settings('postgres', 'postgres');
  const source: FixtureSource = {
    server,
    folder,
    settings,
    sql: (text) => server.with('postgres', 'postgres', async (client) => void (await client.query(text))),
    backup: (change) => backupToFile(folder, change?.source ?? settings, change),
    async failedBackup(change) {
      const before = await readdir(folder);
      const error: unknown = await backupToFile(folder, change?.source ?? settings, change).then(
        () => new Error('the backup succeeded'),
        (cause: unknown) => cause,
      );
      if ((await readdir(folder)).length !== before.length) throw new Error('the failed backup left a file');
      if (typeof error !== 'object' || error === null || !('code' in error) || !('nextStep' in error)) throw error;
      return error as { code: string; message: string; nextStep: string };
    },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return source;
}
