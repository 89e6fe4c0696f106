import 'reflect-metadata';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { childProgram, type ChildProgram } from '../testing/child-program';
import { InstanceGuard } from './instance-guard';
import { databaseFile } from './place';
import { NodeSqlite } from './sqlite-driver';

describe('a process that is killed', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'stowbase-killed-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function withProgram(file: string, work: (program: ChildProgram) => Promise<void>): Promise<void> {
    const program = await childProgram(`apps/api/src/database/testing/${file}`);
    try {
      await work(program);
    } finally {
      program.remove();
    }
  }

  /** Kills it in the middle of its writing. @returns what it had reported as committed */
  async function killAfter(program: ChildProgram, round: number, commits: number): Promise<string[]> {
    const child = program.start(folder, String(round));
    const reported: string[] = [];
    for await (const id of createInterface({ input: child.stdout })) {
      reported.push(id);
      if (reported.length === commits) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(child.signalCode).toBe('SIGKILL');
    return reported;
  }

  it('F46 loses nothing that it reported, and leaves a whole file, 25 times', async () => {
    await withProgram('write-until-killed.ts', async (program) => {
      const reported: string[] = [];
      for (let round = 0; round < 25; round++) reported.push(...(await killAfter(program, round, 1 + 7 * round)));

      const database = new NodeSqlite(databaseFile(folder));
      expect(database.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      const rows = database.prepare('SELECT id FROM settings').all() as { id: string }[];
      database.close();
      const there = new Set(rows.map(({ id }) => id));
      expect(reported.length).toBeGreaterThan(25);
      expect(reported.filter((id) => !there.has(id))).toEqual([]);
    });
  });

  it('holds its data folder against others while it lives, and no longer (P-SERVICE-4)', async () => {
    await withProgram('hold-data-folder.ts', async (program) => {
      const child = program.start(folder);
      await once(child.stdout, 'data');
      expect(() => InstanceGuard.take(folder)).toThrow(`Another Stowbase process uses the data folder ${folder}.`);
      child.kill('SIGKILL');
      await once(child, 'exit');
      InstanceGuard.take(folder).release();
    });
  });
});
