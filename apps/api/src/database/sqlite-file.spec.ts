import 'reflect-metadata';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { StartError } from '../errors/start-error';
import { migrations } from './migrations/migrations';
import { openDatabase, type OpenOptions } from './open-database';
import { databaseFile } from './place';
import { Setting } from './setting.entity';
import { NodeSqlite } from './sqlite-driver';

/** Does half of its work. */
class Broken implements MigrationInterface {
  readonly name = 'Broken1999999999999';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE half (id integer)');
    await runner.query('DROP TABLE settings');
    throw new Error('the second half failed');
  }
  async down(): Promise<void> {}
}

class Fine implements MigrationInterface {
  readonly name = 'Fine1999999999998';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE fine (id integer)');
  }
  async down(): Promise<void> {}
}

describe('the file with the records', () => {
  let folder: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stowbase-file-'));
    const database = await open();
    await database.write((manager) => manager.insert(Setting, { id: 'kept', value: {}, updatedAt: new Date() }));
    await database.close();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (options: OpenOptions = {}): ReturnType<typeof openDatabase> =>
    openDatabase({ engine: 'sqlite', folder }, options);
  const file = (): string => databaseFile(folder);
  const digest = (): string => createHash('sha256').update(readFileSync(file())).digest('hex');

  async function refusal(options: OpenOptions = {}): Promise<StartError> {
    const error: unknown = await open(options).then(
      (database) => database.close(),
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(StartError);
    return error as StartError;
  }

  async function keptIds(): Promise<string[]> {
    const database = await open();
    const rows = await database.read.find(Setting);
    await database.close();
    return rows.map(({ id }) => id);
  }

  it.each([
    ['something else', (bytes: Buffer) => bytes.fill(0x41, 0, 100)],
    ['a damaged page', (bytes: Buffer) => bytes.fill(0xff, 4096, 8192)],
    ['a piece of it', (bytes: Buffer) => bytes.subarray(0, 3 * 4096)],
  ])('F47 %s in its place is refused, and left as it is', async (_, damage) => {
    writeFileSync(file(), damage(readFileSync(file())));
    const before = digest();
    const error = await refusal();
    expect(error.code).toBe('DATABASE_DAMAGED');
    expect(error.message).toMatch(/stowbase\.db is damaged: .+\.$/);
    expect(error.nextStep).toContain('Put back a copy of it');
    expect(digest()).toBe(before);
  });

  it('F47 one that may only be read is refused', async () => {
    chmodSync(file(), 0o444);
    const before = digest();
    const error = await refusal();
    expect([error.code, error.message]).toEqual(['DATABASE_READ_ONLY', `${file()} may only be read.`]);
    expect(digest()).toBe(before);
  });

  it('F47 one that a newer version has used is refused, and left as it is', async () => {
    const newer = new NodeSqlite(file());
    newer.exec("INSERT INTO migrations (timestamp, name) VALUES (2999999999999, 'Future2999999999999')");
    newer.close();
    const before = digest();
    const error = await refusal();
    expect(error.code).toBe('DATABASE_NEWER');
    expect(error.message).toBe(`${file()} was last used by a newer Stowbase (Future2999999999999).`);
    expect(digest()).toBe(before);
    expect(readdirSync(folder)).not.toContain('copies');
  });

  it('F48 an update that fails half-way is rolled back, and the version before still starts', async () => {
    const error = await refusal({ migrations: [...migrations, Fine, Broken] });
    expect(error.code).toBe('MIGRATION_FAILED');
    expect(error.message).toBe('The records could not be brought up to date: the second half failed.');
    const after = new NodeSqlite(file(), { readonly: true });
    const tables = after.prepare("SELECT name FROM sqlite_master WHERE name IN ('half', 'settings', 'fine')").all();
    after.close();
    expect(tables).toEqual([{ name: 'settings' }, { name: 'fine' }]);
    const again = await open({ migrations: [...migrations, Fine] });
    expect(await again.read.find(Setting)).toHaveLength(1);
    await again.close();
  });

  it('F48 is copied before an update, and the copy is the whole state before', async () => {
    const updated = await open({ migrations: [...migrations, Fine] });
    await updated.close();
    const [copy, ...more] = readdirSync(join(folder, 'copies'));
    expect(more).toEqual([]);
    expect(copy).toMatch(/^\d{8}T\d{6}Z-\w+\d{13}\.db$/);
    expect(statSync(join(folder, 'copies', copy!)).mode & 0o777).toBe(0o600);
    const before = new NodeSqlite(join(folder, 'copies', copy!), { readonly: true });
    expect(before.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(before.prepare('SELECT id FROM settings').all()).toEqual([{ id: 'kept' }]);
    before.close();
    expect((await refusal()).code).toBe('DATABASE_NEWER');
  });

  it('is not copied when nothing is due', async () => {
    expect(await keptIds()).toEqual(['kept']);
    expect(readdirSync(folder)).not.toContain('copies');
  });
});
