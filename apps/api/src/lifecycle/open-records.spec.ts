import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../config/env';
import { InstanceGuard } from '../database/instance-guard';
import { databaseFile } from '../database/place';
import { makeLog } from '../logging/log';
import { keyFile } from '../secrets/key-file';
import { openRecords } from './open-records';

describe('opening the records at start', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'stowbase-start-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = () =>
    openRecords(
      readConfig({ DATA_DIR: folder, LOCAL_STORAGE_ROOTS: join(folder, '../elsewhere') }),
      makeLog('fatal'),
      () => undefined,
    );

  it('P-START-6 takes the guard before anything else: who comes second writes nothing', async () => {
    const first = InstanceGuard.take(folder);
    await expect(open()).rejects.toMatchObject({ code: 'ALREADY_RUNNING' });
    expect([databaseFile(folder), keyFile(folder)].filter(existsSync)).toEqual([]);
    first.release();
    const records = await open();
    expect([databaseFile(folder), keyFile(folder)].filter(existsSync)).toHaveLength(2);
    await records.close();
  });

  it('P-START-6 closed, the records are free for the next', async () => {
    await (await open()).close();
    await (await open()).close();
  });
});
